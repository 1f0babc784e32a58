/**
 * Who may open which route: one table, read by the guard on every request and by the test that tries every route as every
 * kind of user. A route that isn't in it is closed to everybody.
 */
import type { ApiScope } from "@/domain/api_token/mod.ts";
import {
  type CustomerActor,
  type CustomerRight,
  isOwner,
  mayUse,
  type StaffActor,
} from "@/domain/shared/actor.ts";
import type { Permission } from "@/domain/shared/permissions.ts";

/** Who may open a route. */
export type Access =
  /** Everybody. */
  | "public"
  /** Whoever is signed in, see `CUSTOMER_AREAS`; visitors are sent to the log-in. */
  | "customer"
  /** Everybody, while CloudNest is developed; else it doesn't exist. */
  | "development"
  /** Staff with the permission; for other accounts it doesn't exist. */
  | StaffAccess
  /** Programs whose token has the scope; cookies count for nothing there. */
  | ApiAccess;

/** What staff need to open a page, and to change something on it. */
export interface StaffAccess {
  staff: Permission | "any";
  /** One of these is needed to post; without it the page takes no posts. The use-case asks for its own again. */
  change?: readonly (Permission | "any")[];
}

/** What a program's token must allow; `anyone` for the log-in, where a token comes from. */
export interface ApiAccess {
  api: ApiScope | "anyone";
}

/** The rule of each route by its pattern, as `ctx.route` names it. */
export const ACCESS: Readonly<Record<string, Access>> = {
  "/": "public",
  "/vps": "public",
  "/shared": "public",
  "/dedicated": "public",
  "/pricing": "public",
  "/contact": "public",
  "/terms": "public",
  "/privacy": "public",
  "/verify": "public",
  "/verify/:code": "public",
  "/.well-known/invoice-keys.json": "public",
  "/login": "public",
  "/login/two-factor": "public",
  "/login/passkey": "public",
  "/register": "public",
  "/forgot-password": "public",
  "/reset-password": "public",
  "/verify-email": "public",
  "/confirm-email": "public",
  "/not-me": "public",
  "/invite": "public",
  "/logout": "public",
  "/healthz": "public",
  "/readyz": "public",
  "/robots.txt": "public",
  "/sitemap.xml": "public",
  "/styleguide": "development",
  "/api/docs": "public",
  "/api/openapi.json": "public",

  "/api/v1/auth/login": { api: "anyone" },
  "/api/v1/auth/refresh": { api: "anyone" },
  "/api/v1/auth/logout": { api: "anyone" },
  "/api/v1/me": { api: "read:account" },
  "/api/v1/orders": { api: "read:orders" },
  "/api/v1/orders/:id": { api: "read:orders" },
  "/api/v1/services": { api: "read:services" },
  "/api/v1/services/:id": { api: "read:services" },
  "/api/v1/invoices": { api: "read:invoices" },
  "/api/v1/invoices/:id": { api: "read:invoices" },
  "/api/v1/invoices/:id/crypto": { api: "read:invoices" },
  "/api/v1/invoices/:id/quotes": { api: "quote:invoices" },
  "/api/v1/invoices/:id/payments": { api: "pay:invoices" },
  "/api/v1/wallet": { api: "read:wallet" },

  "/dashboard": "customer",
  "/dashboard/order": "customer",
  "/dashboard/orders/:id": "customer",
  "/dashboard/services": "customer",
  "/dashboard/services/:id": "customer",
  "/dashboard/services/:id/change": "customer",
  "/dashboard/invoices": "customer",
  "/dashboard/invoices/:id": "customer",
  "/dashboard/credit-notes/:id/pdf": "customer",
  "/dashboard/invoices/:id/explain": "customer",
  "/dashboard/invoices/:id/crypto": "customer",
  "/dashboard/invoices/:id/crypto/state": "customer",
  "/dashboard/invoices/:id/pdf": "customer",
  "/dashboard/credit-notes": "customer",
  "/dashboard/credit-notes/:id": "customer",
  "/dashboard/wallet": "customer",
  "/dashboard/wallet/statement.csv": "customer",
  "/dashboard/proofs/:id": "customer",
  "/dashboard/profile": "customer",
  "/dashboard/profile/export": "customer",
  "/dashboard/profile/erase": "customer",
  "/dashboard/security": "customer",
  "/dashboard/security/password": "customer",
  "/dashboard/security/email": "customer",
  "/dashboard/security/sessions": "customer",
  "/dashboard/security/confirm": "customer",
  "/dashboard/tokens": "customer",
  "/dashboard/switch": "customer",
  "/dashboard/team": "customer",

  "/admin": { staff: "overview.view" },
  "/admin/orders": { staff: "orders.view" },
  "/admin/orders/:id": {
    staff: "orders.view",
    change: ["payments.record", "services.provision", "orders.cancel"],
  },
  "/admin/payments": { staff: "proofs.view" },
  "/admin/payments/export": { staff: "invoices.view" },
  "/admin/payments/chain": { staff: "proofs.view" },
  "/admin/payments/chain/:id": { staff: "proofs.view", change: ["payments.record"] },
  "/admin/payments/rates": { staff: "proofs.view" },
  "/admin/payments/lines": { staff: "proofs.view" },
  "/admin/payments/lines/:id": { staff: "proofs.view", change: ["payments.record"] },
  "/admin/payments/statements": { staff: "proofs.view", change: ["payments.record"] },
  "/admin/payments/statements/:id": { staff: "proofs.view", change: ["payments.record"] },
  "/admin/proofs/:id": { staff: "proofs.view" },
  "/admin/billing": { staff: "invoices.view" },
  "/admin/services": { staff: "services.view" },
  "/admin/services/:id": {
    staff: "services.view",
    change: ["services.provision", "services.suspend", "services.terminate"],
  },
  "/admin/users": { staff: "users.view" },
  "/admin/invoices/drafts": { staff: "invoices.edit", change: ["invoices.edit"] },
  "/admin/invoices/drafts/:id": { staff: "invoices.edit", change: ["invoices.edit"] },
  "/admin/users/:id/tax": { staff: "invoices.edit", change: ["invoices.edit"] },
  "/admin/users/:id/merge": { staff: "invoices.edit", change: ["invoices.edit"] },
  "/admin/credit-notes": { staff: "invoices.view" },
  "/admin/credit-notes/:id": { staff: "invoices.view" },
  "/admin/reports/books": { staff: "books.view", change: ["books.view"] },
  "/admin/approvals": { staff: "payments.approve" },
  "/admin/approvals/:id": { staff: "payments.approve", change: ["payments.approve"] },
  "/admin/refunds": { staff: "payments.refund", change: ["payments.refund"] },
  "/admin/users/:id/wallet": {
    staff: "invoices.view",
    change: ["wallets.adjust", "payments.refund"],
  },
  "/admin/users/:id": {
    staff: "users.view",
    change: ["users.suspend", "users.terms", "customers.act_as"],
  },
  "/admin/invoices": { staff: "invoices.view" },
  "/admin/credit-notes/:id/pdf": { staff: "invoices.view" },
  "/admin/invoices/:id": {
    staff: "invoices.view",
    change: ["invoices.edit", "payments.record"],
  },
  "/admin/invoices/:id/explain": { staff: "invoices.view" },
  "/admin/invoices/:id/pdf": { staff: "invoices.view" },
  "/admin/mail/outbox": { staff: "mail.view" },
  "/admin/mail/outbox/:id": { staff: "mail.view", change: ["jobs.run"] },
  "/admin/settings": { staff: "settings.view" },
  "/admin/settings/logo": { staff: "settings.view", change: ["settings.edit"] },
  "/admin/settings/logo/file": { staff: "settings.view" },
  "/admin/settings/:section": { staff: "settings.view", change: ["settings.edit"] },
  "/admin/plans": { staff: "catalog.view" },
  "/admin/plans/:id": { staff: "catalog.view", change: ["catalog.edit"] },
  "/admin/addons": { staff: "catalog.view" },
  "/admin/addons/:id": { staff: "catalog.view", change: ["catalog.edit"] },
  "/admin/promotions": { staff: "promotions.edit" },
  "/admin/promotions/new": { staff: "promotions.edit", change: ["promotions.edit"] },
  "/admin/promotions/:id": { staff: "promotions.edit", change: ["promotions.edit"] },
  "/admin/reports": { staff: "reports.view" },
  "/admin/reports/coins": { staff: "reports.view" },
  "/admin/reports/tax": { staff: "reports.view" },
  "/admin/reports/export": { staff: "reports.view" },
  "/admin/audit": { staff: "audit.view" },
  "/admin/erasures": { staff: "users.view" },
  "/admin/security": { staff: "settings.view" },
  "/admin/jobs": { staff: "jobs.view", change: ["jobs.run"] },
  "/admin/staff": { staff: "staff.view", change: ["staff.edit"] },
  "/admin/staff/:id": { staff: "staff.view", change: ["staff.edit"] },
  "/admin/staff/roles": { staff: "staff.view", change: ["staff.edit"] },
  "/admin/staff/roles/:id": { staff: "staff.view", change: ["staff.edit"] },
  "/admin/confirm": { staff: "any", change: ["any"] },
};

/**
 * The customer's routes that others may open too, members of a team and staff who act as a customer: with the right for
 * the area, or `any` right. All other routes of customers are for the account's owner in person.
 */
export const CUSTOMER_AREAS: Readonly<Record<string, CustomerRight | "any">> = {
  "/dashboard": "any",
  "/dashboard/switch": "any",
  "/dashboard/order": "orders",
  "/dashboard/orders/:id": "orders",
  "/dashboard/services": "services",
  "/dashboard/services/:id": "services",
  "/dashboard/services/:id/change": "billing",
  "/dashboard/invoices": "billing",
  "/dashboard/invoices/:id": "billing",
  "/dashboard/credit-notes/:id/pdf": "billing",
  "/dashboard/invoices/:id/explain": "billing",
  "/dashboard/invoices/:id/crypto": "billing",
  "/dashboard/invoices/:id/crypto/state": "billing",
  "/dashboard/invoices/:id/pdf": "billing",
  "/dashboard/credit-notes": "billing",
  "/dashboard/credit-notes/:id": "billing",
  "/dashboard/wallet": "billing",
  "/dashboard/wallet/statement.csv": "billing",
  "/dashboard/proofs/:id": "billing",
};

/** The rule of a route; `null` if it has none, which closes it. */
export function accessOf(route: string): Access | null {
  return Object.hasOwn(ACCESS, route) ? ACCESS[route]! : null;
}

/** Whether somebody may open a route of customers, on the account that they have opened. */
export function isAreaOpen(route: string, customer: CustomerActor): boolean {
  if (isOwner(customer)) return true;
  const area = Object.hasOwn(CUSTOMER_AREAS, route) ? CUSTOMER_AREAS[route]! : null;
  return area === "any" || area !== null && mayUse(customer, area);
}

/** Whether a staff member has what a rule asks for. */
export function isStaffOpen(permission: StaffAccess["staff"], actor: StaffActor): boolean {
  return permission === "any" || actor.permissions.has(permission);
}

/** Whether a rule is for programs: such a route asks for a token, and never for a cookie. */
export function isApiAccess(access: Access | null): access is ApiAccess {
  return typeof access === "object" && access !== null && "api" in access;
}
