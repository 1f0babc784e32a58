/**
 * Top-ups, receipts, wallet payments, adjustments, refunds, credit notes, voids and mergers at random, on commits that fail:
 * debits equal credits, no wallet is below zero, every credit of a wallet has its cause, and no number is missing.
 */
import { expect } from "expect";
import fc from "fast-check";
import { verifyBooks } from "@/domain/books/mod.ts";
import { issueCreditNote, scanCreditNotes } from "@/domain/credit_note/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { mergeInvoices, voidInvoice } from "@/domain/invoice_desk/mod.ts";
import { bookReceipt, payFromWallet } from "@/domain/payment/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { adjustWallet, refundWallet, requestTopUp } from "@/domain/wallet/mod.ts";
import { expectRightBooks } from "../../helpers/books.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { issue } from "../invoice_desk/fixtures.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { type Fate, flakyKv } from "./flaky_kv.ts";

const ACTOR = makeStaff("billing");
const KINDS = ["receipt", "pay", "top_up", "adjust", "refund", "credit", "void", "merge"] as const;

const step = fc.record({
  kind: fc.constantFrom(...KINDS),
  invoice: fc.nat(9),
  minor: fc.integer({ min: 1, max: 3_000 }),
  isDebit: fc.boolean(),
});
const fates: fc.Arbitrary<Fate> = fc.constantFrom(
  ...["done", "done", "done", "done", "check_failed", "lost_before", "lost_after"] as const,
);

Deno.test("the books hold through everything that moves wallets, at once and on broken commits", async () => {
  const groups = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), {
    minLength: 3,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(groups, fc.infiniteStream(fates), async (all, stream) => {
      await using deps = await makeDeps();
      const customer = await makeCustomer(deps);
      const ids: string[] = [];
      for (let index = 0; index < 5; index++) ids.push(await issue(deps, customer, 1_000));
      const flaky = { ...deps, kv: flakyKv(deps.kv, () => stream.next().value) };
      const accountId = customer.id;

      async function run({ kind, invoice, minor, isDebit }: (typeof all)[number][number]) {
        const invoiceId = ids[invoice % ids.length]!;
        const amount = (minor / 100).toFixed(2);
        const booking = { amount, currency: "EUR", reason: "Random" };
        switch (kind) {
          case "receipt":
            return await bookReceipt(flaky, {
              actor: ACTOR,
              customerId: accountId,
              invoiceId: isDebit ? null : invoiceId,
              receipt: {
                amount: money(minor, "EUR"),
                method: "bank_transfer",
                reference: `TX-${minor % 9}`,
                receivedOn: "2026-03-01",
              },
              source: "staff",
            });
          case "pay":
            return await payFromWallet(flaky, { actor: customer, invoiceId, amount });
          case "top_up": {
            const asked = { actor: customer, amount: "20.00", currency: "EUR" };
            const made = await requestTopUp(flaky, asked);
            if (made.ok) ids.push(made.value.invoiceId);
            return made;
          }
          case "adjust": {
            const form = { ...booking, direction: isDebit ? "debit" : "credit" };
            return await adjustWallet(flaky, { actor: ACTOR, accountId, form });
          }
          case "refund": {
            const form = { ...booking, method: "bank_transfer", destination: "Somewhere" };
            return await refundWallet(flaky, { actor: ACTOR, accountId, form });
          }
          case "credit": {
            const asked = { amounts: [amount], isWhole: isDebit, reason: "Random" };
            return await issueCreditNote(flaky, { actor: ACTOR, invoiceId, ...asked });
          }
          case "void":
            return await voidInvoice(flaky, { actor: ACTOR, invoiceId, reason: "Random" });
          case "merge": {
            const invoiceIds = [invoiceId, ids[(invoice + 1) % ids.length]!];
            const merged = await mergeInvoices(flaky, { actor: ACTOR, invoiceIds });
            if (merged.ok) ids.push(merged.value.invoiceId);
            return merged;
          }
        }
      }

      for (const group of all) await Promise.allSettled(group.map(run));

      await expectRightBooks(deps);
      const { ledger } = unwrap(await verifyBooks(deps));
      const net = Object.values(ledger.houseBalances).reduce((sum, minor) => sum + minor, 0);
      expect(net).toBe(ledger.walletTotals.EUR ?? 0);
      await expectCauses(deps.kv);
      const numbers: string[] = [];
      for await (const { number } of scanCreditNotes(deps.kv)) numbers.push(number);
      expect(numbers.sort()).toEqual(
        numbers.map((_, at) => `CN-2026-${String(at + 1).padStart(6, "0")}`),
      );
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

/** Every transfer into a wallet names a record that says the same. */
async function expectCauses(kv: Deno.Kv): Promise<void> {
  type Stored = {
    id: string;
    code: string;
    creditAccount: string;
    links: Record<string, string>;
  };
  for await (const { value } of kv.list<Stored>({ prefix: ["ledger_transfers"] })) {
    const { id, code, creditAccount, links } = value;
    if (!creditAccount.startsWith("wallet:")) continue;
    const cause = {
      receipt: ["payments", links.paymentId],
      credit_note: ["credit_notes", links.creditNoteId],
      adjustment: ["wallet_adjustments", links.adjustmentId],
    }[code];
    if (cause) expect([id, (await kv.get(cause as string[])).value]).not.toEqual([id, null]);
    else expect([id, (await readInvoice(kv, links.invoiceId!))!.status]).toEqual([id, "void"]);
  }
}
