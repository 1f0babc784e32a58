/** What an audit finds: each fault is planted in a shop that adds up, is named, stops payouts, and lets them go once it is mended. */
import { expect } from "expect";
import { decideApproval } from "@/domain/approval/mod.ts";
import { getBooksReport } from "@/domain/books/mod.ts";
import { issueCreditNote } from "@/domain/credit_note/mod.ts";
import { readPayoutStop } from "@/domain/ledger/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { adjustmentEffect, adjustWallet, refundWallet } from "@/domain/wallet/mod.ts";
import { auditBooks } from "../../helpers/books.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { makeStaff, openShop } from "../order/fixtures.ts";
import { pay, placeDebt } from "../payment/fixtures.ts";
import { fill } from "../wallet/fixtures.ts";

/** Ids of the records of a shop. */
interface Shop {
  customerId: string;
  invoiceId: string;
  creditNoteId: string;
  paymentId: string;
  adjustmentId: string;
  refundId: string;
  approvalId: string;
}

/** A shop in which everything that moves wallets has happened. */
async function openBooks(deps: TestDeps): Promise<Shop> {
  const customer = await openShop(deps);
  const debt = await placeDebt(deps, customer);
  unwrap(await pay(deps, debt));
  await placeDebt(deps, customer, "server2.example.com");
  await placeDebt(deps, customer, "server3.example.com");
  await fill(deps, customer.id, 5_000);
  const [owner, billing] = [makeStaff(), { ...makeStaff("billing"), id: "cus_" + "1".repeat(26) }];
  const invoiceId = debt.invoice.id;
  const reason = "Late";
  const credit = { actor: billing, invoiceId, amounts: ["5.00"], reason };
  const creditNoteId = unwrap(await issueCreditNote(deps, credit)).id;
  const form = { direction: "credit", amount: "900.00", currency: "EUR", reason };
  const adjusted = { actor: billing, accountId: customer.id, form };
  const { id: adjustmentId, approvalId } = unwrap(await adjustWallet(deps, adjusted));
  const decision = { actor: owner, id: approvalId!, decision: "approve", note: "" } as const;
  const effects = { adjustment: adjustmentEffect };
  unwrap(await decideApproval(deps, { ...decision, effects }));
  const refund = { amount: "1.00", currency: "EUR", method: "bank_transfer", reason };
  const refunded = unwrap(
    await refundWallet(deps, {
      actor: billing,
      accountId: customer.id,
      form: { ...refund, destination: "DE02 1203 0000 0000 2020 51" },
    }),
  );
  const { value: paymentId } = await firstOf(deps, ["payments_by_invoice", invoiceId]);
  const ids = { customerId: customer.id, invoiceId, creditNoteId, paymentId, adjustmentId };
  return { ...ids, refundId: refunded.id, approvalId: approvalId! };
}

async function firstOf(deps: TestDeps, prefix: Deno.KvKey): Promise<Deno.KvEntry<string>> {
  for await (const entry of deps.kv.list<string>({ prefix }, { limit: 1 })) return entry;
  throw new Error("nothing there");
}

// deno-lint-ignore no-explicit-any -- tampering goes round the types on purpose
type Record = any;
type Fault = (kv: Deno.Kv, shop: Shop) => Promise<unknown>;

async function change(kv: Deno.Kv, key: Deno.KvKey, edit: (value: Record) => void): Promise<void> {
  const { value } = await kv.get<Record>(key);
  if (value === null) throw new Error(`nothing at ${key.join(" ")}`);
  edit(value);
  await kv.set(key, value);
}

const FAULTS: Array<[what: string, problem: string, plant: Fault]> = [
  [
    "a wallet credit whose payment is gone",
    "no_cause",
    (kv, { paymentId }) => kv.delete(["payments", paymentId]),
  ],
  [
    "a payment without its transfer",
    "missing_receipt",
    (kv, { paymentId }) => kv.delete(["ledger_transfers", `receipt:${paymentId}`]),
  ],
  [
    "a payment of another amount than was booked",
    "wrong_receipt",
    (kv, { paymentId }) => change(kv, ["payments", paymentId], (it) => it.amount.minor += 1),
  ],
  [
    "a payment of somebody else",
    "wrong_cause",
    (kv, { paymentId }) =>
      change(kv, ["payments", paymentId], (it) => it.customerId = "cus_" + "2".repeat(26)),
  ],
  [
    "an adjustment that nobody has made",
    "no_cause",
    (kv, { adjustmentId }) => kv.delete(["wallet_adjustments", adjustmentId]),
  ],
  [
    "an adjustment that is booked and only proposed",
    "booked_otherwise",
    (kv, { adjustmentId }) =>
      change(kv, ["wallet_adjustments", adjustmentId], (it) => it.status = "proposed"),
  ],
  [
    "an adjustment that nobody has approved",
    "not_approved",
    (kv, { approvalId }) => change(kv, ["approvals", approvalId], (it) => it.status = "rejected"),
  ],
  [
    "an adjustment that was approved by the same person",
    "not_approved",
    (kv, { approvalId }) =>
      change(kv, ["approvals", approvalId], (it) => it.decidedBy = it.proposedBy),
  ],
  [
    "an adjustment without its transfer",
    "not_booked",
    (kv, { adjustmentId }) => kv.delete(["ledger_transfers", `adjustment:${adjustmentId}`]),
  ],
  [
    "a payout that nobody has asked for",
    "no_cause",
    (kv, { refundId }) => kv.delete(["wallet_refunds", refundId]),
  ],
  [
    "a payout of another amount than was booked",
    "booked_otherwise",
    (kv, { refundId }) => change(kv, ["wallet_refunds", refundId], (it) => it.amount.minor += 1),
  ],
  [
    "a payout without its transfer",
    "not_booked",
    (kv, { refundId }) => kv.delete(["ledger_transfers", `refund:${refundId}`]),
  ],
  [
    "a credit note that gave back something else",
    "booked_otherwise",
    (kv, { creditNoteId }) =>
      change(kv, ["credit_notes", creditNoteId], (it) => it.returned.minor += 1),
  ],
  [
    "a credit note that its invoice doesn't know of",
    "credit_differs",
    (kv, { invoiceId }) => change(kv, ["invoices", invoiceId], (it) => it.credited.minor -= 1),
  ],
  [
    "a credit note that is gone",
    "number_gap",
    (kv, { creditNoteId }) => kv.delete(["credit_notes", creditNoteId]),
  ],
  [
    "an invoice that is gone",
    "number_gap",
    async (kv) => kv.delete(["invoices", await idOfNumber(kv, 2)]),
  ],
  [
    "an invoice whose number is that of another",
    "number_astray",
    async (kv) =>
      change(kv, ["invoices", await idOfNumber(kv, 2)], (it) => it.number = "INV-2026-000003"),
  ],
  [
    "numbers that were given and are not counted",
    "number_not_counted",
    (kv) => kv.set(["invoice_counters", "INV", "2026"], 2),
  ],
  [
    "a number that was counted and is on nothing",
    "number_gap",
    (kv) => kv.set(["invoice_counters", "CN", "2026"], 2),
  ],
  [
    "an invoice that is said to be paid in full and isn't",
    "not_settled",
    (kv, { invoiceId }) => change(kv, ["invoices", invoiceId], (it) => it.paid.minor += 1),
  ],
  [
    "a settlement of an invoice that is gone",
    "no_cause",
    (kv, { invoiceId }) => kv.delete(["invoices", invoiceId]),
  ],
  [
    "more in a transfer than in its wallet",
    "unbalanced",
    (kv, { paymentId }) =>
      change(kv, ["ledger_transfers", `receipt:${paymentId}`], (it) => it.amount.minor += 1),
  ],
  [
    "an invoice that can't be read",
    "unreadable_record",
    (kv, { invoiceId }) => change(kv, ["invoices", invoiceId], (it) => it.total = "much"),
  ],
  [
    "a payment that can't be read",
    "unreadable_record",
    (kv, { paymentId }) => change(kv, ["payments", paymentId], (it) => it.amount = null),
  ],
];

async function idOfNumber(kv: Deno.Kv, count: number): Promise<string> {
  const number = `INV-2026-${String(count).padStart(6, "0")}`;
  return (await kv.get<string>(["invoices_by_number", number])).value!;
}

for (const [what, problem, plant] of FAULTS) {
  Deno.test(`the audit finds ${what}, and payouts stop until it is mended`, async () => {
    await using deps = await makeDeps();
    const shop = await openBooks(deps);
    const viewer = makeStaff("billing");
    // Sums end a while before an audit begins.
    deps.clock.advance({ minutes: 10 });
    await auditBooks(deps);
    expect(unwrap(await getBooksReport(deps, { viewer })).check).toMatchObject({ isRight: true });
    const before = await Array.fromAsync(deps.kv.list({ prefix: [] }));

    await plant(deps.kv, shop);
    await auditBooks(deps);

    expect(deps.takeErrors().map(({ event }) => event)).toContain("books.differ");
    const { check } = unwrap(await getBooksReport(deps, { viewer }));
    expect(check!.problems.map(({ kind }) => kind)).toContain(problem);
    expect(check).toMatchObject({ isRight: false, problemCount: check!.problems.length });
    expect(await readPayoutStop(deps.kv)).not.toBe(null);

    await mend(deps.kv, before);
    await auditBooks(deps);
    expect(unwrap(await getBooksReport(deps, { viewer })).check).toMatchObject({ isRight: true });
    expect(await readPayoutStop(deps.kv)).toBe(null);
  });
}

/** Puts what money is kept in as it was. */
async function mend(kv: Deno.Kv, before: readonly Deno.KvEntry<unknown>[]): Promise<void> {
  const kept = ["payout_stop", "books_check", "books_audit"];
  for (const { key, value } of before) {
    if (!kept.includes(String(key[0]))) await kv.set(key, value);
  }
}
