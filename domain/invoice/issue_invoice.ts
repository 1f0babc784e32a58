/** Issuing: the number is taken, and everything that the sum depends on is frozen, on the commit of the cause. */
import { dayOf, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { zero } from "@/domain/shared/money.ts";
import { accountKey, parseAccount } from "@/domain/customer/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import {
  type Invoice,
  type InvoiceLineInput,
  invoiceNumber,
  type InvoiceParty,
  totals,
} from "./model.ts";
import { creditorReference } from "./reference.ts";
import { addInvoice, takeNumber } from "./repo.ts";

/** Name of the lane in which commits that issue invoices take turns. */
export const INVOICE_LANE = "invoice_numbers";

/** What an invoice is issued for. */
export interface IssueInput {
  customer: { id: string; name: string; email: string };
  orderId: string;
  /** At least one; the currency of the first is the invoice's. */
  lines: readonly InvoiceLineInput[];
  at: Temporal.Instant;
  /** When it is too late to pay: the invoice is due no later than that day. */
  payBy?: Temporal.Instant;
}

/**
 * Issues an open invoice on the caller's commit. One check, on the counter of its year: run the commit in
 * `INVOICE_LANE`. The tax rate, seller and due date are those of the settings.
 */
export async function stageIssueInvoice(
  tx: Tx,
  deps: Deps,
  input: IssueInput,
): Promise<Invoice> {
  const currency = input.lines[0]!.unit.currency;
  const [company, moneySettings, orders] = await Promise.all([
    getSettings(deps, "company"),
    getSettings(deps, "money"),
    getSettings(deps, "orders"),
  ]);
  const issuedOn = Temporal.PlainDate.from(dayOf(input.at));
  const number = invoiceNumber(issuedOn.year, await takeNumber(tx, "INV", issuedOn.year));
  const taxRule = {
    label: moneySettings.taxLabel,
    rateBasisPoints: moneySettings.taxRateBasisPoints,
    country: /^[A-Z]{2}$/.test(company.country) ? company.country : null,
  };
  const seller: InvoiceParty = {
    name: company.legalName || company.name,
    email: company.billingEmail || null,
    addressLines: company.addressLines,
    country: company.country || null,
    taxNumber: company.taxNumber || null,
  };
  const invoice: Invoice = {
    schemaVersion: 1,
    id: deps.ids.next("inv"),
    series: "INV",
    year: issuedOn.year,
    number,
    kind: "order",
    customerId: input.customer.id,
    orderId: input.orderId,
    status: "open",
    ...totals(input.lines, taxRule, currency),
    currency,
    paid: zero(currency),
    buyer: await buyerOf(tx, input.customer),
    seller,
    taxRule,
    reference: creditorReference(number),
    issuedAt: toIso(input.at),
    dueOn: dueDay(issuedOn, orders.invoiceDueDays, input.payBy),
    paidAt: null,
    voidedAt: null,
    voidReason: null,
  };
  addInvoice(tx, invoice);
  return invoice;
}

/** Who buys, as their profile says it now: with a company, that is the buyer, and the person its contact. */
async function buyerOf(tx: Tx, { id, name, email }: IssueInput["customer"]): Promise<InvoiceParty> {
  const profile = parseAccount(await tx.peek(accountKey(id)))?.profile;
  const lines = profile?.addressLines ?? [];
  return {
    name: profile?.company || name,
    email,
    addressLines: profile?.company ? [name, ...lines] : lines,
    country: profile?.country || null,
    taxNumber: profile?.taxNumber || null,
  };
}

function dueDay(
  issuedOn: Temporal.PlainDate,
  dueDays: number,
  payBy: Temporal.Instant | undefined,
): string {
  const due = issuedOn.add({ days: dueDays }).toString();
  const last = payBy ? dayOf(payBy) : due;
  return last < due ? last : due;
}
