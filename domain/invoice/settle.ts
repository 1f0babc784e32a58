/**
 * Settling: money goes from a customer's wallet to an invoice, in full or in parts, and back again if the invoice is
 * voided. Each part is dealt to revenue and tax so that their sums are exact when the last one is in. A top-up is no sale:
 * its money stays in the wallet.
 */
import {
  houseAccount,
  stageTransfers,
  type TransferCode,
  type TransferInput,
  walletAccount,
} from "@/domain/ledger/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { add, type Money, share, subtract, zero } from "@/domain/shared/money.ts";
import { amountDue, type Invoice } from "./model.ts";
import { replaceInvoice } from "./repo.ts";

/** Where tax goes when the seller has named no country: a code that ISO 3166-1 leaves to its users. */
const NO_COUNTRY = "ZZ";

/** Ids of the transfers that belong to an invoice: each is booked once. `count` is 1 for the first settlement. */
export const settlementIds = {
  revenue: (invoiceId: string, count: number) => numbered(`settlement:${invoiceId}`, count),
  tax: (invoiceId: string, count: number) => numbered(`settlement_tax:${invoiceId}`, count),
  releasedRevenue: (invoiceId: string) => `release:${invoiceId}`,
  releasedTax: (invoiceId: string) => `release_tax:${invoiceId}`,
};

/** How much of an amount is tax, and how much is left for revenue. */
export interface Split {
  revenue: Money;
  tax: Money;
}

/**
 * The parts of what was settled so far: the share of tax that the invoice has after its credit notes, rounded once. What is
 * booked for an invoice is always the split of what it was settled with.
 */
export function splitOf(
  invoice: Pick<Invoice, "tax" | "total" | "credited" | "lineCredits">,
  settled: Money,
): Split {
  const total = subtract(invoice.total, invoice.credited);
  const credited = invoice.lineCredits.reduce((all, { taxMinor }) => all + taxMinor, 0);
  if (total.minor === 0) return { revenue: settled, tax: zero(settled.currency) };
  const ratio = {
    numerator: BigInt(invoice.tax.minor - credited),
    denominator: BigInt(total.minor),
  };
  const part = share(settled, ratio);
  return { revenue: subtract(settled, part), tax: part };
}

/**
 * The transfers that settle `amount` more of an invoice, whose record owns them: the commit has to check it. None for a
 * top-up. Book them with `stageTransfers()`, then stage `stageSettled()`.
 */
export function settlementTransfers(
  invoice: Invoice,
  amount: Money,
  links: Readonly<Record<string, string>> = {},
): TransferInput[] {
  if (invoice.kind === "top_up" || amount.minor === 0) return [];
  if (amount.minor > amountDue(invoice).minor) throw new RangeError("more than is due");
  const before = splitOf(invoice, invoice.paid);
  const after = splitOf(invoice, add(invoice.paid, amount));
  const count = invoice.settlementCount + 1;
  return dealt(invoice, {
    revenue: subtract(after.revenue, before.revenue),
    tax: subtract(after.tax, before.tax),
  }, {
    ids: [settlementIds.revenue(invoice.id, count), settlementIds.tax(invoice.id, count)],
    codes: ["settlement", "tax"],
    links,
  });
}

/** Notes on the invoice what was settled; it is paid once nothing is due. */
export function stageSettled(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  { invoice, amount }: { invoice: Invoice; amount: Money },
): Invoice {
  const settled: Invoice = {
    ...invoice,
    paid: add(invoice.paid, amount),
    settlementCount: invoice.settlementCount + 1,
  };
  const after: Invoice = amountDue(settled).minor === 0
    ? { ...settled, status: "paid", paidAt: isoNow(deps.clock) }
    : settled;
  replaceInvoice(tx, invoice, after);
  return after;
}

/** Gives back to the wallet what an invoice was settled with so far; one check if that is anything. */
export async function stageRelease(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  invoice: Invoice,
): Promise<Money> {
  if (invoice.kind === "top_up" || invoice.paid.minor === 0) return zero(invoice.currency);
  const transfers = dealt(invoice, splitOf(invoice, invoice.paid), {
    ids: [settlementIds.releasedRevenue(invoice.id), settlementIds.releasedTax(invoice.id)],
    codes: ["release", "release"],
    links: {},
    isReturned: true,
  });
  const booked = await stageTransfers(tx, deps, transfers);
  if (!booked.ok) throw new Error(`the books refuse a release: ${booked.error.code}`);
  return invoice.paid;
}

/** The house's account for an invoice's tax: `tax:DE`. */
export function taxAccountOf({ taxRule }: Pick<Invoice, "taxRule">): string {
  return `tax:${taxRule.country ?? NO_COUNTRY}`;
}

/** Transfers between the customer's wallet and the accounts of revenue and tax; without those of nothing. */
export function dealt(
  invoice: Invoice,
  split: Split,
  options: {
    ids: readonly [revenue: string, tax: string];
    codes: readonly [revenue: TransferCode, tax: TransferCode];
    links: Readonly<Record<string, string>>;
    /** From the house to the wallet. */
    isReturned?: boolean;
  },
): TransferInput[] {
  const { currency } = invoice;
  const wallet = walletAccount(invoice.customerId, currency);
  const transfer = (at: 0 | 1, house: string, amount: Money): TransferInput => ({
    id: options.ids[at],
    debitAccount: options.isReturned ? houseAccount(house, currency) : wallet,
    creditAccount: options.isReturned ? wallet : houseAccount(house, currency),
    amount,
    code: options.codes[at],
    isOwned: true,
    links: {
      invoiceId: invoice.id,
      ...(invoice.orderId !== null && { orderId: invoice.orderId }),
      ...options.links,
    },
  });
  return [
    transfer(0, "revenue", split.revenue),
    transfer(1, taxAccountOf(invoice), split.tax),
  ].filter(({ amount }) => amount.minor > 0);
}

function numbered(id: string, count: number): string {
  return count === 1 ? id : `${id}:${count}`;
}
