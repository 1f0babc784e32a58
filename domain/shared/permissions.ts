/** Staff roles as sets of single permissions. Routes and use-cases ask for a permission, never for a role. */
import { z } from "zod";

/** Everything that staff may be allowed to do. */
export const PERMISSIONS = [
  "overview.view",
  "orders.view",
  "orders.cancel",
  "services.view",
  "services.provision",
  "users.view",
  "invoices.view",
  "payments.record",
  "proofs.view",
  "mail.view",
  "audit.view",
  "jobs.view",
  "jobs.run",
  "settings.view",
  "settings.edit",
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
  billing: new Set([...VIEW, "proofs.view", "payments.record", "orders.cancel", "mail.view"]),
  support: new Set([...VIEW, "orders.cancel", "mail.view"]),
  provisioning: new Set([...VIEW, "services.provision", "jobs.view"]),
  viewer: new Set(VIEW),
};

/** The permissions of a role by its name; none for one that isn't known any more. */
export function permissionsOf(role: string): ReadonlySet<Permission> {
  return Object.hasOwn(ROLE_PERMISSIONS, role) ? ROLE_PERMISSIONS[role as Role] : new Set();
}
