/**
 * Who may open which route: one table, read by the guard on every request and by the test that tries every route as every
 * kind of user. A route that isn't in it is closed to everybody.
 */
import type { Permission } from "@/domain/shared/permissions.ts";

/** Who may open a route. */
export type Access =
  /** Everybody. */
  | "public"
  /** Whoever is signed in; visitors are sent to the log-in. */
  | "customer"
  /** Everybody, while CloudNest is developed; else it doesn't exist. */
  | "development"
  /** Staff with the permission; for other accounts it doesn't exist. */
  | StaffAccess;

/** What staff need to open a page, and to change something on it. */
export interface StaffAccess {
  staff: Permission;
  /** One of these is needed to post; without it the page takes no posts. The use-case asks for its own again. */
  change?: readonly Permission[];
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
  "/login": "public",
  "/login/two-factor": "public",
  "/login/passkey": "public",
  "/register": "public",
  "/logout": "public",
  "/healthz": "public",
  "/readyz": "public",
  "/robots.txt": "public",
  "/sitemap.xml": "public",
  "/styleguide": "development",

  "/dashboard": "customer",
  "/dashboard/order": "customer",
  "/dashboard/orders/:id": "customer",
  "/dashboard/services": "customer",
  "/dashboard/services/:id": "customer",
  "/dashboard/invoices": "customer",
  "/dashboard/invoices/:id": "customer",
  "/dashboard/proofs/:id": "customer",
  "/dashboard/profile": "customer",
  "/dashboard/security": "customer",

  "/admin": { staff: "overview.view" },
  "/admin/orders": { staff: "orders.view" },
  "/admin/orders/:id": {
    staff: "orders.view",
    change: ["payments.record", "services.provision", "orders.cancel"],
  },
  "/admin/payments": { staff: "proofs.view" },
  "/admin/proofs/:id": { staff: "proofs.view" },
  "/admin/services": { staff: "services.view" },
  "/admin/services/:id": { staff: "services.view", change: ["services.provision"] },
  "/admin/users": { staff: "users.view" },
  "/admin/users/:id": { staff: "users.view" },
  "/admin/invoices": { staff: "invoices.view" },
  "/admin/invoices/:id": { staff: "invoices.view" },
  "/admin/mail/outbox": { staff: "mail.view" },
  "/admin/mail/outbox/:id": { staff: "mail.view", change: ["jobs.run"] },
  "/admin/settings": { staff: "settings.view" },
  "/admin/settings/:section": { staff: "settings.view", change: ["settings.edit"] },
  "/admin/audit": { staff: "audit.view" },
  "/admin/jobs": { staff: "jobs.view", change: ["jobs.run"] },
};

/** The rule of a route; `null` if it has none, which closes it. */
export function accessOf(route: string): Access | null {
  return Object.hasOwn(ACCESS, route) ? ACCESS[route]! : null;
}
