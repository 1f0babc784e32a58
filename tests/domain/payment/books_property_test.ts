/**
 * Whatever is received, in whatever order, however often a commit fails: debits equal credits, no wallet is below
 * zero, numbers have no gap, and every cent that was acknowledged is somewhere.
 */
import { expect } from "expect";
import fc from "fast-check";
import { cancelOrder, placeOrder } from "@/domain/order/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { recordPayment } from "@/domain/payment/mod.ts";
import { money, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { expectRightBooks } from "../../helpers/books.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { makeCustomer, makeStaff, openShop, orderForm } from "../order/fixtures.ts";
import { type Fate, flakyKv } from "./flaky_kv.ts";

const OWNER = makeStaff();

type Step =
  | { kind: "order"; customer: number }
  | { kind: "receipt"; invoice: number; share: number; reference: number }
  | { kind: "cancel"; invoice: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("order" as const), customer: fc.nat(1) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("receipt" as const),
      invoice: fc.nat(5),
      share: fc.constantFrom(1, 30, 50, 70, 100, 100, 100, 130),
      reference: fc.nat(12),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), invoice: fc.nat(5) }) },
);

const fates: fc.Arbitrary<Fate> = fc.constantFrom(
  ...["done", "done", "done", "done", "check_failed", "lost_before", "lost_after"] as const,
);

Deno.test("the books hold through random receipts, cancellations and broken commits", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 12 }),
      fc.infiniteStream(fates),
      runSteps,
    ),
    { numRuns: 40, endOnFailure: true },
  );
});

/** Runs groups of steps, those of a group at once, on a KV that breaks; then audits the books on the real one. */
async function runSteps(groups: Step[][], stream: fc.Stream<Fate>): Promise<void> {
  await using deps = await makeDeps();
  const customers = [await openShop(deps), await makeCustomer(deps, "ben")];
  const fate = () => stream.next().value;
  const flaky = { ...deps, kv: flakyKv(deps.kv, fate) };
  const invoices: Array<{ invoiceId: string; orderId: string; totalMinor: number }> = [];
  let acknowledged = 0;
  let hostCount = 0;

  async function run(each: Step): Promise<void> {
    if (each.kind === "order") {
      const hostname = `host${hostCount++}.example.com`;
      const form = orderForm({ hostname });
      const placed = await placeOrder(flaky, { actor: customers[each.customer]!, form });
      if (!placed.ok) return;
      const { invoiceId, orderId } = placed.value;
      const stored = await deps.kv.get<{ total: { minor: number } }>(["invoices", invoiceId]);
      invoices.push({ invoiceId, orderId, totalMinor: stored.value!.total.minor });
      return;
    }
    const target = invoices[each.invoice % Math.max(invoices.length, 1)];
    if (!target) return;
    if (each.kind === "cancel") {
      await cancelOrder(flaky, { actor: OWNER, id: target.orderId, reason: "Random" });
      return;
    }
    const amount = money(Math.max(1, Math.floor(target.totalMinor * each.share / 100)), "EUR");
    const recorded = await recordPayment(flaky, {
      actor: OWNER,
      invoiceId: target.invoiceId,
      form: {
        amount: toDecimal(amount),
        currency: "EUR",
        method: "bank_transfer",
        reference: `TX-${each.reference}`,
        received_on: "2026-03-01",
        accept_difference: "1",
      },
    });
    if (recorded.ok) acknowledged += amount.minor;
  }

  for (const group of groups) await Promise.allSettled(group.map(run));

  await expectRightBooks(deps);
  const { ledger } = unwrap(await verifyBooks(deps));
  const bank = ledger.houseBalances["house:bank:EUR"] ?? 0;
  const revenue = -(ledger.houseBalances["house:revenue:EUR"] ?? 0);
  expect(bank).toBe(revenue + (ledger.walletTotals.EUR ?? 0));
  expect(bank).toBeGreaterThanOrEqual(acknowledged);
}
