/** Coins received: beside the transfers, in the report and in the files, equal to what the chain has shown. */
import { expect } from "expect";
import { decideApproval, listApprovals } from "@/domain/approval/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { applyLook } from "@/domain/crypto/apply_look.ts";
import { bookFinal } from "@/domain/crypto/book_final.ts";
import { bookChainMoney, chainReceiptApproval, nameTransaction } from "@/domain/crypto/mod.ts";
import { readTransfer } from "@/domain/ledger/mod.ts";
import { listPayments } from "@/domain/payment/mod.ts";
import { exportReport, getCoinReport, updateCoinDays } from "@/domain/report/mod.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { type ArrivalInput, arrivalOf, RULES } from "../crypto/fixtures.ts";
import { BITCOIN_ADDRESSES, type CryptoShop, openCryptoShop } from "../crypto/shop.ts";
import { makeStaff } from "../order/fixtures.ts";
import { pay, placeDebt } from "../payment/fixtures.ts";

const staff = makeStaff();
const SPAN = { from: "2026-03-01", to: "2026-03-31" };
const TXID = "ef".repeat(32);

async function see({ deps }: CryptoShop, id: string, arrivals: ArrivalInput[]): Promise<void> {
  await applyLook(deps, id, {
    now: deps.clock.now(),
    tip: 110,
    arrivals: arrivals.map(arrivalOf),
    isGone: () => true,
    rules: { ...RULES, lateRule: "staff_decides" },
  });
  await bookFinal(deps, id);
}

async function rowsOf({ deps }: CryptoShop) {
  await updateCoinDays(deps);
  return unwrap(await getCoinReport(deps, { viewer: staff, span: SPAN })).rows;
}

async function fileOf({ deps }: CryptoShop, file: "coins" | "journal"): Promise<string[][]> {
  const pieces = unwrap(await exportReport(deps, { viewer: staff, span: SPAN, file }));
  let text = "";
  for await (const piece of pieces) text += piece;
  return text.replace("\uFEFF", "").trimEnd().split("\r\n").map((line) => line.split(","));
}

async function transferOf({ deps, debt }: CryptoShop) {
  const [payment] = await listPayments(deps, { viewer: staff, invoiceId: debt.invoice.id });
  return await readTransfer(deps, `receipt:${payment!.id}`);
}

Deno.test("what is booked from a chain keeps its coins, wallet and rate beside the transfer, and the books still verify", async () => {
  await using shop = await openCryptoShop();
  const { deps } = shop;
  const payment = await shop.quote("BTC");
  await see(shop, payment.id, [{ key: "a:0", units: "320000", height: 100 }]);
  const later = await placeDebt(deps, shop.debt.customer, "second.example.com");
  const second = await shop.quote("BTC", later);
  await see(shop, second.id, [{ key: "b:1", units: "100000", height: 101 }]);

  const rows = await rowsOf(shop);
  const [head, ...lines] = await fileOf(shop, "coins");
  const journal = await fileOf(shop, "journal");

  const account = payment.origin!.account;
  expect((await transferOf(shop))!.coins)
    .toEqual({ asset: "BTC", units: "320000", price: "50000", account });
  expect(rows).toEqual([{
    asset: "BTC",
    account,
    accountLabel: "Bitcoin wallet of the settings",
    coins: "0.0042",
    booked: money(21_000, "EUR"),
    perCoin: money(5_000_000, "EUR"),
    count: 2,
  }]);
  expect(lines.map((line) => [
    line[head!.indexOf("coins")],
    line[head!.indexOf("units")],
    line[head!.indexOf("booked")],
    line[head!.indexOf("rate")],
    line[head!.indexOf("reference")],
  ])).toEqual([
    ["0.0032", "320000", "160.00", "50000", "a:0"],
    ["0.001", "100000", "50.00", "50000", "b:1"],
  ]);
  expect(journal.filter((line) => line.at(-3) === "BTC").map((line) => line.slice(-2)))
    .toEqual([["320000", "50000"], ["100000", "50000"]]);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("coins that were changed in the books show in their audit", async () => {
  await using shop = await openCryptoShop();
  const { deps } = shop;
  const { id } = await shop.quote("BTC");
  await see(shop, id, [{ key: "a:0", units: "320000", height: 100 }]);
  const transfer = (await transferOf(shop))!;
  const changed = { ...transfer, coins: { ...transfer.coins!, units: "1" } };

  await deps.kv.set(["ledger_transfers", transfer.id], changed);

  expect((await verifyBooks(deps)).ok).toBe(false);
});

Deno.test("of late money the chain tells the coins, of a named transaction staff, also when a second one approves", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt: { customer } } = shop;
  const { id } = await shop.quote("BTC");
  deps.clock.advance({ hours: 1 });
  await see(shop, id, [{ key: "a:0", units: "200000", height: 100, minedAt: 45 }]);
  unwrap(await bookChainMoney(deps, { actor: staff, id, key: "a:0", amount: "90" }));
  unwrap(await nameTransaction(deps, { actor: customer, id, txid: TXID }));
  const limits = [{ currency: "EUR", topUpMin: "1.00", topUpMax: "9.00", approveAbove: "10.00" }];
  unwrap(await updateSettings(deps, { actor: staff, section: "limits", values: { limits } }));
  const named = { actor: staff, id, key: TXID, amount: "50", coins: "0.0011" };
  const proposed = unwrap(await bookChainMoney(deps, named));
  const [approval] = (await listApprovals(deps, { viewer: staff, status: "proposed" })).items;
  unwrap(
    await decideApproval(deps, {
      actor: { ...staff, id: "cus_01J00000000000000000000009" },
      id: approval!.id,
      decision: "approve",
      note: "",
      effects: { chain_receipt: chainReceiptApproval },
    }),
  );

  expect(proposed.isProposed).toBe(true);
  expect(await rowsOf(shop)).toMatchObject([
    { asset: "BTC", coins: "0.0031", booked: money(14_000, "EUR"), count: 2 },
  ]);
});

Deno.test("a quantity that is none is refused beside its field, and nothing is written", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt: { customer } } = shop;
  const { id } = await shop.quote("BTC");
  unwrap(await nameTransaction(deps, { actor: customer, id, txid: TXID }));
  const before = await dumpKv(deps.kv);

  for (const coins of ["x", "-1", "0", "0.000000001"]) {
    const input = { actor: staff, id, key: TXID, amount: "50", coins };
    expect(await bookChainMoney(deps, input))
      .toMatchObject({
        ok: false,
        error: { code: "validation", fields: { coins: expect.any(String) } },
      });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("what nobody knows the coins of stays apart, and of a fixed address the wallet is the address", async () => {
  await using shop = await openCryptoShop({ chains: { bitcoinAccountKey: "" } });
  const { deps, debt } = shop;
  const values = {
    addresses: [{ asset: "BTC", network: "bitcoin", address: BITCOIN_ADDRESSES[0] }],
  };
  unwrap(await updateSettings(deps, { actor: staff, section: "crypto", values }));
  const { id } = await shop.quote("BTC");
  unwrap(await nameTransaction(deps, { actor: debt.customer, id, txid: TXID }));
  const input = { actor: staff, id, key: TXID, amount: "60", coins: "0.0012" };
  unwrap(await bookChainMoney(deps, input));
  unwrap(
    await pay(deps, debt, {
      amount: "100.00",
      method: "crypto_btc",
      reference: "by hand",
      accept_difference: "1",
    }),
  );

  expect(await rowsOf(shop)).toMatchObject([
    { account: BITCOIN_ADDRESSES[0], accountLabel: null, coins: "0.0012", count: 1 },
    { account: null, coins: null, perCoin: null, booked: money(10_000, "EUR"), count: 1 },
  ]);
});
