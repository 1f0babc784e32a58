/** Credits and debits by staff: with a reason, once, never below zero, and above the limit by two people. */
import { expect } from "expect";
import { decideApproval } from "@/domain/approval/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { adjustmentEffect, adjustWallet, type BookingForm } from "@/domain/wallet/mod.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { mailsTo } from "../../helpers/mails.ts";
import { makeCustomer } from "../order/fixtures.ts";
import { fill, held, staffNumber } from "./fixtures.ts";

const BOOKER = staffNumber(1, "billing");
const effects = { adjustment: adjustmentEffect };

function adjust(
  deps: Deps,
  accountId: string,
  change: BookingForm = {},
  actor: StaffActor = BOOKER,
) {
  const form = { direction: "credit", amount: "20.00", currency: "EUR", reason: "Goodwill" };
  return adjustWallet(deps, { actor, accountId, form: { ...form, ...change } });
}

function decide(deps: Deps, id: string, digit: number) {
  return decideApproval(deps, { actor: staffNumber(digit), id, decision: "approve", effects });
}

Deno.test("adjustWallet() credits and debits against the house's adjustments, and the customer reads why", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);

  unwrap(await adjust(deps, id));
  unwrap(await adjust(deps, id, { direction: "debit", amount: "5,50", reason: "Typed wrong" }));

  expect(await held(deps, id)).toBe(1_450);
  const { ledger } = unwrap(await verifyBooks(deps));
  expect(ledger.houseBalances).toEqual({ "house:adjustments:EUR": 1_450 });
  const mails = (await mailsTo(deps, "ada@example.com"))
    .filter(({ template }) => template === "wallet_adjusted");
  expect(mails.map(({ variables }) => [variables.amount, variables.what, variables.reason]))
    .toEqual([["20.00 EUR", "added to", "Goodwill"], ["5.50 EUR", "taken from", "Typed wrong"]]);
});

Deno.test("a form that is sent twice, also at once, is booked once; with something else in it, it is refused", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  const key = deps.ids.next("adj");

  const results = await Promise.all(
    Array.from({ length: 8 }, () => adjust(deps, id, { id: key })),
  );

  expect(results.map((result) => result.ok && result.value.id)).toEqual(Array(8).fill(key));
  expect(await held(deps, id)).toBe(2_000);
  const before = await dumpKv(deps.kv);
  for (const change of [{ amount: "21" }, { reason: "Other" }, { direction: "debit" }]) {
    expect(await adjust(deps, id, { id: key, ...change }))
      .toMatchObject({ error: { code: "validation" } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("50 parallel debits of a balance for one: one is booked, and the books add up", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 3_000);

  const results = await Promise.all(
    Array.from({ length: 50 }, () => adjust(deps, id, { direction: "debit" })),
  );

  expect(results.filter((result) => result.ok).length).toBe(1);
  expect(await held(deps, id)).toBe(1_000);
  expect(unwrap(await verifyBooks(deps)).ledger.houseBalances)
    .toEqual({ "house:bank:EUR": 3_000, "house:adjustments:EUR": -2_000 });
});

Deno.test("above the limit nothing is booked until somebody else approves; parallel approvals book once", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);

  const proposed = unwrap(await adjust(deps, id, { amount: "500.01" }));
  expect([proposed.status, await held(deps, id)]).toEqual(["proposed", 0]);
  const before = await dumpKv(deps.kv);
  expect(await decide(deps, proposed.approvalId!, 1))
    .toMatchObject({ error: { code: "not_second_person" } });
  expect(await dumpKv(deps.kv)).toEqual(before);

  const results = await Promise.all(
    [2, 3, 4, 5, 6].map((digit) => decide(deps, proposed.approvalId!, digit)),
  );

  expect(results.filter((result) => result.ok).length).toBe(1);
  expect(await held(deps, id)).toBe(50_001);
  unwrap(await verifyBooks(deps));
});

Deno.test("a rejected adjustment is never booked, and a debit isn't approved once the money is gone", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 60_000);
  const debit = { direction: "debit", amount: "600" };
  const first = unwrap(await adjust(deps, id, debit));
  const second = unwrap(await adjust(deps, id, debit));

  unwrap(
    await decideApproval(deps, {
      actor: staffNumber(2),
      id: first.approvalId!,
      decision: "reject",
      note: "No",
      effects,
    }),
  );
  expect(await decide(deps, first.approvalId!, 3))
    .toMatchObject({ error: { code: "already_decided" } });
  unwrap(await adjust(deps, id, { direction: "debit", amount: "1" }));
  expect(await decide(deps, second.approvalId!, 3))
    .toMatchObject({ error: { code: "insufficient_funds" } });

  expect(await held(deps, id)).toBe(59_900);
});

Deno.test("adjustWallet() refuses one's own wallet, those without the right, too much and nonsense, and writes nothing", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 1_000);
  const before = await dumpKv(deps.kv);

  const tries: Array<[code: string, result: Promise<{ ok: boolean }>]> = [
    ["own_account", adjust(deps, id, {}, { ...BOOKER, id })],
    ["not_found", adjust(deps, id, {}, staffNumber(2, "support"))],
    ["not_found", adjust(deps, "cus_01J0000000000000000000000X")],
    ["not_found", adjust(deps, "__proto__")],
    ["insufficient_funds", adjust(deps, id, { direction: "debit", amount: "10.01" })],
    ["insufficient_funds", adjust(deps, id, { direction: "debit", amount: "900" })],
    ["validation", adjust(deps, id, { amount: "0" })],
    ["validation", adjust(deps, id, { amount: "-5" })],
    ["validation", adjust(deps, id, { currency: "XYZ" })],
    ["validation", adjust(deps, id, { reason: "  " })],
    ["validation", adjust(deps, id, { direction: "both" })],
    ["validation", adjust(deps, id, { id: "adj_1" })],
    ["validation", adjust(deps, id, { status: "booked" })],
  ];
  for (const [code, result] of tries) {
    expect(await result).toMatchObject({ ok: false, error: { code } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});
