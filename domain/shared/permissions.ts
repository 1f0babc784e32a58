/** Staff roles as sets of single permissions. Routes and use-cases ask for a permission, never for a role. */
import { z } from "zod";

/** Everything that staff may be allowed to do. */
export const PERMISSIONS = [
  "overview.view",
  "orders.view",
  "orders.cancel",
  "services.view",
  "services.provision",
  "services.suspend",
  "services.terminate",
  "users.view",
  "users.suspend",
  "users.terms",
  "customers.act_as",
  "invoices.view",
  "invoices.edit",
  "payments.record",
  "payments.refund",
  "payments.approve",
  "wallets.adjust",
  "books.view",
  "catalog.view",
  "catalog.edit",
  "promotions.edit",
  "reports.view",
  "payouts.release",
  "proofs.view",
  "mail.view",
  "audit.view",
  "jobs.view",
  "jobs.run",
  "settings.view",
  "settings.edit",
  "staff.view",
  "staff.edit",
] as const;

/** One thing that staff may do. */
export type Permission = (typeof PERMISSIONS)[number];

/** The built-in staff roles. */
export const ROLES = ["owner", "billing", "support", "provisioning", "viewer"] as const;

/** A built-in staff role. */
export type Role = (typeof ROLES)[number];

/** A stored or received role. */
export const roleSchema = z.enum(ROLES);

const VIEW: Permission[] = [
  "overview.view",
  "orders.view",
  "services.view",
  "users.view",
  "invoices.view",
];

/** What each role may do. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(PERMISSIONS),
  billing: new Set([
    ...VIEW,
    "proofs.view",
    "payments.record",
    "payments.refund",
    "payments.approve",
    "wallets.adjust",
    "invoices.edit",
    "books.view",
    "catalog.view",
    "catalog.edit",
    "promotions.edit",
    "reports.view",
    "orders.cancel",
    "services.suspend",
    "users.terms",
    "mail.view",
  ]),
  support: new Set([
    ...VIEW,
    "orders.cancel",
    "services.suspend",
    "mail.view",
    "users.suspend",
    "customers.act_as",
  ]),
  provisioning: new Set([
    ...VIEW,
    "services.provision",
    "services.suspend",
    "services.terminate",
    "jobs.view",
  ]),
  viewer: new Set(VIEW),
};

/** The permissions of a built-in role by its name; none for any other text. */
export function permissionsOf(role: string): ReadonlySet<Permission> {
  return isBuiltInRole(role) ? ROLE_PERMISSIONS[role] : new Set();
}

/** Whether it is the name of a built-in role. */
export function isBuiltInRole(role: string): role is Role {
  return Object.hasOwn(ROLE_PERMISSIONS, role);
}
