/** What lines are matched against: open invoices, and whose accounts have paid before. */
import {
  amountDue,
  findInvoiceByNumber,
  type Invoice,
  pageInvoices,
  readInvoice,
  scanOpenInvoices,
} from "@/domain/invoice/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { MatchIndex } from "./facts.ts";
import { indexInvoices } from "./match.ts";
import type { LineRecord } from "./record.ts";
import { readOwners } from "./repo.ts";
import type { OpenInvoice } from "./suggestion.ts";

/** Open invoices that an import looks at, the newest. */
const MAX_OPEN = 50_000;
/** Open invoices of one customer that a page looks at. */
const MAX_OF_CUSTOMER = 30;

/** All open invoices, for a job that matches many lines; owners are looked up by `loadOwners()`. */
export async function indexOpenInvoices(
  deps: Pick<Deps, "kv">,
  owners: ReadonlyMap<string, readonly string[]>,
): Promise<MatchIndex> {
  const invoices: OpenInvoice[] = [];
  for await (const invoice of scanOpenInvoices(deps.kv, { limit: MAX_OPEN })) {
    const open = openInvoiceOf(invoice);
    if (open) invoices.push(open);
  }
  return indexInvoices({ invoices, ownersOfIban: (iban) => owners.get(iban) ?? [] });
}

/**
 * The open invoices that one line may be about, as things are now: those that were suggested, those that it names, and
 * those of the customers that its account has paid for.
 */
export async function indexForLine(
  deps: Pick<Deps, "kv">,
  record: LineRecord,
): Promise<MatchIndex> {
  const { counterpartyIban } = record.line;
  const owners = counterpartyIban === "" ? [] : await readOwners(deps.kv, counterpartyIban);
  const suggested = record.suggestions
    .flatMap(({ allocations }) => allocations)
    .flatMap(({ invoiceId }) => invoiceId ?? []);
  const ofOwners = await Promise.all(
    owners.map((customerId) =>
      pageInvoices(deps.kv, { customerId, status: "open" }, { limit: MAX_OF_CUSTOMER })
    ),
  );
  const found = await Promise.all([
    ...suggested.map((id) => readInvoice(deps.kv, id)),
    ...record.closedNumbers.map((number) => findInvoiceByNumber(deps.kv, number)),
  ]);
  const open = [...found, ...ofOwners.flatMap(({ items }) => items)]
    .flatMap((invoice) => invoice && openInvoiceOf(invoice) || []);
  const invoices = [...new Map(open.map((invoice) => [invoice.id, invoice])).values()];
  return indexInvoices({ invoices, ownersOfIban: () => owners });
}

/** An invoice as it is matched; `null` if nothing is due on it. */
export function openInvoiceOf(invoice: Invoice): OpenInvoice | null {
  const due = amountDue(invoice);
  if (due.minor <= 0) return null;
  const { id, number, customerId, buyer, dueOn } = invoice;
  return { id, number, customerId, buyerName: buyer.name, due, dueOn };
}
