/** Issuing: the number is taken, and everything that the sum depends on is frozen, on the commit of the cause. */
import { stageJob } from "@/domain/job/mod.ts";
import { dayOf, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { zero } from "@/domain/shared/money.ts";
import { accountKey, parseAccount } from "@/domain/customer/mod.ts";
import { currentLetterhead } from "@/domain/letterhead/mod.ts";
import { getSettings, type SettingsOf } from "@/domain/settings/mod.ts";
import { customerTax } from "@/domain/tax/mod.ts";
import { type InvoiceLineInput, totals } from "./line.ts";
import {
  type Chase,
  type Invoice,
  type InvoiceKind,
  invoiceNumber,
  type InvoiceParty,
  isChased,
  NO_CHASE,
  type TaxRule,
} from "./model.ts";
import { creditorReference } from "./reference.ts";
import { addInvoice, takeNumber } from "./repo.ts";
import { invoiceSeals } from "./seal.ts";

/** Name of the lane in which commits that issue invoices take turns. */
export const INVOICE_LANE = "invoice_numbers";

/** The kind of job that settles an invoice from its customer's wallet, as far as that goes. */
export const SETTLE_JOB = "invoices.settle";

/** What an invoice keeps of its tax. */
type FrozenTax = Pick<Invoice, "taxRule" | "customerKind">;

/** What an invoice is issued for. */
export interface IssueInput {
  kind: InvoiceKind;
  customer: { id: string; name: string; email: string };
  /** The order of an `order`. */
  orderId?: string;
  /** The service of a `change`. */
  serviceId?: string;
  /** At least one; the currency of the first is the invoice's. */
  lines: readonly InvoiceLineInput[];
  at: Temporal.Instant;
  /** When it is too late to pay: the invoice is due no later than that day. */
  payBy?: Temporal.Instant;
  /** When it is due, where that doesn't follow from the settings. */
  dueOn?: string;
  /** When it is void by itself if nobody has paid it. */
  expiresAt?: Temporal.Instant;
  /** Printed below the lines. */
  notes?: string;
  /** Settle it from the wallet at once, as far as the money there goes. */
  fromWallet?: boolean;
  /** When somebody has to look whether it was paid; at once unless told, never for kinds that aren't chased. */
  chaseAt?: Temporal.Instant;
  /** How far it has been chased already, as a part of others. */
  chase?: Chase;
  /** The tax of the invoices that it replaces, where it does; else that of customer and settings. */
  tax?: FrozenTax;
}

/**
 * Issues an open invoice on the caller's commit. One check, on the counter of its year: run the commit in
 * `INVOICE_LANE`. The tax rule is that of the customer and the settings, seller
 * and due date are those of the settings. One that costs nothing, or is to be paid from
 * the wallet, is settled by a job.
 */
export async function stageIssueInvoice(
  tx: Tx,
  deps: Deps,
  input: IssueInput,
): Promise<Invoice> {
  const currency = input.lines[0]!.unit.currency;
  const [company, letterhead, orders, tax] = await Promise.all([
    getSettings(deps, "company"),
    currentLetterhead(deps),
    getSettings(deps, "orders"),
    input.tax ?? taxOf(tx, deps, input),
  ]);
  const issuedOn = Temporal.PlainDate.from(dayOf(input.at));
  const number = invoiceNumber(issuedOn.year, await takeNumber(tx, "INV", issuedOn.year));
  const invoice: Invoice = {
    schemaVersion: 2,
    id: deps.ids.next("inv"),
    series: "INV",
    year: issuedOn.year,
    number,
    kind: input.kind,
    customerId: input.customer.id,
    orderId: input.orderId ?? null,
    serviceId: input.serviceId ?? null,
    status: "open",
    ...totals(input.lines, tax.taxRule, currency),
    currency,
    paid: zero(currency),
    settlementCount: 0,
    credited: zero(currency),
    lineCredits: [],
    buyer: await buyerOf(tx, input.customer),
    seller: sellerOf(company),
    letterhead,
    taxRule: tax.taxRule,
    customerKind: tax.customerKind,
    notes: input.notes ?? "",
    reference: creditorReference(number),
    issuedAt: toIso(input.at),
    dueOn: input.dueOn ?? dueDay(issuedOn, orders.invoiceDueDays, input.payBy),
    expiresAt: input.expiresAt ? toIso(input.expiresAt) : null,
    paidAt: null,
    voidedAt: null,
    voidReason: null,
    mergedIntoId: null,
    writtenOff: null,
    chase: {
      ...input.chase ?? NO_CHASE,
      nextAt: isChased(input.kind) ? toIso(input.chaseAt ?? input.at) : null,
    },
  };
  addInvoice(tx, invoice);
  await invoiceSeals.stage(tx, deps, invoice);
  if (input.fromWallet || invoice.total.minor === 0) {
    await stageSettleJob(tx, deps, invoice.id, { isOwned: true });
  }
  return invoice;
}

/** Stages the job that settles an invoice from the wallet, once; one check, or none for an invoice of the same commit. */
export async function stageSettleJob(
  tx: Tx,
  deps: Deps,
  invoiceId: string,
  { isOwned = false }: { isOwned?: boolean } = {},
): Promise<void> {
  await stageJob(tx, deps, {
    id: `${SETTLE_JOB}:${invoiceId}`,
    kind: SETTLE_JOB,
    payload: { invoiceId },
    isOwned,
  });
}

/** A top-up is no sale: the tax is on what the money is spent for. */
async function taxOf(tx: Tx, deps: Deps, { kind, customer }: IssueInput): Promise<FrozenTax> {
  const { rule, customerKind } = await customerTax(deps, {
    customerId: customer.id,
    peek: (key) => tx.peek(key),
  });
  if (kind !== "top_up") return { taxRule: rule, customerKind };
  const taxRule: TaxRule = { ...rule, rateBasisPoints: 0, treatment: "outside_scope", note: "" };
  return { taxRule, customerKind };
}

function sellerOf(company: SettingsOf<"company">): InvoiceParty {
  return {
    name: company.legalName || company.name,
    email: company.billingEmail || null,
    addressLines: company.addressLines,
    country: company.country || null,
    taxNumber: company.taxNumber || null,
  };
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
