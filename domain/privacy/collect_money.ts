/** What a copy has in it about money: what was billed, paid, booked and decided, and how payments are known again. */
import { getCreditNote, listCreditNotes } from "@/domain/credit_note/mod.ts";
import { listOfInvoice } from "@/domain/crypto/mod.ts";
import { getInvoice, listInvoices, readInvoice } from "@/domain/invoice/mod.ts";
import { listBalances, listStatement } from "@/domain/ledger/mod.ts";
import { listOwnPayments, listProofs, type ProofView } from "@/domain/payment/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { listOwnLines, ownPayers } from "@/domain/statement/mod.ts";
import { readExemption } from "@/domain/tax/mod.ts";
import { readCustomerTerms } from "@/domain/terms/mod.ts";
import { listOwnBookings } from "@/domain/wallet/mod.ts";
import { approvalsOf } from "./approvals_of.ts";
import type { Part } from "./collect.ts";
import { each, idsOf, paged } from "./walk.ts";

/** All nouns about money. */
export function moneyParts(deps: Deps, viewer: CustomerActor): Part[] {
  const invoices = () => idsOf((page) => listInvoices(deps, { viewer, page }));
  return [
    { name: "tax_exemption", title: "Tax exemption", rows: () => exemptionRows(deps, viewer) },
    { name: "terms", title: "What was agreed with you", rows: () => termsRows(deps, viewer) },
    {
      name: "invoices",
      title: "Invoices",
      rows: () =>
        each(invoices(), async (id) => {
          // How to pay is the house's data, and would be out of date.
          const { instructions: _, ...invoice } = unwrap(await getInvoice(deps, { viewer, id }));
          return [invoice];
        }),
    },
    {
      name: "payment_promises",
      title: "When you said that you would pay",
      rows: () => each(invoices(), (id) => promiseOf(deps, id)),
    },
    {
      name: "payments",
      title: "Payments",
      rows: () => paged((page) => listOwnPayments(deps, { viewer, page })),
    },
    {
      name: "chain_payments",
      title: "Payments in cryptocurrency",
      rows: () => each(invoices(), (invoiceId) => chainPaymentsOf(deps, viewer, invoiceId)),
    },
    {
      name: "bank_lines",
      title: "Lines of our bank statements that were booked for you",
      rows: () => paged((page) => listOwnLines(deps, { viewer, page })),
    },
    {
      name: "payer_accounts",
      title: "Bank accounts by which we know your payments again",
      rows: () => ownPayers(deps, { viewer }),
    },
    { name: "proofs", title: "Proofs of payment", rows: () => proofsOf(deps, viewer.id) },
    { name: "wallet", title: "Wallet", rows: () => walletRows(deps, viewer) },
    {
      name: "wallet_bookings",
      title: "What our staff booked on your wallet",
      rows: () => bookingRows(deps, viewer),
    },
    {
      name: "approvals",
      title: "What two of our staff had to decide about your money",
      rows: () => approvalRows(deps, viewer),
    },
    {
      name: "credit_notes",
      title: "Credit notes",
      rows: () =>
        each(idsOf((page) => listCreditNotes(deps, { viewer, page })), async (id) => [
          unwrap(await getCreditNote(deps, { viewer, id })),
        ]),
    },
  ];
}

/** The ids of all invoices, newest first. */
export async function* invoicesOf(deps: Deps, accountId: string): AsyncIterable<string> {
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  for await (const ids of idsOf((page) => listInvoices(deps, { viewer, page }))) yield* ids;
}

/** The ids of all credit notes, newest first. */
export async function* creditNotesOf(deps: Deps, accountId: string): AsyncIterable<string> {
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  for await (const ids of idsOf((page) => listCreditNotes(deps, { viewer, page }))) yield* ids;
}

/** All proofs of payment, with the id that their file is read by. */
export function proofsOf(deps: Deps, accountId: string): AsyncIterable<ProofView> {
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  const invoices = idsOf((page) => listInvoices(deps, { viewer, page }));
  return each(invoices, (invoiceId) => listProofs(deps, { viewer, invoiceId }));
}

async function* exemptionRows(deps: Deps, { id }: CustomerActor): AsyncIterable<object> {
  const exemption = await readExemption(deps.kv, id);
  // Who granted it is a member of staff.
  if (!exemption) return;
  const { reason, certificateNumber, validFrom, validUntil, grantedAt } = exemption;
  yield { reason, certificateNumber, validFrom, validUntil, grantedAt };
}

async function* termsRows(deps: Deps, { id }: CustomerActor): AsyncIterable<object> {
  const terms = await readCustomerTerms(deps.kv, id);
  if (terms) yield { paysFromWallet: terms.paysFromWallet, ...terms.agreed };
}

async function promiseOf(deps: Deps, invoiceId: string): Promise<object[]> {
  const invoice = await readInvoice(deps.kv, invoiceId);
  const { promise } = invoice?.chase ?? {};
  return promise ? [{ invoiceId, invoiceNumber: invoice!.number, ...promise }] : [];
}

async function chainPaymentsOf(
  deps: Deps,
  viewer: CustomerActor,
  invoiceId: string,
): Promise<object[]> {
  const payments = unwrap(await listOfInvoice(deps, { viewer, invoiceId }));
  // How to pay would be out of date, and the mark is for the page alone.
  return payments.map(({ qr: _, uri: _uri, mark: _mark, ...payment }) => payment);
}

/** The statements in every currency in which something was booked. */
async function* walletRows(deps: Deps, viewer: CustomerActor): AsyncIterable<object> {
  for (const { currency } of await listBalances(deps, { accountId: viewer.id })) {
    yield* paged((page) => listStatement(deps, { accountId: viewer.id, currency, page }));
  }
}

/** What staff have booked on the wallet, with what was paid out of it and where to. */
async function* bookingRows(deps: Deps, viewer: CustomerActor): AsyncIterable<object> {
  for (const list of ["adjustments", "refunds"] as const) {
    yield* paged((page) => listOwnBookings(deps, { viewer, of: list, page }));
  }
}

/** That something was decided, not who did and what staff said to each other. */
async function* approvalRows(deps: Deps, { id }: CustomerActor): AsyncIterable<object> {
  for await (const approval of approvalsOf(deps, id)) {
    const { kind, amount, status, proposedAt, decidedAt } = approval;
    yield { kind, amount, status, proposedAt, decidedAt };
  }
}
