/** What waits for staff is counted, and they are reminded of it once. */
import { expect } from "expect";
import { applyLook } from "@/domain/crypto/apply_look.ts";
import {
  bookChainMoney,
  dismissChainMoney,
  listChainPayments,
  nameTransaction,
  remindStaff,
} from "@/domain/crypto/mod.ts";
import { listMails } from "@/domain/mail/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { getDeskCounts } from "@/domain/stats/mod.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { makeStaff } from "../order/fixtures.ts";
import { pay } from "../payment/fixtures.ts";
import { type ArrivalInput, arrivalOf, RULES } from "./fixtures.ts";
import { type CryptoShop, openCryptoShop } from "./shop.ts";

const staff = makeStaff();
const TXID = "cd".repeat(32);

async function see({ deps }: CryptoShop, id: string, arrivals: ArrivalInput[]) {
  deps.clock.advance({ seconds: 1 });
  await applyLook(deps, id, {
    now: deps.clock.now(),
    tip: 110,
    arrivals: arrivals.map(arrivalOf),
    isGone: () => true,
    rules: { ...RULES, lateRule: "staff_decides" },
  });
}

const LATE: ArrivalInput = { key: "a:0", height: 100, minedAt: 45 };

/** A quote that has run out, paid an hour after it was given. */
async function paidLate(shop: CryptoShop) {
  const payment = await shop.quote("BTC");
  shop.deps.clock.advance({ hours: 1 });
  await see(shop, payment.id, [LATE]);
  return payment;
}

const waiting = async ({ deps }: CryptoShop) =>
  unwrap(await getDeskCounts(deps, { viewer: staff })).chainToDecide;

async function reminders({ deps }: CryptoShop): Promise<number> {
  const { items } = unwrap(await listMails(deps, { viewer: staff, page: { limit: 100 } }));
  return items.filter(({ template }) => template === "crypto_reminder").length;
}

Deno.test("money that comes late for a paid invoice is counted for staff until they decide, however many do at once", async () => {
  await using shop = await openCryptoShop();
  const { deps } = shop;
  const { id } = await shop.quote("BTC");
  unwrap(await pay(deps, shop.debt));
  const before = await waiting(shop);
  deps.clock.advance({ hours: 1 });
  await see(shop, id, [LATE]);
  const arrived = await waiting(shop);
  await see(shop, id, [LATE, { ...LATE, key: "b:0" }]);
  const second = await waiting(shop);
  const [row] = (await listChainPayments(deps, { viewer: staff, attention: true })).items;
  const book = (key: string) => bookChainMoney(deps, { actor: staff, id, key, amount: "90" });
  await Promise.all([book("a:0"), book("a:0")]);
  const half = await waiting(shop);
  unwrap(await dismissChainMoney(deps, { actor: staff, id, key: "b:0", reason: "Dust" }));

  expect([before, arrived, second, half, await waiting(shop)]).toEqual([0, 1, 1, 1, 0]);
  expect(row).toMatchObject({ needsStaff: true, waitsSince: "2026-03-01T13:00:01.000Z" });
});

Deno.test("remindStaff() reminds of what has waited for three days, once, from however many processes", async () => {
  await using shop = await openCryptoShop();
  const { deps } = shop;
  const other = await makeDeps({ kv: deps.kv, config: deps.config });
  const { id } = await paidLate(shop);
  const runBoth = async () => {
    other.clock.set(deps.clock.now());
    await Promise.all([remindStaff(deps), remindStaff(other)]);
    return await reminders(shop);
  };
  deps.clock.advance({ hours: 71 });
  const early = await runBoth();
  deps.clock.advance({ hours: 1 });
  const first = await runBoth();
  deps.clock.advance({ days: 30 });
  const later = await runBoth();
  await see(shop, id, [LATE, { ...LATE, key: "b:0" }]);
  deps.clock.advance({ hours: 72 });
  const ofSecond = await runBoth();

  expect([early, first, later, ofSecond]).toEqual([0, 1, 1, 2]);
  other[Symbol.dispose]();
});

Deno.test("remindStaff() reminds of nothing that was decided, and of a named transaction as of money", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt: { customer } } = shop;
  const { id } = await paidLate(shop);
  unwrap(await bookChainMoney(deps, { actor: staff, id, key: "a:0", amount: "90" }));
  deps.clock.advance({ days: 4 });
  await remindStaff(deps);
  const decided = await reminders(shop);
  unwrap(await nameTransaction(deps, { actor: customer, id, txid: TXID }));
  deps.clock.advance({ days: 4 });
  await remindStaff(deps);

  expect([decided, await reminders(shop)]).toEqual([0, 1]);
});
