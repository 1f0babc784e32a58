/** Refunds by hand: the wallet is debited once, nothing leaves while it is frozen, and each transfer is noted once. */
import { expect } from "expect";
import { decideApproval } from "@/domain/approval/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { loadAccount, stageAccountChange } from "@/domain/customer/mod.ts";
import { checkPayoutStop, setPayoutStop } from "@/domain/ledger/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { releasePayouts } from "@/domain/takeover/mod.ts";
import {
  type BookingForm,
  listRefunds,
  noteRefundSent,
  refundEffect,
  refundWallet,
} from "@/domain/wallet/mod.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { mailsTo } from "../../helpers/mails.ts";
import { makeCustomer } from "../order/fixtures.ts";
import { fill, held, staffNumber } from "./fixtures.ts";

const BOOKER = staffNumber(1, "billing");
const effects = { refund: refundEffect };

function refund(
  deps: Deps,
  accountId: string,
  change: BookingForm = {},
  actor: StaffActor = BOOKER,
) {
  const form = {
    amount: "20.00",
    currency: "EUR",
    method: "bank_transfer",
    destination: "DE02 1203 0000 0000 2020 51",
    reason: "The rest of your credit",
  };
  return refundWallet(deps, { actor, accountId, form: { ...form, ...change } });
}

async function freeze(deps: Deps, accountId: string): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const account = (await loadAccount(tx, accountId))!;
      stageAccountChange(tx, { ...account, payoutsFrozenAt: isoNow(deps.clock) });
      return ok(undefined);
    }),
  );
}

async function stopAll(deps: Deps): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      await checkPayoutStop(tx);
      setPayoutStop(tx, { schemaVersion: 1, since: isoNow(deps.clock), problemCount: 1 });
      return ok(undefined);
    }),
  );
}

Deno.test("refundWallet() debits the wallet to the house's account, tells the customer, and waits to be sent", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 5_000);

  const booked = unwrap(await refund(deps, id));

  expect([booked.status, await held(deps, id)]).toEqual(["booked", 3_000]);
  expect(unwrap(await verifyBooks(deps)).ledger.houseBalances).toEqual({ "house:bank:EUR": 3_000 });
  const mail = (await mailsTo(deps, "ada@example.com")).at(-1)!;
  expect([mail.template, mail.variables.amount, mail.variables.destination])
    .toEqual(["wallet_refunded", "20.00 EUR", "DE02 1203 0000 0000 2020 51"]);
  const toSend = await listRefunds(deps, { viewer: BOOKER });
  expect(toSend.items.map((each) => each.id)).toEqual([booked.id]);

  unwrap(await noteRefundSent(deps, { actor: BOOKER, id: booked.id, reference: "E2E 1" }));
  expect((await listRefunds(deps, { viewer: BOOKER })).items).toEqual([]);
  const own = await listRefunds(deps, { viewer: BOOKER, accountId: id });
  expect(own.items[0]).toMatchObject({ reference: "E2E 1", sentAt: expect.any(String) });
});

Deno.test("50 parallel refunds of a balance for one: one is booked, and the books add up", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 3_000);

  const results = await Promise.all(Array.from({ length: 50 }, () => refund(deps, id)));

  expect(results.filter((result) => result.ok).length).toBe(1);
  expect(await held(deps, id)).toBe(1_000);
  expect((await listRefunds(deps, { viewer: BOOKER })).items.length).toBe(1);
  unwrap(await verifyBooks(deps));
});

Deno.test("the same form twice, also at once, takes the money once", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 9_000);
  const key = deps.ids.next("rfd");

  const results = await Promise.all(
    Array.from({ length: 8 }, () => refund(deps, id, { id: key })),
  );

  expect(results.every((result) => result.ok)).toBe(true);
  expect(await held(deps, id)).toBe(7_000);
  expect(await refund(deps, id, { id: key, amount: "1" }))
    .toMatchObject({ error: { code: "validation" } });
});

Deno.test("a transfer is noted for one refund, however its name is typed, and each refund is sent once", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 9_000);
  const [one, other] = [unwrap(await refund(deps, id)), unwrap(await refund(deps, id))];
  const note = (refundId: string, reference: string, actor = BOOKER) =>
    noteRefundSent(deps, { actor, id: refundId, reference });

  const results = await Promise.all([note(one.id, "TX-77 a"), note(other.id, "tx77A")]);
  expect(results.filter((result) => result.ok).length).toBe(1);
  const sent = results[0]!.ok ? one : other;
  const left = results[0]!.ok ? other : one;
  const before = await dumpKv(deps.kv);

  expect(await note(sent.id, "TX-78")).toMatchObject({ error: { code: "not_to_send" } });
  expect(await note(left.id, "tx 77A")).toMatchObject({ error: { code: "validation" } });
  expect(await note(left.id, " - ")).toMatchObject({ error: { code: "validation" } });
  expect(await note(left.id, "TX-78", staffNumber(3, "support")))
    .toMatchObject({ error: { code: "not_found" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("nothing leaves while the customer's payouts are frozen or the books differ, not even what was approved", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 200_000);
  const proposed = unwrap(await refund(deps, id, { amount: "1000" }));
  const approve = () =>
    decideApproval(deps, {
      actor: staffNumber(2),
      id: proposed.approvalId!,
      decision: "approve",
      effects,
    });

  await freeze(deps, id);
  let before = await dumpKv(deps.kv);
  const frozen = { error: { code: "payouts_frozen", why: "account" } };
  expect(await refund(deps, id)).toMatchObject(frozen);
  expect(await refund(deps, id, { amount: "1000" })).toMatchObject(frozen);
  expect(await approve()).toMatchObject(frozen);
  expect(await dumpKv(deps.kv)).toEqual(before);
  unwrap(await releasePayouts(deps, { actor: staffNumber(3), accountId: id }));

  await stopAll(deps);
  before = await dumpKv(deps.kv);
  const stopped = { error: { code: "payouts_frozen", why: "books" } };
  expect(await refund(deps, id)).toMatchObject(stopped);
  expect(await approve()).toMatchObject(stopped);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a stop of payouts that is set at the same moment holds: what is booked was booked before it", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 100_000);

  const results = await Promise.all([
    ...Array.from({ length: 12 }, () => refund(deps, id, { amount: "1" })),
    stopAll(deps),
    ...Array.from({ length: 12 }, () => refund(deps, id, { amount: "1" })),
  ]);

  const booked = results.filter((result) => result !== undefined && result.ok).length;
  expect(await held(deps, id)).toBe(100_000 - 100 * booked);
  const stop = (await deps.kv.get(["payout_stop"])).versionstamp!;
  const wallet = (await deps.kv.get(["ledger_wallets", `wallet:${id}:EUR`])).versionstamp!;
  expect(booked < 24 && wallet < stop).toBe(true);
});

Deno.test("above the limit another member of staff decides; a rejected refund leaves the money where it is", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 200_000);
  const [one, other] = [
    unwrap(await refund(deps, id, { amount: "600" })),
    unwrap(await refund(deps, id, { amount: "700" })),
  ];
  const decide = (approvalId: string, digit: number, decision: "approve" | "reject") =>
    decideApproval(deps, {
      actor: staffNumber(digit),
      id: approvalId,
      decision,
      note: "Checked by phone",
      effects,
    });
  expect(await held(deps, id)).toBe(200_000);

  unwrap(await decide(one.approvalId!, 2, "approve"));
  unwrap(await decide(other.approvalId!, 2, "reject"));

  expect(await held(deps, id)).toBe(140_000);
  const { items } = await listRefunds(deps, { viewer: BOOKER, accountId: id });
  expect(items.map((each) => each.status)).toEqual(["rejected", "booked"]);
  expect(await noteRefundSent(deps, { actor: BOOKER, id: other.id, reference: "TX" }))
    .toMatchObject({ error: { code: "not_to_send" } });
  unwrap(await verifyBooks(deps));
});

Deno.test("refundWallet() refuses one's own wallet, those without the right, too much and nonsense, and writes nothing", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 1_000);
  const before = await dumpKv(deps.kv);

  const tries: Array<[code: string, result: Promise<{ ok: boolean }>]> = [
    ["own_account", refund(deps, id, {}, { ...BOOKER, id })],
    ["not_found", refund(deps, id, {}, staffNumber(2, "support"))],
    ["not_found", refund(deps, "cus_01J0000000000000000000000X")],
    ["insufficient_funds", refund(deps, id, { amount: "10.01" })],
    ["insufficient_funds", refund(deps, id, { amount: "900" })],
    ["validation", refund(deps, id, { amount: "0" })],
    ["validation", refund(deps, id, { destination: "x" })],
    ["validation", refund(deps, id, { destination: "DE02\n1203" })],
    ["validation", refund(deps, id, { method: "cash" })],
    ["validation", refund(deps, id, { reason: "" })],
  ];
  for (const [code, result] of tries) {
    expect(await result).toMatchObject({ ok: false, error: { code } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});
