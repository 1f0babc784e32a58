/** What staff record by hand above the limit: proposed, and booked by the approval of somebody else alone. */
import { expect } from "expect";
import { decideApproval, listApprovals } from "@/domain/approval/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { manualReceiptEffect, recordPayment, submitPayment } from "@/domain/payment/mod.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { countKeys, dumpKv } from "../../helpers/dump.ts";
import { makeStaff } from "../order/fixtures.ts";
import { type Debt, makeDebt, paymentForm } from "./fixtures.ts";

const CLERK = makeStaff("billing");
const CHIEF = { ...makeStaff("owner"), id: "cus_01J00000000000000000000007" };
const effects = { manual_receipt: manualReceiptEffect };

async function openDesk(deps: Deps): Promise<Debt> {
  const debt = await makeDebt(deps);
  const limit = { currency: "EUR", topUpMin: "1", topUpMax: "100", approveAbove: "10.00" };
  const values = { limits: [limit] };
  unwrap(await updateSettings(deps, { actor: makeStaff(), section: "limits", values }));
  return debt;
}

function submit(deps: Deps, { invoice }: Debt, change = {}) {
  const form = paymentForm(invoice.due, change);
  return submitPayment(deps, { actor: CLERK, invoiceId: invoice.id, form });
}

async function decide(deps: Deps, actor: typeof CHIEF, decision: "approve" | "reject" = "approve") {
  const { items } = await listApprovals(deps, { viewer: CHIEF, status: "proposed" });
  return await decideApproval(deps, { actor, id: items[0]!.id, decision, note: "No", effects });
}

Deno.test("submitPayment() records below the limit, and proposes above it to another member of staff", async () => {
  await using deps = await makeDeps();
  const debt = await openDesk(deps);

  const small = await submit(deps, debt, { amount: "10.00", accept_difference: "1" });
  const rest = { amount: undefined, reference: "TX-2", accept_difference: "1" };
  const large = await submit(deps, debt, { ...rest, amount: "10.01" });
  const status = async () => (await readInvoice(deps.kv, debt.invoice.id))!.paid.minor;

  expect(small).toMatchObject({ value: { outcome: "underpaid" } });
  expect(large).toMatchObject({ value: { outcome: "proposed", received: money(1001, "EUR") } });
  expect(await status()).toBe(1000);
  expect(await decide(deps, { ...CHIEF, id: CLERK.id }))
    .toMatchObject({ error: { code: "not_second_person" } });
  expect(await decide(deps, { ...CHIEF, id: debt.customer.id }))
    .toMatchObject({ error: { code: "not_second_person" } });
  const all = await Promise.all(Array.from({ length: 8 }, () => decide(deps, CHIEF)));
  expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await status()).toBe(2001);
  expect(await countKeys(deps.kv, ["proposed_receipts"])).toBe(0);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("recordPayment() writes nothing above the limit, and what can't be booked isn't proposed", async () => {
  await using deps = await makeDeps();
  const debt = await openDesk(deps);
  const before = await dumpKv(deps.kv);
  const form = paymentForm(debt.invoice.due);

  expect(await recordPayment(deps, { actor: CLERK, invoiceId: debt.invoice.id, form }))
    .toEqual({ ok: false, error: { code: "above_limit" } });
  expect(await submit(deps, debt, { amount: "11.00" }))
    .toMatchObject({ error: { fields: { amount: expect.stringContaining("are due") } } });
  expect(await submit(deps, debt, { reference: "-" }))
    .toMatchObject({ error: { fields: { reference: expect.any(String) } } });
  const input = { actor: makeStaff("support"), invoiceId: debt.invoice.id, form };
  expect(await submitPayment(deps, input)).toMatchObject({ error: { code: "not_found" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a receipt that was booked since it was proposed is refused once more when it is approved", async () => {
  await using deps = await makeDeps();
  const debt = await openDesk(deps);
  unwrap(await submit(deps, debt));
  unwrap(await submit(deps, debt));
  unwrap(await decide(deps, CHIEF));
  const before = await dumpKv(deps.kv);

  expect(await decide(deps, CHIEF)).toMatchObject({ error: { code: "already_paid" } });
  expect(await dumpKv(deps.kv)).toEqual(before);

  unwrap(await decide(deps, CHIEF, "reject"));
  expect(await countKeys(deps.kv, ["proposed_receipts"])).toBe(0);
  expect(await countKeys(deps.kv, ["payments"])).toBe(1);
});
