/**
 * What THREATS.md 3 to 6 and 8 say of money, at once and from two processes on one database file, each with its exact end.
 * `tests/threats_test.ts` says which tests stand for which line.
 */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { changePrices, getCatalog } from "@/domain/catalog/mod.ts";
import { type Invoice, readInvoice } from "@/domain/invoice/mod.ts";
import { type JobHandlers, runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { placeOrder } from "@/domain/order/mod.ts";
import { bookReceipt, payFromWallet } from "@/domain/payment/mod.ts";
import { getSettings, updateSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type Money, money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { noteRefundSent, refundWallet, requestTopUp } from "@/domain/wallet/mod.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { countKeys, dumpKv } from "../../helpers/dump.ts";
import { mailsTo } from "../../helpers/mails.ts";
import { twoProcesses } from "../../helpers/processes.ts";
import { makeCustomer, makeStaff, openShop, orderForm } from "../order/fixtures.ts";
import { allLines, camtOf, openDesk, runJobs, transferFor, upload } from "../statement/desk.ts";
import { fill, held } from "../wallet/fixtures.ts";
import { makeDebt, pay } from "./fixtures.ts";

const OWNER = makeStaff();

function receive(
  deps: Deps,
  { customerId, invoiceId, amount, reference }: {
    customerId: string;
    invoiceId: string;
    amount: Money;
    reference: string;
  },
) {
  const receipt = { amount, method: "bank_transfer", reference, receivedOn: "2026-03-01" } as const;
  return bookReceipt(deps, { actor: OWNER, customerId, invoiceId, receipt, source: "staff" });
}

const codesOf = (results: ReadonlyArray<{ ok: boolean; error?: { code: string } }>) =>
  results.map((result) => result.error?.code ?? "ok");

Deno.test("THREATS 3: a payout that 20 note as sent at once is sent once, and one transfer is noted for one of 20 payouts", async () => {
  await using shop = await twoProcesses();
  const { deps } = shop;
  const { id: accountId } = await makeCustomer(deps);
  await fill(deps, accountId, 100_000);
  const form = {
    amount: "1.00",
    currency: "EUR",
    method: "bank_transfer",
    destination: "DE02 1203 0000 0000 2020 51",
    reason: "The rest",
  };
  const book = async () => unwrap(await refundWallet(deps, { actor: OWNER, accountId, form })).id;
  const first = await book();
  const others: string[] = [];
  for (let count = 0; count < 20; count++) others.push(await book());

  const same = await shop.times(
    20,
    (each, at) => noteRefundSent(each, { actor: OWNER, id: first, reference: `TX ${at}` }),
  );
  const shared = await shop.times(
    20,
    (each, at) => noteRefundSent(each, { actor: OWNER, id: others[at]!, reference: "TX shared" }),
  );

  expect(codesOf(same).filter((code) => code === "ok")).toHaveLength(1);
  expect(codesOf(shared).filter((code) => code === "ok")).toHaveLength(1);
  expect(await held(deps, accountId)).toBe(100_000 - 2_100);
  unwrap(await verifyBooks(deps));
});

Deno.test("THREATS 4: a payment stays whatever becomes of its mail, which goes out once, later", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt));
  const isPaid = async () => (await readInvoice(deps.kv, debt.invoice.id))!.status === "paid";
  const broken: JobHandlers = {
    ...jobHandlers,
    "mail.send": () => Promise.reject(new Error("the provider is down")),
  };

  const failed = await runDueJobs(deps, { handlers: broken });
  expect(failed.retried).toBeGreaterThan(0);
  expect([await isPaid(), await countKeys(deps.kv, ["payments"])]).toEqual([true, 1]);
  deps.takeErrors();

  deps.clock.advance({ hours: 1 });
  await runJobs(deps);
  await runJobs(deps);
  const told = (await mailsTo(deps)).filter(({ template }) => template === "payment_received");
  expect(told).toHaveLength(1);
  expect([await isPaid(), await countKeys(deps.kv, ["payments"])]).toEqual([true, 1]);
  unwrap(await verifyBooks(deps));
});

Deno.test("THREATS 5: a top-up that 20 try to pay from the wallet while its transfer is booked 20 times fills it once", async () => {
  await using shop = await twoProcesses();
  const { deps } = shop;
  const actor = await makeCustomer(deps);
  await fill(deps, actor.id, 30_000);
  const asked = { actor, amount: "50.00", currency: "EUR" };
  const { invoiceId } = unwrap(await requestTopUp(deps, asked));
  const amount = money(5_000, "EUR");

  const results = await shop.times(
    40,
    (each, at): Promise<{ ok: boolean }> =>
      at % 4 < 2
        ? payFromWallet(each, { actor, invoiceId })
        : receive(each, { customerId: actor.id, invoiceId, amount, reference: "TX 1" }),
  );

  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await payFromWallet(deps, { actor, invoiceId })).ok).toBe(false);
  expect(await held(deps, actor.id)).toBe(35_000);
  expect((await readInvoice(deps.kv, invoiceId))!.status).toBe("paid");
  const { ledger } = unwrap(await verifyBooks(deps));
  expect(ledger.houseBalances).toEqual({ "house:bank:EUR": 35_000 });
});

Deno.test("THREATS 6: orders and payments in two currencies at once: each is priced in its own, and the other pays nothing", async () => {
  await using shop = await twoProcesses();
  const { deps } = shop;
  const actor = await openShop(deps);
  const values = { ...await getSettings(deps, "money"), furtherCurrencies: ["USD"] };
  unwrap(await updateSettings(deps, { actor: OWNER, section: "money", values }));
  const { plans } = await getCatalog(deps);
  const { id } = plans.find(({ slug }) => slug === "vps-grow")!;
  const prices = { EUR_annual: "120.00", EUR_setup: "0", USD_annual: "150.00", USD_setup: "0" };
  unwrap(await changePrices(deps, { actor: OWNER, id, form: prices }));
  const currencies = ["EUR", "USD", "GBP"] as const;

  const placed = await shop.times(12, (each, at) => {
    const currency = currencies[at % 3]!;
    const form = orderForm({ currency, addons: [], hostname: `s${at}.example.com` });
    return placeOrder(each, { actor, form });
  });

  const invoices: Invoice[] = [];
  for (const result of placed) {
    if (result.ok) invoices.push((await readInvoice(deps.kv, result.value.invoiceId))!);
  }
  const priced = invoices.map(({ total }) => total).toSorted((a, b) => a.minor - b.minor);
  expect(priced).toEqual([
    ...Array(4).fill(money(12_000, "EUR")),
    ...Array(4).fill(money(15_000, "USD")),
  ]);
  const before = await dumpKv(deps.kv);
  const customerId = actor.id;
  const wrong = await Promise.all(invoices.map(({ id: invoiceId, total }) => {
    const currency = total.currency === "EUR" ? "USD" : "EUR";
    const amount = money(total.minor, currency);
    return receive(shop.other, { customerId, invoiceId, amount, reference: `W ${invoiceId}` });
  }));
  expect(codesOf(wrong)).toEqual(Array(8).fill("wrong_currency"));
  expect(await dumpKv(deps.kv)).toEqual(before);

  const settle = (each: TestDeps, { id: invoiceId, total: amount }: Invoice) =>
    receive(each, { customerId, invoiceId, amount, reference: `R ${invoiceId}` });
  const right = await shop.times(16, (each, at) => settle(each, invoices[at >> 1]!));
  // Who gave up in the crowd comes again
  for (const invoice of invoices) right.push(await settle(deps, invoice));
  expect(right.filter(({ ok }) => ok)).toHaveLength(8);
  const { ledger } = unwrap(await verifyBooks(deps));
  expect(ledger.houseBalances).toEqual({
    "house:bank:EUR": 48_000,
    "house:revenue:EUR": -48_000,
    "house:bank:USD": 60_000,
    "house:revenue:USD": -60_000,
  });
});

Deno.test("THREATS 8: one transfer that comes by hand and in two files of two processes at once is booked once", async () => {
  await using shop = await twoProcesses();
  const { deps } = shop;
  const debts = await openDesk(deps, 6);
  const transfers = debts.map((debt) => transferFor(debt));
  await shop.times(2, async (each, at) => {
    unwrap(await upload(each, camtOf(transfers, `${at}`)));
  });

  await Promise.all([
    ...[deps, shop.other].map((each) => runJobs(each)),
    ...debts.map((debt, at) =>
      pay(at % 2 ? deps : shop.other, debt, { reference: `B-${debt.invoice.number}` })
    ),
  ]);
  await runJobs(deps);
  // Who gave up in the crowd comes again
  for (const debt of debts) await pay(deps, debt, { reference: `B-${debt.invoice.number}` });

  expect(await countKeys(deps.kv, ["payments"])).toBe(6);
  for (const { invoice, customer } of debts) {
    expect((await readInvoice(deps.kv, invoice.id))!.status).toBe("paid");
    expect(await held(deps, customer.id)).toBe(0);
  }
  expect((await allLines(deps)).every(({ status }) => ["booked", "open"].includes(status)))
    .toBe(true);
  unwrap(await verifyBooks(deps));
});

Deno.test("parts of one invoice that two processes record at once are each booked once, and none ends in an error", async () => {
  await using shop = await twoProcesses();
  const { deps } = shop;
  const debt = await makeDebt(deps);
  const part = (each: TestDeps, at: number) =>
    pay(each, debt, { reference: `R-${at}`, amount: `${at + 1}.00`, accept_difference: "1" });

  const results = await shop.times(12, part);
  // Who gave up in the crowd comes again
  for (let at = 0; at < 12; at++) if (!results[at]!.ok) unwrap(await part(deps, at));

  expect(await countKeys(deps.kv, ["payments"])).toBe(12);
  expect((await readInvoice(deps.kv, debt.invoice.id))!.paid).toEqual(money(7_800, "EUR"));
  expect(await held(deps, debt.customer.id)).toBe(0);
  unwrap(await verifyBooks(deps));
});
