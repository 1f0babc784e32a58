/** Reading invoices: a customer sees their own, staff with `invoices.view` all. */
import { type CustomerActor, mayUse, type StaffActor, type Viewer } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { type QrCode, qrCodeOf } from "@/domain/shared/qr.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import {
  type BankAccount,
  getSettings,
  isExampleAddress,
  payableAccounts,
  payableAddresses,
} from "@/domain/settings/mod.ts";
import { creditableLines } from "./credit.ts";
import { amountDue, type Invoice, type InvoiceStatus } from "./model.ts";
import { epcPayload } from "./epc_payload.ts";
import { printReference } from "./reference.ts";
import { pageInvoices, readInvoice } from "./repo.ts";
import type {
  InvoiceSummaryView,
  InvoiceView,
  PaymentInstructionsView,
  StaffInvoiceSummaryView,
  StaffInvoiceView,
} from "./view.ts";

/** Whether a viewer may see what belongs to an invoice. */
export function maySeeInvoice(viewer: Viewer, invoice: Pick<Invoice, "customerId">): boolean {
  return viewer.kind === "staff"
    ? viewer.permissions.has("invoices.view")
    : viewer.id === invoice.customerId && mayUse(viewer, "billing");
}

/** The customer's own invoice. */
export function getInvoice(
  deps: Deps,
  input: { viewer: CustomerActor; id: string },
): Promise<Result<InvoiceView, NotFound>>;
/** Any invoice, for staff. */
export function getInvoice(
  deps: Deps,
  input: { viewer: StaffActor; id: string },
): Promise<Result<StaffInvoiceView, NotFound>>;
export async function getInvoice(
  deps: Deps,
  { viewer, id }: { viewer: Viewer; id: string },
): Promise<Result<InvoiceView, NotFound>> {
  const invoice = isId("inv", id) ? await readInvoice(deps.kv, id) : null;
  if (!invoice || !maySeeInvoice(viewer, invoice)) return notFound();
  const view = await toView(deps, invoice);
  if (viewer.kind === "customer") return ok(view);
  const { customerId, voidReason, writtenOff } = invoice;
  return ok({
    ...view,
    ...{ customerId, voidReason, writtenOff },
    creditable: creditableLines(invoice),
  });
}

/** What a list of invoices may be asked for. */
export interface InvoiceListRequest {
  status?: InvoiceStatus;
  page?: PageRequest;
}

/** One page of a customer's own invoices, newest first. */
export async function listInvoices(
  deps: Deps,
  input: InvoiceListRequest & { viewer: CustomerActor },
): Promise<Page<InvoiceSummaryView>> {
  if (!mayUse(input.viewer, "billing")) return { items: [], next: null };
  const filter = { customerId: input.viewer.id, ...(input.status && { status: input.status }) };
  const page = await pageInvoices(deps.kv, filter, input.page ?? {});
  return { items: page.items.map(toSummary), next: page.next };
}

/** One page of all invoices or of one customer's, newest first, for staff; empty without `invoices.view`. */
export async function listInvoicesForStaff(
  deps: Deps,
  input: InvoiceListRequest & { viewer: StaffActor; customerId?: string },
): Promise<Page<StaffInvoiceSummaryView>> {
  if (!input.viewer.permissions.has("invoices.view")) return { items: [], next: null };
  const { status, customerId } = input;
  const filter = { ...(status && { status }), ...(customerId && { customerId }) };
  const page = await pageInvoices(deps.kv, filter, input.page ?? {});
  const items = page.items.map((invoice) => ({
    ...toSummary(invoice),
    customerId: invoice.customerId,
    buyerName: invoice.buyer.name,
    buyerEmail: invoice.buyer.email,
  }));
  return { items, next: page.next };
}

function toSummary(invoice: Invoice): InvoiceSummaryView {
  const { id, number, kind, orderId, serviceId, status } = invoice;
  const { total, issuedAt, dueOn, paidAt } = invoice;
  const due = amountDue(invoice);
  return { id, number, kind, orderId, serviceId, status, total, due, issuedAt, dueOn, paidAt };
}

async function toView(deps: Deps, invoice: Invoice): Promise<InvoiceView> {
  const { lines, currency, subtotal, tax, paid, buyer, seller, taxRule, reference } = invoice;
  return {
    ...toSummary(invoice),
    lines,
    currency,
    subtotal,
    tax,
    paid,
    credited: invoice.credited,
    notes: invoice.notes,
    buyer,
    seller,
    taxRule,
    reference,
    expiresAt: invoice.status === "open" ? invoice.expiresAt : null,
    voidedAt: invoice.voidedAt,
    mergedIntoId: invoice.mergedIntoId,
    instructions: invoice.status === "open" ? await instructionsFor(deps, invoice) : null,
  };
}

/** A code from which a banking app fills in the transfer, where there is a standard for it. */
function transferCode(account: BankAccount, invoice: Invoice): QrCode | null {
  const { reference } = invoice;
  const payload = epcPayload({ ...account, amount: amountDue(invoice), reference });
  return payload === null ? null : qrCodeOf(payload);
}

async function instructionsFor(deps: Deps, invoice: Invoice): Promise<PaymentInstructionsView> {
  const [bank, crypto] = await Promise.all([
    getSettings(deps, "bank"),
    getSettings(deps, "crypto"),
  ]);
  return {
    reference: invoice.reference,
    printedReference: printReference(invoice.reference),
    banks: payableAccounts(deps.config, bank.accounts)
      .filter((account) => account.currency === invoice.currency)
      .map((account) => ({ ...account, qr: transferCode(account, invoice) })),
    crypto: payableAddresses(deps.config, crypto.addresses)
      .map((entry) => ({ ...entry, isExample: isExampleAddress(entry) })),
  };
}
