/** The arithmetic of credits: whatever is credited in whatever order, what stays booked is what stays charged. */
import { expect } from "expect";
import fc from "fast-check";
import {
  amountDue,
  creditable,
  creditableLines,
  creditParts,
  type Invoice,
  INVOICE_LANE,
  oneLine,
  settlementTransfers,
  stageCredited,
  stageIssueInvoice,
  stageSettled,
  stageVoidInvoice,
} from "@/domain/invoice/mod.ts";
import { stageTransfers } from "@/domain/ledger/mod.ts";
import { verifyLedger } from "@/domain/ledger/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { add, money, sum } from "@/domain/shared/money.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { makeCustomer, setTax } from "../order/fixtures.ts";
import { fill } from "../wallet/fixtures.ts";

const prices = fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 4 });

async function issue(deps: Deps, customerId: string, units: readonly number[]): Promise<Invoice> {
  const issued = await transact(
    deps,
    async (tx) =>
      ok(
        await stageIssueInvoice(tx, deps, {
          kind: "manual",
          customer: { id: customerId, name: "Ada", email: "ada@example.com" },
          lines: units.map((minor, index) =>
            oneLine({
              kind: minor < 0 ? "discount" : "item",
              slug: `x${index}`,
              label: `Line ${index}`,
              unit: money(minor, "EUR"),
            })
          ),
          at: deps.clock.now(),
        }),
      ),
    { lane: INVOICE_LANE },
  );
  return unwrap(issued);
}

function settle(deps: Deps, invoice: Invoice, minor: number): Promise<Invoice> {
  const amount = money(minor, "EUR");
  return transact(deps, async (tx) => {
    unwrap(await stageTransfers(tx, deps, settlementTransfers(invoice, amount)));
    return ok(stageSettled(tx, deps, { invoice, amount }));
  }).then(unwrap);
}

function credit(deps: Deps, invoice: Invoice, asked: { line: number; minor: number }[]) {
  const parts = creditParts(
    invoice,
    asked.map(({ line, minor }) => ({ line, gross: money(minor, "EUR") })),
  );
  return transact(deps, async (tx) => {
    const creditNoteId = deps.ids.next("crn");
    const credited = await stageCredited(tx, deps, { invoice, creditNoteId, parts });
    return ok({ ...credited, parts });
  }).then(unwrap);
}

/** Tax and revenue as they stand in the books. */
async function booked(deps: Deps): Promise<{ revenue: number; tax: number }> {
  const { houseBalances } = unwrap(await verifyLedger(deps));
  return {
    revenue: 0 - (houseBalances["house:revenue:EUR"] ?? 0),
    tax: 0 - (houseBalances["house:tax:ZZ:EUR"] ?? 0),
  };
}

Deno.test("payments and credits in any order end at exactly the net and tax that are left", async () => {
  const step = fc.record({
    isCredit: fc.boolean(),
    line: fc.nat(4),
    share: fc.integer({ min: 1, max: 100 }),
    isWhole: fc.constantFrom(false, false, false, true),
  });
  await fc.assert(
    fc.asyncProperty(
      prices,
      fc.constantFrom(0, 700, 1_900, 2_550),
      fc.boolean(),
      fc.array(step, { maxLength: 8 }),
      async (units, rate, hasDiscount, steps) => {
        await using deps = await makeDeps();
        await setTax(deps, { mode: "flat", rateBasisPoints: rate });
        const { id } = await makeCustomer(deps);
        const discount = hasDiscount ? [-Math.floor(units[0]! / 3)].filter((each) => each < 0) : [];
        let invoice = await issue(deps, id, [...units, ...discount]);
        const filled = invoice.total.minor + 1_000;
        await fill(deps, id, filled);
        let creditedTax = 0;
        for (const { isCredit, line, share, isWhole } of steps) {
          if (!isCredit) {
            const minor = Math.ceil(amountDue(invoice).minor * share / 100);
            if (minor > 0) invoice = await settle(deps, invoice, minor);
            continue;
          }
          const left = creditableLines(invoice);
          const most = Math.min(
            left[line % left.length]!.minor,
            creditable(invoice).minor,
          );
          const asked = isWhole
            ? left.map((gross, at) => ({ line: at, minor: gross.minor }))
              .filter(({ minor }) => minor !== 0)
            : [{ line: line % left.length, minor: Math.ceil(most * share / 100) }];
          if (creditable(invoice).minor === 0 || !isWhole && most <= 0) continue;
          const done = await credit(deps, invoice, asked);
          invoice = done.invoice;
          creditedTax += done.parts.reduce((all, { tax }) => all + tax.minor, 0);
        }

        const { revenue, tax } = await booked(deps);
        const left = invoice.total.minor - invoice.credited.minor;
        expect(revenue + tax).toBe(invoice.paid.minor);
        expect(invoice.paid.minor).toBeLessThanOrEqual(left);
        expect(creditedTax).toBeLessThanOrEqual(invoice.tax.minor);
        if (invoice.status === "paid") {
          expect([revenue, tax]).toEqual([
            left - (invoice.tax.minor - creditedTax),
            invoice.tax.minor - creditedTax,
          ]);
        }
        if (left === 0) expect(creditedTax).toBe(invoice.tax.minor);
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("what was paid of an invoice with a credit note is given back whole when it is voided", async () => {
  await using deps = await makeDeps();
  await setTax(deps, { mode: "flat", rateBasisPoints: 1_900 });
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 50_000);
  let invoice = await issue(deps, id, [9_999, 3_333]);
  invoice = await settle(deps, invoice, 7_001);
  invoice = (await credit(deps, invoice, [{ line: 1, minor: 1_234 }])).invoice;
  invoice = await settle(deps, invoice, 13);

  const voided = await transact(
    deps,
    (tx) => stageVoidInvoice(tx, deps, { invoiceId: invoice.id, reason: "Wrong" }),
  );

  expect(unwrap(voided).released).toEqual(money(7_014, "EUR"));
  expect(await booked(deps)).toEqual({ revenue: 0, tax: 0 });
});

Deno.test("creditParts() gives back a line's own tax, in one part or in many, and refuses more than there is", async () => {
  await using deps = await makeDeps();
  await setTax(deps, { mode: "flat", rateBasisPoints: 1_900 });
  const { id } = await makeCustomer(deps);
  const invoice = await issue(deps, id, [1_001, 2_002, -500]);
  const gross = (line: number, minor: number) => ({ line, gross: money(minor, "EUR") });

  const [whole] = creditParts(invoice, [gross(0, 1_191)]);
  expect(whole).toEqual({
    line: 0,
    gross: money(1_191, "EUR"),
    net: money(1_001, "EUR"),
    tax: money(190, "EUR"),
  });
  const all = creditableLines(invoice).map((each, line) => gross(line, each.minor));
  const parts = creditParts(invoice, all);
  expect(sum(parts.map(({ tax }) => tax), "EUR")).toEqual(invoice.tax);
  expect(sum(parts.map(({ net, tax }) => add(net, tax)), "EUR")).toEqual(invoice.total);

  for (
    const asked of [
      [gross(0, 1_192)],
      [gross(0, 0)],
      [gross(0, -1)],
      [gross(2, 5)],
      [gross(2, -5)],
      [gross(3, 1)],
      [gross(-1, 1)],
      [gross(0, 1_191), gross(1, 2_382)],
    ]
  ) {
    expect(() => creditParts(invoice, asked)).toThrow(RangeError);
  }
});
