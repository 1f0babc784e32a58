/** What staff decide about chain payments, and transactions that customers name. */
import { expect } from "expect";
import { decideApproval, listApprovals } from "@/domain/approval/mod.ts";
import { listAudit } from "@/domain/audit/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { applyLook } from "@/domain/crypto/apply_look.ts";
import {
  bookChainMoney,
  chainReceiptApproval,
  dismissChainMoney,
  getChainPayment,
  listChainPayments,
  listOfInvoice,
  nameTransaction,
  refreshRates,
} from "@/domain/crypto/mod.ts";
import type { ChainPayment } from "@/domain/crypto/model.ts";
import { listMails } from "@/domain/mail/mod.ts";
import { listPayments } from "@/domain/payment/mod.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { pay, placeDebt } from "../payment/fixtures.ts";
import { type ArrivalInput, arrivalOf, RULES } from "./fixtures.ts";
import { type CryptoShop, openCryptoShop, setChains } from "./shop.ts";

const TXID = "ab".repeat(32);
const staff = makeStaff();
const colleague: StaffActor = { ...staff, id: "cus_01J00000000000000000000009" };
const viewer: StaffActor = { ...staff, permissions: ROLE_PERMISSIONS.viewer };

/** A payment on which something came that the settings leave to staff. */
async function late(shop: CryptoShop, arrival: ArrivalInput = {}): Promise<ChainPayment> {
  const { id } = await shop.quote("BTC");
  shop.deps.clock.advance({ hours: 1 });
  await see(shop, id, [{ height: 100, minedAt: 50, ...arrival }]);
  return await shop.payment(id);
}

async function see({ deps }: CryptoShop, id: string, arrivals: ArrivalInput[], tip = 110) {
  await applyLook(deps, id, {
    now: deps.clock.now(),
    tip,
    arrivals: arrivals.map(arrivalOf),
    isGone: () => true,
    rules: { ...RULES, lateRule: "staff_decides" },
  });
}

const code = (result: { ok: boolean; error?: { code: string } }) => result.error?.code ?? null;
const received = async ({ deps, debt }: CryptoShop) =>
  (await listPayments(deps, { viewer: staff, invoiceId: debt.invoice.id }))
    .map(({ amount, reference, recordedBy }) => [amount.minor, reference, recordedBy]);

Deno.test("staff book late money by what they say that it is worth, once", async () => {
  await using shop = await openCryptoShop();
  const { deps } = shop;
  const { id } = await late(shop);
  await refreshRates(deps);
  const seen = unwrap(await getChainPayment(deps, { viewer: staff, id }));
  expect(seen.decisions).toEqual([
    expect.objectContaining({ key: "a:0", kind: "late", amount: "0.002 BTC", isFinal: true }),
  ]);
  expect(seen.decisions[0]!.worth).toEqual({ minor: 10_000, currency: "EUR" });

  const input = { actor: staff, id, key: "a:0", amount: "99.50" };
  const [first, second] = await Promise.all([
    bookChainMoney(deps, input),
    bookChainMoney(deps, input),
  ]);

  expect([code(first), code(second)].toSorted()).toEqual([null, "already_decided"].toSorted());
  expect(await received(shop)).toEqual([[9950, "a:0", staff.id]]);
  expect((await shop.payment(id)).sightings[0]!.booking).toMatchObject({ amount: { minor: 9950 } });
  expect((await listChainPayments(deps, { viewer: staff, attention: true })).items).toEqual([]);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("late money that staff have recorded by its transaction isn't booked again, nor the other way round", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt } = shop;
  const { id, sightings: [sighting] } = await late(shop);
  const { key, txid } = sighting!;
  const byHand = () =>
    pay(deps, debt, {
      method: "crypto_btc",
      reference: txid,
      amount: "1.00",
      accept_difference: "on",
    });
  const book = (amount: string) => bookChainMoney(deps, { actor: staff, id, key, amount });
  unwrap(await byHand());
  expect(code(await book("1.00"))).toBe("already_booked");
  expect(await received(shop)).toHaveLength(1);

  await see(shop, id, [
    { height: 100, minedAt: 50 },
    { height: 101, minedAt: 51, key: `${"cd".repeat(32)}:0` },
  ]);
  const other = (await shop.payment(id)).sightings[1]!;
  unwrap(await bookChainMoney(deps, { actor: staff, id, key: other.key, amount: "2.00" }));
  const again = await pay(deps, debt, {
    method: "crypto_btc",
    reference: other.txid,
    amount: "2.00",
    accept_difference: "on",
  });
  expect(code(again)).toBe("validation");
  expect(await received(shop)).toHaveLength(2);
});

Deno.test("above the limit a colleague approves; until then nothing is booked, and a rejection opens it again", async () => {
  await using shop = await openCryptoShop();
  const { deps } = shop;
  const limits = {
    limits: [{ currency: "EUR", topUpMin: "1.00", topUpMax: "500.00", approveAbove: "50.00" }],
  };
  unwrap(await updateSettings(deps, { actor: staff, section: "limits", values: limits }));
  const { id } = await late(shop);
  const book = () => bookChainMoney(deps, { actor: staff, id, key: "a:0", amount: "80" });
  const decide = async (actor: StaffActor, decision: "approve" | "reject") => {
    const [approval] = (await listApprovals(deps, { viewer: staff, status: "proposed" })).items;
    return await decideApproval(deps, {
      actor,
      id: approval!.id,
      decision,
      note: "Not yet",
      effects: { chain_receipt: chainReceiptApproval },
    });
  };

  expect(unwrap(await book())).toMatchObject({ isProposed: true });
  expect(code(await book())).toBe("already_decided");
  expect(await received(shop)).toEqual([]);
  expect(code(await decide(staff, "approve"))).toBe("not_second_person");
  unwrap(await decide(colleague, "reject"));
  expect(await received(shop)).toEqual([]);
  expect(unwrap(await book())).toMatchObject({ isProposed: true });
  unwrap(await decide(colleague, "approve"));

  expect(await received(shop)).toEqual([[8000, "a:0", colleague.id]]);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("what the chain may still lose can't be booked, nor what it has lost", async () => {
  await using shop = await openCryptoShop();
  const { deps } = shop;
  const { id } = await late(shop, { height: 109 });
  const before = await dumpKv(deps.kv);
  const input = { actor: staff, id, key: "a:0", amount: "10" };
  expect(code(await bookChainMoney(deps, input))).toBe("not_final");
  expect(await dumpKv(deps.kv)).toEqual(before);

  await see(shop, id, []);
  expect(code(await bookChainMoney(deps, input))).toBe("already_decided");
  expect(await received(shop)).toEqual([]);
});

Deno.test("staff leave money out with a reason, and take note of what is lost", async () => {
  await using shop = await openCryptoShop();
  const { deps } = shop;
  const { id } = await late(shop);
  const input = { actor: staff, id, key: "a:0", reason: "Sent back by hand." };
  unwrap(await dismissChainMoney(deps, input));
  expect(code(await dismissChainMoney(deps, input))).toBe("already_decided");
  expect((await shop.payment(id)).sightings[0]).toMatchObject({ isDismissed: true, booking: null });

  await see(shop, id, [{ height: 100, minedAt: 50 }, { key: "b:0", height: 100, minedAt: 50 }]);
  unwrap(await bookChainMoney(deps, { actor: staff, id, key: "b:0", amount: "10" }));
  await see(shop, id, []);
  expect((await shop.payment(id)).phase).toBe("lost");
  expect((await listChainPayments(deps, { viewer: staff, attention: true })).items).toHaveLength(1);
  unwrap(await dismissChainMoney(deps, { ...input, key: "b:0", reason: "Corrected by hand." }));
  expect((await shop.payment(id)).phase).not.toBe("lost");
  expect((await listChainPayments(deps, { viewer: staff, attention: true })).items).toEqual([]);
  const actions = unwrap(await listAudit(deps, { viewer: staff })).items.map(({ action }) =>
    action
  );
  expect(actions.filter((action) => action === "crypto.dismissed")).toHaveLength(2);
});

Deno.test("without a node the customer names the transaction, staff are told once and book it", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt } = shop;
  const { id } = await shop.quote("BTC");
  const name = (txid: string) => nameTransaction(deps, { actor: debt.customer, id, txid });

  unwrap(await name(` ${TXID.toUpperCase()}\n`));
  unwrap(await name(TXID));
  const mails = unwrap(await listMails(deps, { viewer: staff })).items
    .filter(({ template }) => template === "crypto_attention");
  const [shown] = unwrap(
    await listOfInvoice(deps, { viewer: debt.customer, invoiceId: debt.invoice.id }),
  );
  const { decisions } = unwrap(await getChainPayment(deps, { viewer: staff, id }));
  const amount = (debt.invoice.due.minor / 100).toFixed(2);
  unwrap(await bookChainMoney(deps, { actor: staff, id, key: TXID, amount }));

  expect(mails).toHaveLength(1);
  expect(shown).toMatchObject({ isWatched: false, claims: [{ txid: TXID, status: "pending" }] });
  expect(decisions).toEqual([
    expect.objectContaining({ kind: "claim", txid: TXID, worth: debt.invoice.due }),
  ]);
  expect(await received(shop)).toEqual([[debt.invoice.due.minor, TXID, staff.id]]);
  expect(await shop.due()).toBe(0);
  expect((await shop.payment(id)).claims[0]).toMatchObject({ status: "accepted" });
});

Deno.test("one transaction named for two invoices is booked for one of them", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt } = shop;
  const second = await placeDebt(deps, debt.customer, "second.example.com");
  const payments = [await shop.quote("BTC"), await shop.quote("BTC", second)];
  for (const { id } of payments) {
    unwrap(await nameTransaction(deps, { actor: debt.customer, id, txid: TXID }));
  }
  const book = ({ id }: ChainPayment) =>
    bookChainMoney(deps, { actor: staff, id, key: TXID, amount: "10" });

  expect(code(await book(payments[0]!))).toBeNull();
  const before = await dumpKv(deps.kv);
  expect(code(await book(payments[1]!))).toBe("already_booked");
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a rejected transaction says why to its customer", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt } = shop;
  const { id } = await shop.quote("BTC");
  unwrap(await nameTransaction(deps, { actor: debt.customer, id, txid: TXID }));
  unwrap(
    await dismissChainMoney(deps, {
      actor: staff,
      id,
      key: TXID,
      reason: "It pays somebody else.",
    }),
  );
  const [shown] = unwrap(
    await listOfInvoice(deps, { viewer: debt.customer, invoiceId: debt.invoice.id }),
  );
  expect(shown!.claims).toEqual([
    expect.objectContaining({ status: "rejected", reason: "It pays somebody else." }),
  ]);
});

Deno.test("what isn't a transaction, is watched, or isn't one's own can't be named, and nothing is written", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt } = shop;
  const { id } = await shop.quote("BTC");
  const eve = await makeCustomer(deps, "eve");
  const name = async (actor: typeof eve, at: string, txid: string) =>
    code(await nameTransaction(deps, { actor, id: at, txid }));
  const before = await dumpKv(deps.kv);

  for (const bad of ["", "x", `0x${TXID}`, TXID.slice(1), `${TXID}0`, "zz".repeat(32)]) {
    expect([bad, await name(debt.customer, id, bad)]).toEqual([bad, "validation"]);
  }
  expect(await name(eve, id, TXID)).toBe("not_found");
  expect(await name(debt.customer, deps.ids.next("chp"), TXID)).toBe("not_found");
  expect(await name(debt.customer, "../x", TXID)).toBe("not_found");
  expect(await dumpKv(deps.kv)).toEqual(before);
  await setChains(deps, { esploraUrl: "https://esplora.example.com" });
  expect(await name(debt.customer, id, TXID)).toBe("is_watched");
  await setChains(deps, { esploraUrl: "" });
  for (let n = 0; n < 10; n++) {
    expect(await name(debt.customer, id, String(n).padStart(64, "0"))).toBeNull();
  }
  expect(await name(debt.customer, id, TXID)).toBe("validation");
});

Deno.test("staff without the right see nothing and decide nothing, and nothing is written", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt } = shop;
  const { id } = await late(shop);
  const eve = await makeCustomer(deps, "eve");
  const before = await dumpKv(deps.kv);
  const input = { actor: viewer, id, key: "a:0" };

  expect(code(await bookChainMoney(deps, { ...input, amount: "10" }))).toBe("not_found");
  expect(code(await dismissChainMoney(deps, { ...input, reason: "x" }))).toBe("not_found");
  expect(code(await getChainPayment(deps, { viewer, id }))).toBe("not_found");
  expect((await listChainPayments(deps, { viewer })).items).toEqual([]);
  for (const amount of ["", "0", "-1", "1e3", "ten"]) {
    const asked = { actor: staff, id, key: "a:0", amount };
    expect(code(await bookChainMoney(deps, asked))).toBe("validation");
  }
  const other = { actor: staff, id, key: "nope", amount: "10" };
  expect(code(await bookChainMoney(deps, other))).toBe("not_found");
  for (const reason of [" ", "x".repeat(301)]) {
    const asked = { ...input, actor: staff, reason };
    expect(code(await dismissChainMoney(deps, asked))).toBe("validation");
  }
  const foreign = { viewer: eve, invoiceId: debt.invoice.id };
  expect(code(await listOfInvoice(deps, foreign))).toBe("not_found");
  expect(await dumpKv(deps.kv)).toEqual(before);
});
