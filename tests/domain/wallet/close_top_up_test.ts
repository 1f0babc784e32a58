/** Top-ups that nobody pays: cancelled by their customer or expired; late money is in the wallet all the same. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { applyLook } from "@/domain/crypto/apply_look.ts";
import { bookFinal } from "@/domain/crypto/book_final.ts";
import { getInvoice, readInvoice } from "@/domain/invoice/mod.ts";
import { bookReceipt, rejectProof, submitProof } from "@/domain/payment/mod.ts";
import { getSettings, updateSettings } from "@/domain/settings/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { cancelTopUp, expireTopUps, requestTopUp } from "@/domain/wallet/mod.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { arrivalOf, RULES } from "../crypto/fixtures.ts";
import { openCryptoShop } from "../crypto/shop.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { PNG } from "../payment/fixtures.ts";
import { held } from "./fixtures.ts";

const OWNER = makeStaff();

async function topUp(deps: Deps, actor: CustomerActor, amount = "50.00"): Promise<string> {
  return unwrap(await requestTopUp(deps, { actor, amount, currency: "EUR" })).invoiceId;
}

function arrive(deps: Deps, { actor, invoiceId }: { actor: CustomerActor; invoiceId: string }) {
  return bookReceipt(deps, {
    actor: OWNER,
    customerId: actor.id,
    invoiceId,
    receipt: {
      amount: money(5000, "EUR"),
      method: "bank_transfer",
      reference: "TX-LATE",
      receivedOn: "2026-03-01",
    },
    source: "statement",
  });
}

async function setExpiry(deps: Deps, topUpExpiryDays: number): Promise<void> {
  const values = { ...await getSettings(deps, "orders"), topUpExpiryDays };
  unwrap(await updateSettings(deps, { actor: OWNER, section: "orders", values }));
}

async function statusOf(deps: Deps, invoiceId: string) {
  return (await readInvoice(deps.kv, invoiceId))!.status;
}

Deno.test("a customer cancels an open top-up once, and money that arrives later is in the wallet", async () => {
  await using deps = await makeDeps();
  const actor = await makeCustomer(deps);
  const invoiceId = await topUp(deps, actor);

  unwrap(await cancelTopUp(deps, { actor, invoiceId }));
  const again = await cancelTopUp(deps, { actor, invoiceId });
  const booked = unwrap(await arrive(deps, { actor, invoiceId }));

  expect(again).toEqual({ ok: false, error: { code: "not_open" } });
  expect([booked.outcome, await held(deps, actor.id)]).toEqual(["credited", 5000]);
  expect(await statusOf(deps, invoiceId)).toBe("void");
  unwrap(await verifyBooks(deps));
});

Deno.test("cancelTopUp() refuses other invoices, other customers and those without the right to bills; nothing is written", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt } = shop;
  const actor = debt.customer;
  const invoiceId = await topUp(deps, actor);
  const stranger = await makeCustomer(deps, "ben");
  const via: CustomerActor["via"] = {
    personId: "cus_x",
    kind: "member",
    rights: new Set(["services"]),
  };
  const before = await dumpKv(deps.kv);

  const tries: Array<[code: string, actor: CustomerActor, invoiceId: string]> = [
    ["not_open", actor, debt.invoice.id],
    ["not_found", stranger, invoiceId],
    ["not_found", { ...actor, via }, invoiceId],
    ["not_found", actor, "inv_../x"],
  ];
  for (const [code, by, id] of tries) {
    expect(await cancelTopUp(deps, { actor: by, invoiceId: id }))
      .toEqual({ ok: false, error: { code } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a top-up expires after as many days as the settings say when it is asked for, and late money is in the wallet", async () => {
  await using deps = await makeDeps();
  const actor = await makeCustomer(deps);
  await setExpiry(deps, 10);
  const invoiceId = await topUp(deps, actor);
  const view = unwrap(await getInvoice(deps, { viewer: actor, id: invoiceId }));
  await setExpiry(deps, 1);
  deps.clock.advance({ hours: 24 * 10 - 1 });
  expect(await expireTopUps(deps)).toBe(0);

  deps.clock.advance({ hours: 1 });
  const expired = await Promise.all([expireTopUps(deps), expireTopUps(deps)]);

  expect(view.expiresAt).toBe("2026-03-11T12:00:00.000Z");
  expect([expired.reduce((a, b) => a + b), await statusOf(deps, invoiceId)]).toEqual([1, "void"]);
  expect(unwrap(await arrive(deps, { actor, invoiceId })).outcome).toBe("credited");
  expect(await held(deps, actor.id)).toBe(5000);
  expect(await expireTopUps(deps)).toBe(0);
  unwrap(await verifyBooks(deps));
});

Deno.test("a top-up that is paid, or never expires by the settings, stays as it is", async () => {
  await using deps = await makeDeps();
  const actor = await makeCustomer(deps);
  const paid = await topUp(deps, actor);
  unwrap(await arrive(deps, { actor, invoiceId: paid }));
  await setExpiry(deps, 0);
  const open = await topUp(deps, actor);

  deps.clock.advance({ hours: 24 * 400 });

  expect(await expireTopUps(deps)).toBe(0);
  expect([await statusOf(deps, paid), await statusOf(deps, open)]).toEqual(["paid", "open"]);
});

Deno.test("a top-up waits on while staff have a proof to look at", async () => {
  await using deps = await makeDeps();
  const actor = await makeCustomer(deps);
  const invoiceId = await topUp(deps, actor);
  const file = { name: "a.png", size: PNG.length, stream: () => new Blob([PNG]).stream() };
  const { proofId } = unwrap(await submitProof(deps, { actor, invoiceId, file }));
  deps.clock.advance({ hours: 24 * 31 });
  expect([await expireTopUps(deps), await statusOf(deps, invoiceId)]).toEqual([0, "open"]);

  unwrap(await rejectProof(deps, { actor: OWNER, invoiceId, proofId, reason: "Unreadable" }));
  deps.clock.advance({ hours: 25 });

  expect([await expireTopUps(deps), await statusOf(deps, invoiceId)]).toEqual([1, "void"]);
});

Deno.test("top-ups of before there was an expiry get theirs from now on, once", async () => {
  await using deps = await makeDeps();
  const actor = await makeCustomer(deps);
  await setExpiry(deps, 0);
  const invoiceId = await topUp(deps, actor);
  deps.clock.advance({ hours: 24 * 100 });
  await setExpiry(deps, 30);

  expect(await expireTopUps(deps)).toBe(0);
  deps.clock.advance({ hours: 24 * 29 });
  expect(await expireTopUps(deps)).toBe(0);
  deps.clock.advance({ hours: 24 });

  expect([await expireTopUps(deps), await statusOf(deps, invoiceId)]).toEqual([1, "void"]);
});

Deno.test("however cancelling, expiring and the payment meet, the money is in the wallet once", async () => {
  for (let round = 0; round < 12; round++) {
    await using deps = await makeDeps();
    const actor = await makeCustomer(deps);
    const invoiceId = await topUp(deps, actor);
    deps.clock.advance({ hours: 24 * 30 });
    const ends = async (end: Promise<{ ok: boolean } | number>) => {
      const ended = await end;
      return typeof ended === "number" ? ended : Number(ended.ok);
    };
    const pays = async () => (await arrive(deps, { actor, invoiceId }), 0);
    const acts = [
      pays,
      () => ends(cancelTopUp(deps, { actor, invoiceId })),
      () => ends(expireTopUps(deps)),
      () => ends(cancelTopUp(deps, { actor, invoiceId })),
      pays,
    ];
    const turned = [...acts.slice(round % 5), ...acts.slice(0, round % 5)];

    const counts = await Promise.all(turned.map((act) => act()));

    const isVoid = await statusOf(deps, invoiceId) === "void";
    expect(counts.reduce((all, count) => all + count)).toBe(isVoid ? 1 : 0);
    expect(await held(deps, actor.id)).toBe(5000);
    unwrap(await verifyBooks(deps));
  }
});

Deno.test("coins that arrive for a cancelled top-up are in the wallet", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt: { customer: actor } } = shop;
  const invoiceId = await topUp(deps, actor);
  const invoice = unwrap(await getInvoice(deps, { viewer: actor, id: invoiceId }));
  const { id, quotes } = await shop.quote("BTC", { ...shop.debt, invoice });
  unwrap(await cancelTopUp(deps, { actor, invoiceId }));

  await applyLook(deps, id, {
    now: deps.clock.now(),
    tip: 110,
    arrivals: [arrivalOf({ units: quotes[0]!.units, height: 100, minedAt: 0 })],
    isGone: () => true,
    rules: RULES,
  });
  expect(await bookFinal(deps, id)).toBe(1);

  expect([await held(deps, actor.id), await statusOf(deps, invoiceId)]).toEqual([5000, "void"]);
  unwrap(await verifyBooks(deps));
});
