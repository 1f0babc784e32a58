/** Issuing, voiding and showing invoices. */
import { expect } from "expect";
import fc from "fast-check";
import {
  creditorReference,
  getInvoice,
  type Invoice,
  INVOICE_LANE,
  isCreditorReference,
  listInvoices,
  listInvoicesForStaff,
  printReference,
  stageIssueInvoice,
  stageVoidInvoice,
  totals,
} from "@/domain/invoice/mod.ts";
import type { CustomerActor, StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { money } from "@/domain/shared/money.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";

const ANNA: CustomerActor = { kind: "customer", id: "cus_01J00000000000000000000000" };
const BEN: CustomerActor = { kind: "customer", id: "cus_01J00000000000000000000001" };
const OWNER: StaffActor = { kind: "staff", id: "acc_1", permissions: ROLE_PERMISSIONS.owner };
const POWERLESS: StaffActor = { kind: "staff", id: "acc_2", permissions: new Set() };

function line(minor: number, quantity = 1) {
  return {
    kind: "plan" as const,
    slug: "vps-1",
    label: "VPS 1, monthly",
    quantity,
    unit: money(minor, "EUR"),
    amount: money(minor * quantity, "EUR"),
  };
}

function issue(deps: Deps, customer = ANNA, { lane = true } = {}) {
  return transact(
    deps,
    async (tx) =>
      ok(
        await stageIssueInvoice(tx, deps, {
          kind: "order",
          customer: { id: customer.id, name: "Anna", email: "anna@example.com" },
          orderId: deps.ids.next("ord"),
          lines: [line(999)],
          at: deps.clock.now(),
        }),
      ),
    lane ? { lane: INVOICE_LANE } : {},
  );
}

Deno.test("100 parallel issues get the numbers 1 to 100 exactly", async () => {
  await using deps = await makeDeps({ at: "2026-03-01T12:00:00Z" });

  const issued = await Promise.all(Array.from({ length: 100 }, () => issue(deps)));

  const numbers = issued.map((result) => unwrap(result).number).sort();
  expect(numbers).toEqual(
    Array.from({ length: 100 }, (_, index) => `INV-2026-${String(index + 1).padStart(6, "0")}`),
  );
});

Deno.test("issues of several processes without a common lane leave no gap, even when some give up", async () => {
  await using deps = await makeDeps({ at: "2026-03-01T12:00:00Z" });

  const issued = await Promise.all(
    Array.from({ length: 40 }, () => issue(deps, ANNA, { lane: false })),
  );

  const numbers = issued.flatMap((result) => result.ok ? [result.value.number] : []).sort();
  expect(numbers.length).toBeGreaterThan(0);
  expect(numbers).toEqual(numbers.map((_, i) => `INV-2026-${String(i + 1).padStart(6, "0")}`));
});

Deno.test("each year begins at 1, and a void invoice keeps its number", async () => {
  await using deps = await makeDeps({ at: "2026-12-31T23:59:00Z" });
  const first = unwrap(await issue(deps));
  await transact(deps, (tx) => stageVoidInvoice(tx, deps, { invoiceId: first.id, reason: "test" }));
  const second = unwrap(await issue(deps));
  deps.clock.advance({ minutes: 2 });
  const third = unwrap(await issue(deps));

  expect([first, second, third].map((invoice) => invoice.number))
    .toEqual(["INV-2026-000001", "INV-2026-000002", "INV-2027-000001"]);
  expect(third.dueOn).toBe("2027-01-08");
});

Deno.test("stageVoidInvoice() voids once", async () => {
  await using deps = await makeDeps();
  const { id } = unwrap(await issue(deps));
  const voidIt = () =>
    transact(deps, (tx) => stageVoidInvoice(tx, deps, { invoiceId: id, reason: "Expired" }));
  expect((await voidIt()).ok).toBe(true);
  expect(await voidIt()).toEqual({ ok: false, error: { code: "not_open" } });
  const view = unwrap(await getInvoice(deps, { viewer: ANNA, id }));
  expect([view.status, view.due.minor, view.instructions]).toEqual(["void", 0, null]);
});

Deno.test("creditorReference() agrees with the published example of ISO 11649", () => {
  expect(creditorReference("539007547034")).toBe("RF18539007547034");
  expect(isCreditorReference("RF18 5390 0754 7034")).toBe(true);
  expect(isCreditorReference("RF19539007547034")).toBe(false);
  expect(printReference("RF18539007547034")).toBe("RF18 5390 0754 7034");
});

Deno.test("a reference with any one digit changed is refused", () => {
  fc.assert(fc.property(
    fc.integer({ min: 2020, max: 2999 }),
    fc.integer({ min: 1, max: 999_999 }),
    fc.nat(12),
    fc.integer({ min: 1, max: 9 }),
    (year, count, place, by) => {
      const reference = creditorReference(`INV-${year}-${String(count).padStart(6, "0")}`);
      expect(isCreditorReference(reference)).toBe(true);
      const at = 4 + place;
      if (!/\d/.test(reference[at] ?? "")) return;
      const changed = reference.slice(0, at) + (Number(reference[at]) + by) % 10 +
        reference.slice(at + 1);
      expect(isCreditorReference(changed)).toBe(false);
    },
  ));
});

Deno.test("totals() are sums of lines that are each rounded once", () => {
  fc.assert(fc.property(
    fc.array(fc.record({ minor: fc.nat(1_000_000), quantity: fc.integer({ min: 1, max: 9 }) }), {
      minLength: 1,
      maxLength: 12,
    }),
    fc.integer({ min: 0, max: 10_000 }),
    (inputs, rateBasisPoints) => {
      const lines = inputs.map(({ minor, quantity }) => line(minor, quantity));
      const result = totals(lines, { rateBasisPoints, isInclusive: false }, "EUR");
      for (const { amount, tax } of result.lines) {
        expect(tax.minor).toBe(Math.floor((amount.minor * rateBasisPoints + 5_000) / 10_000));
      }
      const taxes = result.lines.reduce((a, each) => a + each.tax.minor, 0);
      expect(result.tax.minor).toBe(taxes);
      expect(result.total.minor).toBe(result.subtotal.minor + taxes);
    },
  ));
});

Deno.test("an invoice shows the right things to the right people", async () => {
  await using deps = await makeDeps();
  const { id } = unwrap(await issue(deps));
  const before = await dumpKv(deps.kv);

  const own = unwrap(await getInvoice(deps, { viewer: ANNA, id }));
  expect(Object.keys(own).sort()).toEqual([
    "buyer",
    "credited",
    "currency",
    "due",
    "dueOn",
    "expiresAt",
    "id",
    "instructions",
    "issuedAt",
    "kind",
    "lines",
    "mergedIntoId",
    "notes",
    "number",
    "orderId",
    "paid",
    "paidAt",
    "reference",
    "seller",
    "serviceId",
    "status",
    "subtotal",
    "tax",
    "taxRule",
    "total",
    "voidedAt",
  ]);
  const missing = { ok: false, error: { code: "not_found" } };
  expect(await getInvoice(deps, { viewer: BEN, id })).toEqual(missing);
  expect(await getInvoice(deps, { viewer: POWERLESS, id })).toEqual(missing);
  expect(await getInvoice(deps, { viewer: ANNA, id: "inv_../x" })).toEqual(missing);
  expect(unwrap(await getInvoice(deps, { viewer: OWNER, id })).customerId).toBe(ANNA.id);
  expect((await listInvoicesForStaff(deps, { viewer: POWERLESS })).items).toEqual([]);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("lists hold one customer's invoices, by state, newest first", async () => {
  await using deps = await makeDeps();
  const issued: Invoice[] = [];
  for (const customer of [ANNA, BEN, ANNA, BEN, ANNA]) {
    issued.push(unwrap(await issue(deps, customer)));
  }
  await transact(
    deps,
    (tx) => stageVoidInvoice(tx, deps, { invoiceId: issued[2]!.id, reason: "" }),
  );

  const ids = (page: { items: Array<{ id: string }> }) => page.items.map((item) => item.id);
  expect(ids(await listInvoices(deps, { viewer: ANNA })))
    .toEqual([issued[4]!.id, issued[2]!.id, issued[0]!.id]);
  expect(ids(await listInvoices(deps, { viewer: ANNA, status: "open" })))
    .toEqual([issued[4]!.id, issued[0]!.id]);
  expect(ids(await listInvoicesForStaff(deps, { viewer: OWNER, status: "void" })))
    .toEqual([issued[2]!.id]);
  expect(ids(await listInvoicesForStaff(deps, { viewer: OWNER, customerId: BEN.id })))
    .toEqual([issued[3]!.id, issued[1]!.id]);
  const page = await listInvoicesForStaff(deps, { viewer: OWNER, page: { limit: 2 } });
  expect(ids(page)).toEqual([issued[4]!.id, issued[3]!.id]);
});
