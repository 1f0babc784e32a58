/**
 * Every route with a path that leads somewhere, and a sample of every form that changes something: what the matrices of
 * route and kind of person are generated from. A new route without an object here throws.
 */
import { textsOf } from "@/routes/(_lib)/settings_form.ts";
import { SETTINGS_SECTIONS } from "@/components/admin/settings_sections.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { Permission } from "@/domain/shared/permissions.ts";
import { ACCESS, isApiAccess } from "@/routes/(_lib)/access.ts";
import type { Fields } from "./app.ts";
import { NAMED_TXID } from "./chain_payment.ts";
import type { TestDeps } from "./deps.ts";
import { confirmAddress, PASSWORD } from "./people.ts";
import { asFile, makePng } from "./pictures.ts";
import { csvFile } from "./statements.ts";
import {
  MACHINE_FORM,
  orderFormOf,
  paymentFormOf,
  PROMOTION_FORM,
  proofFile,
  type World,
} from "./world.ts";

/** A form that changes something: who may send it, and a sample that works. */
export interface Change {
  route: string;
  path: string;
  fields: Fields;
  /** What staff need; absent for what customers do with their own. */
  permission?: Permission;
  /** What its owner gets; 303 unless told. */
  status?: number;
}

/** Every route with a path that leads to an object of the customer, or of the shop. */
export function paths(world: World): [route: string, path: string][] {
  const { unpaid, waiting, active } = world.orders;
  const ids: Record<string, string> = {
    "/dashboard/orders/:id": unpaid.id,
    "/dashboard/invoices/:id": unpaid.invoiceId,
    "/dashboard/credit-notes/:id/pdf": world.creditNoteId,
    "/dashboard/invoices/:id/explain": unpaid.invoiceId,
    "/dashboard/invoices/:id/pdf": unpaid.invoiceId,
    "/dashboard/invoices/:id/crypto": waiting.invoiceId,
    "/dashboard/invoices/:id/crypto/state": waiting.invoiceId,
    "/dashboard/services/:id": active.serviceId!,
    "/dashboard/services/:id/change": active.serviceId!,
    "/dashboard/proofs/:id": unpaid.proofId,
    "/verify/:code": world.sealCode,
    "/admin/orders/:id": unpaid.id,
    "/admin/invoices/:id": unpaid.invoiceId,
    "/admin/credit-notes/:id/pdf": world.creditNoteId,
    "/admin/invoices/:id/explain": unpaid.invoiceId,
    "/admin/invoices/:id/pdf": unpaid.invoiceId,
    "/admin/services/:id": active.serviceId!,
    "/admin/proofs/:id": unpaid.proofId,
    "/admin/payments/chain/:id": world.chainPaymentId,
    "/admin/payments/lines/:id": world.statements.openLineId,
    "/admin/payments/statements/:id": world.statements.mappingImportId,
    "/admin/users/:id": world.people.customer.id,
    "/admin/users/:id/wallet": world.people.customer.id,
    "/admin/users/:id/tax": world.people.customer.id,
    "/admin/users/:id/merge": world.people.customer.id,
    "/admin/invoices/drafts/:id": world.draftId,
    "/admin/credit-notes/:id": world.creditNoteId,
    "/dashboard/credit-notes/:id": world.creditNoteId,
    "/admin/approvals/:id": world.approvalId,
    "/admin/staff/:id": world.people.billing.id,
    "/admin/staff/roles/:id": "viewer",
    "/admin/mail/outbox/:id": world.mailId,
    "/admin/settings/:section": "company",
    "/admin/plans/:id": world.planId,
    "/admin/promotions/:id": world.promotionId,
    "/admin/addons/:id": world.addonId,
  };
  return Object.entries(ACCESS).map(([route, access]) => {
    if (!route.includes(":")) return [route, route];
    const id = ids[route] ?? (isApiAccess(access) ? unpaid.id : undefined);
    if (!id) throw new Error(`no object to try ${route} with`);
    return [route, route.replace(/:\w+/, id)];
  });
}

/** A sample of every form, in an order in which each of them works. */
export async function makeChanges(deps: TestDeps, world: World): Promise<Change[]> {
  const { unpaid, waiting, spare, paid, active } = world.orders;
  const staff = (
    route: string,
    id: string,
    permission: Permission,
    fields: Fields,
    status?: number,
  ): Change => ({
    route,
    path: route.replace(/:\w+/, id),
    permission,
    fields,
    ...(status && { status }),
  });
  const own = (route: string, id: string, fields: Fields, status?: number): Change => ({
    route,
    path: route.replace(/:\w+/, id),
    fields,
    ...(status && { status }),
  });
  // Only with a confirmed address somebody is let in.
  await confirmAddress(deps, world.people.customer);
  const payment = await paymentFormOf(deps, unpaid.invoiceId, "TX 0815");
  const settings = textsOf(SETTINGS_SECTIONS.orders, await getSettings(deps, "orders"));
  const order = "/admin/orders/:id";
  const service = "/admin/services/:id";
  return [
    own("/dashboard/order", "", await orderFormOf(deps, "new.example.com")),
    own("/dashboard/orders/:id", spare.id, { action: "cancel" }),
    own("/dashboard/invoices/:id", unpaid.invoiceId, {
      file: proofFile("second.png"),
      reference: "TX 2",
      note: "",
    }),
    own("/dashboard/invoices/:id/crypto", waiting.invoiceId, {
      action: "name",
      payment: world.chainPaymentId,
      txid: "cd".repeat(32),
    }),
    own("/dashboard/wallet", "", { action: "top_up", amount: "50.00", currency: "EUR" }),
    own("/dashboard/services/:id", active.serviceId!, { action: "reveal" }, 200),
    own("/dashboard/invoices/:id", unpaid.invoiceId, {
      action: "promise",
      pay_on: "2026-03-02",
    }, 409),
    own("/dashboard/invoices/:id", unpaid.invoiceId, { action: "cancel_top_up" }, 409),
    own("/dashboard/services/:id/change", active.serviceId!, { action: "request" }, 422),
    own("/dashboard/services/:id", active.serviceId!, { action: "set_wallet", from_wallet: "on" }),
    own("/dashboard/services/:id", active.serviceId!, { action: "pay_early" }),
    own("/dashboard/services/:id", active.serviceId!, {
      action: "cancel",
      when: "now",
      reason: "",
      understood: "on",
    }),
    own("/dashboard/services/:id", active.serviceId!, { action: "undo_cancel" }),
    own("/dashboard/profile", "", {
      name: "Ada Lovelace",
      company: "Analytical Engines",
      country: "GB",
      language: "en",
      time_zone: "Europe/London",
    }),
    own("/dashboard/profile/export", "", { action: "request" }),
    own("/dashboard/profile/erase", "", { password: PASSWORD }, 409),
    own("/dashboard/security", "", { action: "begin_totp" }),
    own("/dashboard", "", { action: "resend_verification" }),
    own("/dashboard/security/confirm", "", { password: PASSWORD }),
    own("/dashboard/security/password", "", {
      current_password: PASSWORD,
      password: "quiet marble lantern",
    }),
    own("/dashboard/security/email", "", {
      email: "new@example.com",
      password: "quiet marble lantern",
      code: "",
    }),
    own("/dashboard/security/sessions", "", { action: "end_others" }),
    own("/dashboard/tokens", "", { action: "revoke", token: "tok_none" }, 404),
    staff(order, unpaid.id, "payments.record", {
      action: "reject_proof",
      proof_id: unpaid.proofId,
      reason: "It can't be read.",
    }),
    staff(order, unpaid.id, "payments.record", { action: "record_payment", ...payment }),
    staff(order, paid.id, "services.provision", { action: "activate", ...MACHINE_FORM }),
    staff(order, waiting.id, "orders.cancel", { action: "cancel", reason: "Asked for by phone." }),
    staff(service, active.serviceId!, "services.provision", { action: "reveal" }, 200),
    staff("/admin/plans/:id", world.planId, "catalog.edit", {
      EUR_monthly: "7.00",
      EUR_annual: "70.00",
      EUR_setup: "0",
    }),
    staff("/admin/promotions/new", "", "promotions.edit", {
      action: "create",
      ...PROMOTION_FORM,
      code: "ANOTHER10",
    }),
    staff("/admin/promotions/:id", world.promotionId, "promotions.edit", { action: "pause" }),
    staff("/admin/addons/:id", world.addonId, "catalog.edit", { EUR_monthly: "3.00" }),
    staff(service, active.serviceId!, "services.provision", {
      action: "update_machine",
      ...MACHINE_FORM,
    }),
    staff("/admin/payments/chain/:id", world.chainPaymentId, "payments.record", {
      action: "dismiss",
      key: NAMED_TXID,
      reason: "It pays somebody else.",
    }),
    ...deskChanges(world, staff),
    staff(service, active.serviceId!, "services.suspend", {
      action: "set_never_suspend",
      never_suspend: "on",
    }),
    staff(service, active.serviceId!, "services.suspend", {
      action: "suspend",
      reason: "abuse",
      note: "It sends spam.",
    }),
    staff(service, active.serviceId!, "services.suspend", { action: "resume" }),
    staff(service, active.serviceId!, "services.terminate", {
      action: "terminate",
      reason: "request",
      note: "Asked for by phone.",
    }),
    staff(service, active.serviceId!, "services.terminate", { action: "undo_termination" }),
    staff("/admin/users/:id", world.people.customer.id, "users.terms", {
      action: "set_terms",
      grace_days: "10",
    }),
    staff("/admin/mail/outbox/:id", world.mailId, "jobs.run", { action: "resend" }, 409),
    staff("/admin/jobs", "", "jobs.run", { action: "retry", job: "mail:none" }, 404),
    staff("/admin/settings/:section", "orders", "settings.edit", settings),
    staff("/admin/settings/logo", "", "settings.edit", {
      action: "set",
      file: asFile(makePng([64, 64])),
    }),
    own("/dashboard/switch", "", { account: "own" }),
    own("/dashboard/team", "", {
      action: "invite",
      email: "colleague@example.com",
      rights: ["services"],
    }),
    staff("/admin/confirm", "", "overview.view", { password: PASSWORD }),
    staff("/admin/approvals/:id", world.approvalId, "payments.approve", { action: "approve" }),
    staff("/admin/users/:id/wallet", world.people.customer.id, "wallets.adjust", {
      action: "adjust",
      direction: "credit",
      amount: "5.00",
      currency: "EUR",
      reason: "Goodwill",
    }),
    staff("/admin/users/:id/wallet", world.people.customer.id, "payments.refund", {
      action: "refund",
      amount: "1.00",
      currency: "EUR",
      method: "bank_transfer",
      destination: "DE02 1203 0000 0000 2020 51",
      reason: "The rest of your credit",
    }),
    staff("/admin/invoices/:id", paid.invoiceId, "invoices.edit", {
      action: "note",
      notes: "Called on Monday.",
    }),
    staff("/admin/invoices/:id", paid.invoiceId, "invoices.edit", {
      action: "credit",
      amounts: ["1.00"],
      reason: "A day of outage",
    }),
    staff("/admin/invoices/drafts", "", "invoices.edit", { customer: world.people.customer.id }),
    staff("/admin/invoices/drafts/:id", world.draftId, "invoices.edit", { action: "delete" }),
    staff("/admin/users/:id/tax", world.people.customer.id, "invoices.edit", {
      action: "save",
      reason: "Embassy",
      certificate: "12/2026",
      valid_until: "2027-12-31",
    }),
    staff("/admin/users/:id/merge", world.people.customer.id, "invoices.edit", {
      invoices: [],
    }, 422),
    staff("/admin/reports/books", "", "books.view", { action: "start" }),
    staff("/admin/refunds", "", "payments.refund", { id: "rfd_none", reference: "TX" }, 404),
    staff("/admin/staff", "", "staff.edit", {
      action: "invite",
      email: "new@example.com",
      role: "viewer",
    }),
    staff("/admin/staff/:id", world.people.billing.id, "staff.edit", {
      action: "change_role",
      role: "viewer",
    }),
    staff("/admin/staff/roles", "", "staff.edit", {
      name: "Night shift",
      permissions: ["orders.view"],
    }),
    staff("/admin/staff/roles/:id", "viewer", "staff.edit", { action: "delete" }, 404),
    staff("/admin/users/:id", world.people.customer.id, "customers.act_as", { action: "act_as" }),
    staff("/admin/users/:id", world.people.customer.id, "users.suspend", { action: "suspend" }),
  ];
}

/** The forms of the payment desk, in an order in which each works. */
function deskChanges(
  { statements, people }: World,
  staff: (route: string, id: string, permission: Permission, fields: Fields) => Change,
): Change[] {
  const { account, unknownLineId } = statements;
  const line = "/admin/payments/lines/:id";
  const statement = "/admin/payments/statements/:id";
  const mapping = {
    delimiter: ";",
    date_order: "dmy",
    decimal_mark: ",",
    "column.bookedOn": "Date",
    "column.amount": "Amount",
    "remittance.0": "Purpose",
  };
  return [
    staff(line, unknownLineId, "payments.record", { action: "ignore", reason: "Interest" }),
    staff(line, unknownLineId, "payments.record", { action: "reopen" }),
    staff(line, unknownLineId, "payments.record", {
      action: "book",
      "target.0": people.customer.email,
      "amount.0": "7.77",
    }),
    staff("/admin/payments/statements", "", "payments.record", {
      file: csvFile("more.csv"),
      account,
    }),
    staff(statement, statements.mappingImportId, "payments.record", {
      action: "confirm",
      ...mapping,
    }),
    staff(statement, statements.spareImportId, "payments.record", { action: "discard" }),
  ];
}
