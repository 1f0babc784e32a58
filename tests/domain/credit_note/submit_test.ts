/** Credit notes above the limit: proposed, issued by the approval of somebody else alone, and as they were proposed. */
import { expect } from "expect";
import {
  decideApproval,
  eraseApproval,
  getApproval,
  listApprovals,
} from "@/domain/approval/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import {
  creditNoteEffect,
  eraseCreditNotes,
  type IssueCreditNoteInput,
  submitCreditNote,
} from "@/domain/credit_note/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { countKeys, dumpKv, dumpText } from "../../helpers/dump.ts";
import { makeStaff } from "../order/fixtures.ts";
import { type Debt, makeDebt, pay } from "../payment/fixtures.ts";
import { CHIEF, CLERK, setLimit } from "../statement/desk.ts";
import { held, staffNumber } from "../wallet/fixtures.ts";

const effects = { credit_note: creditNoteEffect };

async function paidDebt(deps: Deps): Promise<Debt> {
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt));
  await setLimit(deps, "10.00");
  return debt;
}

function submit(deps: Deps, { invoice }: Debt, change: Partial<IssueCreditNoteInput> = {}) {
  const input = { actor: CLERK, invoiceId: invoice.id, amounts: ["10.01"], reason: "An outage" };
  return submitCreditNote(deps, { ...input, ...change });
}

async function decide(
  deps: Deps,
  actor: StaffActor = CHIEF,
  decision: "approve" | "reject" = "approve",
) {
  const { items } = await listApprovals(deps, { viewer: CHIEF, status: "proposed" });
  return await decideApproval(deps, { actor, id: items[0]!.id, decision, note: "No", effects });
}

Deno.test("a credit note above the limit waits for another member of staff; parallel approvals issue it once", async () => {
  await using deps = await makeDeps();
  const debt = await paidDebt(deps);

  expect(unwrap(await submit(deps, debt))).toMatchObject({
    outcome: "proposed",
    amount: money(1001, "EUR"),
  });
  expect([await held(deps, debt.customer.id), await countKeys(deps.kv, ["credit_notes"])])
    .toEqual([0, 0]);
  const before = await dumpKv(deps.kv);
  for (const id of [CLERK.id, debt.customer.id]) {
    expect(await decide(deps, { ...CHIEF, id }))
      .toMatchObject({ error: { code: "not_second_person" } });
  }
  expect(await decide(deps, { ...makeStaff("support"), id: CHIEF.id }))
    .toMatchObject({ error: { code: "not_found" } });
  expect(await dumpKv(deps.kv)).toEqual(before);

  const all = await Promise.all(Array.from({ length: 8 }, () => decide(deps)));

  expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  expect([await held(deps, debt.customer.id), await countKeys(deps.kv, ["credit_notes"])])
    .toEqual([1001, 1]);
  expect((await readInvoice(deps.kv, debt.invoice.id))!.credited).toEqual(money(1001, "EUR"));
  unwrap(await verifyBooks(deps));
});

Deno.test("a form that comes twice, also at once, is proposed once; with something else in it, it is refused", async () => {
  await using deps = await makeDeps();
  const debt = await paidDebt(deps);
  const id = deps.ids.next("crn");

  const results = await Promise.all(Array.from({ length: 6 }, () => submit(deps, debt, { id })));

  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  expect(unwrap(results[0]!).outcome).toBe("proposed");
  expect(await countKeys(deps.kv, ["approvals"])).toBe(1);
  const before = await dumpKv(deps.kv);
  for (const change of [{ amounts: ["11.00"] }, { reason: "Other" }, { isWhole: true }]) {
    expect(await submit(deps, debt, { id, ...change }))
      .toMatchObject({ error: { code: "validation" } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("what was rejected is never issued, and what was credited meanwhile isn't credited again", async () => {
  await using deps = await makeDeps();
  const debt = await paidDebt(deps);
  const whole = { isWhole: true, amounts: [] };
  unwrap(await submit(deps, debt));
  unwrap(await decide(deps, CHIEF, "reject"));
  expect(await countKeys(deps.kv, ["credit_notes"])).toBe(0);

  unwrap(await submit(deps, debt, whole));
  const small = { actor: staffNumber(2, "billing"), amounts: ["1.00"] };
  expect(unwrap(await submit(deps, debt, small)).outcome).toBe("issued");
  const before = await dumpKv(deps.kv);
  expect(await decide(deps)).toMatchObject({ error: { code: "outdated" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
  unwrap(await decide(deps, CHIEF, "reject"));
  const { total } = debt.invoice;
  unwrap(await submit(deps, debt, whole));
  unwrap(await submit(deps, debt, { amounts: ["20.00"] }));
  // The newest is decided first
  unwrap(await decide(deps));
  expect(await decide(deps)).toMatchObject({ error: { code: "outdated" } });

  expect(await held(deps, debt.customer.id)).toBe(2_100);
  expect(total.minor).toBeGreaterThan(2_100);
  unwrap(await verifyBooks(deps));
});

Deno.test("what makes no sense isn't proposed, and nothing is written", async () => {
  await using deps = await makeDeps();
  const debt = await paidDebt(deps);
  const before = await dumpKv(deps.kv);

  const tries: Array<[code: string, change: Partial<IssueCreditNoteInput>]> = [
    ["not_found", { actor: makeStaff("support") }],
    ["own_account", { actor: { ...CLERK, id: debt.customer.id } }],
    ["validation", { amounts: ["99999.00"] }],
    ["validation", { amounts: ["0"] }],
    ["validation", { reason: " " }],
    ["validation", { id: "crn_1" }],
  ];
  for (const [code, change] of tries) {
    expect([change, await submit(deps, debt, change)])
      .toMatchObject([change, { error: { code } }]);
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("the reason of a proposal goes with the customer's other data", async () => {
  await using deps = await makeDeps();
  const debt = await paidDebt(deps);
  const proposed = unwrap(await submit(deps, debt, { reason: "Sworn at by Mallory" }));
  const approvalId = proposed.outcome === "proposed" ? proposed.approvalId : "";
  const shown = unwrap(await getApproval(deps, { viewer: CHIEF, id: approvalId }));
  expect(shown.summary).toBe(`Credit note for ${debt.invoice.number}: Sworn at by Mallory`);

  for (let time = 0; time < 2; time++) {
    await eraseCreditNotes(deps, debt.invoice.id);
    await eraseApproval(deps, approvalId);
  }

  for await (const { key } of deps.kv.list({ prefix: ["audit_events"] })) await deps.kv.delete(key);
  expect(await dumpText(deps)).not.toContain("Mallory");
});
