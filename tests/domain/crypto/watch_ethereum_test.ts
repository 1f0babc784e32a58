/** Ethereum payments from the quote to the books, on a real node that is paid for real and reorganised. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import type { ChainPayment } from "@/domain/crypto/model.ts";
import { watchChains } from "@/domain/crypto/watch_chains.ts";
import { listMails } from "@/domain/mail/mod.ts";
import { listPayments } from "@/domain/payment/mod.ts";
import { getSettings, type SettingsOf, updateSettings } from "@/domain/settings/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { type Anvil, startAnvil } from "@/tests/helpers/anvil.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { placeDebt } from "../payment/fixtures.ts";
import { type CryptoShop, openCryptoShop } from "./shop.ts";

const START = Temporal.Instant.from("2026-03-01T12:00:00Z");

interface EthereumShop extends CryptoShop {
  anvil: Anvil;
  tokens: { USDT: string; USDC: string };
  /** Mines so many blocks, then watches, a minute later. */
  mine(blocks: number): Promise<void>;
  watch(): Promise<void>;
  phase(payment: ChainPayment): Promise<string>;
  received(invoiceId?: string): Promise<Array<[method: string, minor: number, outcome: string]>>;
}

/** A shop whose ethereum payments need four confirmations. */
async function openEthereumShop(
  chains: Partial<SettingsOf<"chains">> = {},
): Promise<EthereumShop> {
  const anvil = await startAnvil(START);
  const tokens = { USDT: await anvil.deployToken(), USDC: await anvil.deployToken() };
  const shop = await openCryptoShop({
    chains: {
      ethereumRpcUrl: anvil.url,
      chainId: anvil.chainId,
      usdtContract: tokens.USDT,
      usdcContract: tokens.USDC,
      ...chains,
    },
    privateHosts: [anvil.host],
  });
  const { deps, debt } = shop;
  const steps = [{ network: "ethereum", upTo: 0, confirmations: 4 }];
  const change = { actor: makeStaff(), section: "confirmations" as const, values: { steps } };
  unwrap(await updateSettings(deps, change));
  const dispose = shop[Symbol.asyncDispose];
  const watch = async () => {
    deps.clock.advance({ minutes: 1 });
    await watchChains(deps);
  };
  return Object.assign(shop, {
    anvil,
    tokens,
    watch,
    async mine(blocks: number) {
      await anvil.mine(blocks);
      await watch();
    },
    phase: async ({ id }: ChainPayment) => (await shop.payment(id)).phase,
    async received(invoiceId = debt.invoice.id) {
      const payments = await listPayments(deps, { viewer: makeStaff(), invoiceId });
      return payments.toReversed().map(({ method, amount, outcome }) =>
        [method, amount.minor, outcome] as [string, number, string]
      );
    },
    async [Symbol.asyncDispose]() {
      await anvil[Symbol.asyncDispose]();
      await dispose();
    },
  });
}

const asked = (payment: ChainPayment) => BigInt(payment.quotes.at(-1)!.units);
const booksAreRight = async ({ deps }: EthereumShop) => (await verifyBooks(deps)).ok;

Deno.test("ether paid exactly: confirming by blocks, booked once at its depth", async () => {
  await using shop = await openEthereumShop();
  const payment = await shop.quote("ETH");
  const phases: string[] = [];
  await shop.mine(2);
  phases.push(await shop.phase(payment));
  const hash = await shop.anvil.send(payment.address, asked(payment));
  await shop.mine(1);
  phases.push(await shop.phase(payment));
  await shop.mine(2);
  phases.push(await shop.phase(payment));
  expect(await shop.received()).toEqual([]);
  await shop.mine(1);
  phases.push(await shop.phase(payment));
  for (let n = 0; n < 3; n++) await shop.mine(5);

  expect(phases).toEqual(["waiting", "confirming", "confirming", "exact"]);
  expect(await shop.received()).toEqual([["crypto_eth", shop.debt.invoice.due.minor, "settled"]]);
  expect((await shop.payment(payment.id)).sightings).toEqual([
    expect.objectContaining({ key: hash, asset: "ETH", match: "on_time" }),
  ]);
  expect(await shop.due()).toBe(0);
  expect(await booksAreRight(shop)).toBe(true);
});

Deno.test("a token paid in two parts: the first is booked as a part, the second settles", async () => {
  await using shop = await openEthereumShop();
  const { anvil, tokens } = shop;
  const payment = await shop.quote("USDC");
  const part = asked(payment) / 3n;
  await anvil.sendToken(tokens.USDC, payment.address, part);
  await shop.mine(4);
  expect(await shop.phase(payment)).toBe("underpaid");
  await anvil.sendToken(tokens.USDC, payment.address, asked(payment) - part);
  await shop.mine(4);

  const received = await shop.received();
  expect(received.map(([method, , outcome]) => [method, outcome]))
    .toEqual([["crypto_usdc", "underpaid"], ["crypto_usdc", "settled"]]);
  expect(received.reduce((sum, [, minor]) => sum + minor, 0)).toBe(shop.debt.invoice.due.minor);
  expect(await shop.phase(payment)).toBe("exact");
  expect(await booksAreRight(shop)).toBe(true);
});

Deno.test("several invoices are paid in one block, ether, tokens and a token that isn't one", async () => {
  await using shop = await openEthereumShop();
  const { anvil, tokens, deps } = shop;
  const debts = await Promise.all(
    ["a", "b", "c"].map(async (name) =>
      await placeDebt(deps, await makeCustomer(deps, `x${name}`), `${name}.example.com`)
    ),
  );
  const ether = await shop.quote("ETH", debts[0]);
  const usdt = await shop.quote("USDT", debts[1]);
  const fake = await shop.quote("USDC", debts[2]);
  const worthless = await anvil.deployToken();
  await anvil.send(ether.address, asked(ether));
  await anvil.sendToken(tokens.USDT, usdt.address, asked(usdt));
  await anvil.sendToken(worthless, fake.address, asked(fake));
  await shop.mine(5);

  expect(await shop.received(debts[0]!.invoice.id)).toEqual([
    ["crypto_eth", debts[0]!.invoice.due.minor, "settled"],
  ]);
  expect(await shop.received(debts[1]!.invoice.id)).toEqual([
    ["crypto_usdt", debts[1]!.invoice.due.minor, "settled"],
  ]);
  expect(await shop.received(debts[2]!.invoice.id)).toEqual([]);
  expect((await shop.payment(fake.id)).sightings).toEqual([]);
});

Deno.test("a reorganisation before its depth: gone, and not booked; paid in the other branch, it is booked once", async () => {
  await using shop = await openEthereumShop();
  const { anvil } = shop;
  const payment = await shop.quote("ETH");
  await shop.mine(1);
  const fork = await anvil.snapshot();
  await anvil.send(payment.address, asked(payment));
  await shop.mine(3);
  expect(await shop.phase(payment)).toBe("confirming");

  await anvil.revert(fork);
  await anvil.send("0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0", 1n);
  await shop.mine(6);
  expect(await shop.phase(payment)).toBe("reorganised");
  expect(await shop.received()).toEqual([]);

  await anvil.send(payment.address, asked(payment));
  await shop.mine(4);
  expect(await shop.phase(payment)).toBe("exact");
  expect(await shop.received()).toHaveLength(1);
  expect(await booksAreRight(shop)).toBe(true);
});

Deno.test("the same transaction in another block of the other branch counts from there", async () => {
  await using shop = await openEthereumShop();
  const { anvil } = shop;
  const payment = await shop.quote("ETH");
  await shop.mine(1);
  const fork = await anvil.snapshot();
  const first = await anvil.send(payment.address, asked(payment));
  await shop.mine(3);
  const before = (await shop.payment(payment.id)).sightings[0]!;
  await anvil.revert(fork);
  await anvil.mine(2);
  const again = await anvil.send(payment.address, asked(payment));
  await shop.mine(2);

  expect(again).toBe(first);
  const [after, ...others] = (await shop.payment(payment.id)).sightings;
  expect(others).toEqual([]);
  expect(after!.block!.height).toBe(before.block!.height + 2);
  expect([after!.status, after!.booking]).toEqual(["live", null]);
  expect(await shop.phase(payment)).toBe("confirming");
  await shop.mine(2);
  expect(await shop.received()).toHaveLength(1);
});

Deno.test("a reorganisation takes back what was booked: staff hear of it, nothing moves by itself", async () => {
  await using shop = await openEthereumShop();
  const { anvil, deps } = shop;
  const payment = await shop.quote("ETH");
  await shop.mine(1);
  const fork = await anvil.snapshot();
  await anvil.send(payment.address, asked(payment));
  await shop.mine(4);
  expect(await shop.received()).toHaveLength(1);
  await anvil.revert(fork);
  await anvil.send("0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0", 1n);
  await shop.mine(8);
  await shop.watch();

  expect(await shop.phase(payment)).toBe("lost");
  expect(await shop.received()).toHaveLength(1);
  expect(await shop.due()).toBe(0);
  const mails = unwrap(await listMails(deps, { viewer: makeStaff() })).items;
  expect(mails.filter(({ template }) => template === "crypto_lost")).toHaveLength(1);
  expect(await countKeys(deps.kv, ["chain_payments_attention"])).toBe(1);
});

Deno.test("ether that a contract sent is found in the balance, and booked once", async () => {
  await using shop = await openEthereumShop();
  const { anvil } = shop;
  const payment = await shop.quote("ETH");
  const part = asked(payment) / 4n;
  await anvil.send(payment.address, part);
  await anvil.sendInternally(payment.address, asked(payment) - part);
  await shop.mine(1);
  for (let n = 0; n < 4; n++) await shop.mine(2);

  expect((await shop.received()).reduce((sum, [, minor]) => sum + minor, 0))
    .toBe(shop.debt.invoice.due.minor);
  expect((await shop.payment(payment.id)).sightings.map(({ units }) => BigInt(units)))
    .toEqual([part, asked(payment) - part]);
  expect(await shop.phase(payment)).toBe("exact");
  expect(await booksAreRight(shop)).toBe(true);
});

Deno.test("another asset than was asked for: left to staff, or booked at its own rate", async () => {
  for (const wrongAssetRule of ["staff_decides", "rate_at_confirmation"] as const) {
    await using shop = await openEthereumShop({ wrongAssetRule });
    const payment = await shop.quote("USDC");
    await shop.anvil.send(payment.address, 10n ** 17n);
    await shop.mine(1);
    await shop.mine(70);
    await shop.watch();

    expect(await shop.phase(payment)).toBe("wrong_asset");
    if (wrongAssetRule === "staff_decides") {
      expect(await shop.received()).toEqual([]);
      const mails = unwrap(await listMails(shop.deps, { viewer: makeStaff() })).items;
      expect(mails.filter(({ template }) => template === "crypto_attention")).toHaveLength(1);
    } else {
      expect((await shop.received()).map(([method, minor]) => [method, minor]))
        .toEqual([["crypto_eth", 20_000]]);
    }
    expect(await booksAreRight(shop)).toBe(true);
  }
});

Deno.test("a process that was away reads what it missed, forty blocks at a time, and loses nothing", async () => {
  await using shop = await openEthereumShop();
  const { anvil, tokens } = shop;
  const payment = await shop.quote("USDT");
  await shop.mine(1);
  await anvil.mine(50);
  await anvil.sendToken(tokens.USDT, payment.address, asked(payment));
  await anvil.mine(70);
  const phases: string[] = [];
  for (let n = 0; n < 4; n++) {
    await shop.watch();
    phases.push(await shop.phase(payment));
  }

  expect(phases).toEqual(["waiting", "exact", "exact", "exact"]);
  expect(await shop.received()).toHaveLength(1);
});

Deno.test("the address was given while no node was there: what it got since is found when there is one", async () => {
  await using shop = await openEthereumShop();
  const { anvil, deps } = shop;
  const chains = await getSettings(deps, "chains");
  const set = async (ethereumRpcUrl: string) =>
    unwrap(
      await updateSettings(deps, {
        actor: makeStaff(),
        section: "chains",
        values: { ...chains, ethereumRpcUrl },
      }),
    );
  await set("");
  const payment = await shop.quote("ETH");
  await anvil.send(payment.address, asked(payment));
  await shop.mine(5);
  expect(await shop.phase(payment)).toBe("waiting");
  await set(anvil.url);
  await shop.watch();
  expect(await shop.received()).toHaveLength(1);
});

Deno.test("nothing is asked of the node but its tip while nothing is expected", async () => {
  await using shop = await openEthereumShop();
  const { deps } = shop;
  const payment = await shop.quote("ETH");
  await shop.mine(2);
  expect(await countKeys(deps.kv, ["chain_payments_watched"])).toBe(1);
  deps.clock.advance({ hours: 24 * 90 });
  await shop.watch();
  expect(await shop.payment(payment.id)).toMatchObject({ nextLookAt: null });
  await shop.watch();
  expect(await countKeys(deps.kv, ["chain_payments_watched"])).toBe(0);
  const cursor = await deps.kv.get<{ blocks: unknown[] }>(["chain_cursors", "ethereum"]);
  expect(cursor.value!.blocks).toEqual([]);
});
