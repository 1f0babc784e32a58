/** The pages of a full shop, each with whom it is opened by: for what must hold on every page. */
import { ACCESS } from "@/routes/(_lib)/access.ts";
import type { World } from "./world.ts";

/** One page to look at. */
export interface PageToSee {
  path: string;
  /** Session cookie's value; `null` for visitors. */
  session: string | null;
}

/** Routes that answer with something else than a page. */
const NO_PAGES = new Set([
  "/logout",
  "/dashboard/switch",
  "/login/passkey",
  "/login/two-factor",
  "/healthz",
  "/readyz",
  "/robots.txt",
  "/api/openapi.json",
  "/sitemap.xml",
  "/.well-known/invoice-keys.json",
  "/dashboard/credit-notes/:id/pdf",
  "/admin/credit-notes/:id/pdf",
  "/dashboard/invoices/:id/pdf",
  "/dashboard/proofs/:id",
  "/admin/invoices/:id/pdf",
  "/dashboard/wallet/statement.csv",
  "/admin/proofs/:id",
  "/admin/settings/logo/file",
  "/admin/payments/export",
  "/admin/reports/export",
  "/dashboard/invoices/:id/crypto/state",
]);

/** Every page, in every state that this shop can show. A new route without an entry here throws. */
export function pagesOf(world: World): PageToSee[] {
  const { orders, people, statements } = world;
  const states = [orders.unpaid, orders.paid, orders.active];
  const variants: Record<string, string[]> = {
    "/verify/:code": [`/verify/${world.sealCode}`, "/verify/ABCDE"],
    "/dashboard/profile": ["/dashboard/profile"],
    "/pricing": ["/pricing", "/pricing?cycle=annual"],
    "/dashboard/order": wizardPaths(),
    "/dashboard/orders/:id": states.map(({ id }) => `/dashboard/orders/${id}`),
    "/dashboard/invoices/:id/explain": [`/dashboard/invoices/${orders.active.invoiceId}/explain`],
    "/dashboard/invoices/:id": states.map(({ invoiceId }) => `/dashboard/invoices/${invoiceId}`),
    "/dashboard/invoices/:id/crypto": [`/dashboard/invoices/${orders.unpaid.invoiceId}/crypto`],
    "/admin/payments/chain/:id": [`/admin/payments/chain/${world.chainPaymentId}`],
    "/dashboard/services/:id/change": [`/dashboard/services/${orders.active.serviceId}/change`],
    "/dashboard/services/:id": [orders.paid, orders.active]
      .map(({ serviceId }) => `/dashboard/services/${serviceId}`),
    "/admin/orders": ["/admin/orders", "/admin/orders?status=paid", "/admin/orders?q=nothing"],
    "/admin/orders/:id": states.map(({ id }) => `/admin/orders/${id}`),
    "/admin/invoices/:id/explain": [`/admin/invoices/${orders.active.invoiceId}/explain`],
    "/admin/invoices/:id": states.map(({ invoiceId }) => `/admin/invoices/${invoiceId}`),
    "/admin/plans/:id": [`/admin/plans/${world.planId}`],
    "/admin/promotions": ["/admin/promotions", "/admin/promotions?status=ended"],
    "/admin/promotions/:id": [`/admin/promotions/${world.promotionId}`],
    "/admin/addons/:id": [`/admin/addons/${world.addonId}`],
    "/admin/services/:id": [orders.paid, orders.active]
      .map(({ serviceId }) => `/admin/services/${serviceId}`),
    "/admin/payments": ["/admin/payments", "/admin/payments?view=received"],
    "/admin/payments/lines": ["/admin/payments/lines", "/admin/payments/lines?status=ignored"],
    "/admin/payments/lines/:id": [
      statements.openLineId,
      statements.unknownLineId,
      statements.proposedLineId,
    ].map((id) => `/admin/payments/lines/${id}`),
    "/admin/payments/statements/:id": [statements.importId, statements.mappingImportId]
      .map((id) => `/admin/payments/statements/${id}`),
    "/admin/users/:id": [`/admin/users/${people.customer.id}`],
    "/admin/users/:id/tax": [`/admin/users/${people.customer.id}/tax`],
    "/admin/users/:id/merge": [`/admin/users/${people.customer.id}/merge`],
    "/admin/invoices/drafts/:id": [`/admin/invoices/drafts/${world.draftId}`],
    "/admin/credit-notes/:id": [`/admin/credit-notes/${world.creditNoteId}`],
    "/dashboard/credit-notes/:id": [`/dashboard/credit-notes/${world.creditNoteId}`],
    "/admin/users/:id/wallet": [`/admin/users/${people.customer.id}/wallet`],
    "/admin/approvals/:id": [`/admin/approvals/${world.approvalId}`],
    "/admin/staff/:id": [`/admin/staff/${people.support.id}`],
    "/admin/staff/roles/:id": ["/admin/staff/roles/owner"],
    "/admin/mail/outbox/:id": [`/admin/mail/outbox/${world.mailId}`],
    "/admin/settings/:section": [
      "company",
      "money",
      "tax",
      "bank",
      "crypto",
      "orders",
      "billing",
      "privacy",
      "security",
    ]
      .map((section) => `/admin/settings/${section}`),
  };
  const pages = Object.entries(ACCESS).flatMap(([route, access]): PageToSee[] => {
    if (NO_PAGES.has(route) || typeof access === "object" && "api" in access) return [];
    if (route.includes(":") && !variants[route]) throw new Error(`no page to see for ${route}`);
    const session = typeof access === "object"
      ? people.owner.session
      : access === "customer"
      ? people.customer.session
      : null;
    return (variants[route] ?? [route]).map((path) => ({ path, session }));
  });
  return [
    ...pages,
    { path: "/no-such-page", session: null },
    { path: "/dashboard/invoices/inv_none", session: people.customer.session },
    // Somebody who has nothing yet: the empty states.
    ...["/dashboard", "/dashboard/services", "/dashboard/invoices"]
      .map((path) => ({ path, session: people.otherCustomer.session })),
  ];
}

/** The wizard's steps, and its configuration with everything wrong. */
function wizardPaths(): string[] {
  const path = "/dashboard/order";
  return [
    path,
    `${path}?plan=vps-grow&cycle=annual`,
    `${path}?plan=vps-grow&step=configure&hostname=-`,
  ];
}
