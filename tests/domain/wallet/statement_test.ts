/** The statement by month: every entry in one month, none twice, and what a month begins with is what the last one ended with. */
import { expect } from "expect";
import fc from "fast-check";
import { findMonth, walletAccount } from "@/domain/ledger/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { getWalletMonth, streamWalletMonth, type WalletMonthRequest } from "@/domain/wallet/mod.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { makeDebt } from "../payment/fixtures.ts";
import { payFromWallet } from "@/domain/payment/mod.ts";
import { fill } from "./fixtures.ts";

const CUSTOMER = "cus_01J00000000000000000000000";

async function month(deps: Deps, request: Omit<WalletMonthRequest, "timeZone">) {
  return unwrap(await getWalletMonth(deps, { timeZone: "UTC", ...request }));
}

/** A wallet whose entries were booked at these times, one minor unit each. */
async function walletOf(kv: Deno.Kv, times: readonly string[]): Promise<void> {
  const account = walletAccount(CUSTOMER, "EUR");
  const hash = "0".repeat(64);
  for (const [index, at] of times.entries()) {
    const number = index + 1;
    const key = ["ledger_entries", account, String(number).padStart(12, "0")];
    await kv.set(key, {
      schemaVersion: 1,
      account,
      number,
      transferId: `t${number}`,
      change: money(1, "EUR"),
      balance: money(number, "EUR"),
      previousHash: hash,
      hash,
      at,
    });
  }
  if (times.length === 0) return;
  await kv.set(["ledger_wallets", account], {
    schemaVersion: 1,
    account,
    balance: money(times.length, "EUR"),
    entryCount: times.length,
    lastHash: hash,
  });
}

Deno.test("findMonth() cuts a history into months without a gap, in any zone", async () => {
  const instants = fc.array(fc.date({
    min: new Date("2026-01-01T00:00:00Z"),
    max: new Date("2026-05-31T23:59:59Z"),
    noInvalidDate: true,
  }));
  const zones = fc.constantFrom("UTC", "Pacific/Kiritimati", "America/Los_Angeles");
  await fc.assert(
    fc.asyncProperty(instants, zones, async (dates, timeZone) => {
      using kv = await Deno.openKv(":memory:");
      const times = dates.map((date) => date.toISOString()).sort();
      await walletOf(kv, times);
      let before = 0;
      for (
        const name of ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
      ) {
        const request = { accountId: CUSTOMER, currency: "EUR", month: name, timeZone };
        const { first, last, opening, closing } = await findMonth({ kv }, request);
        const inMonth = times.filter((at) =>
          Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toString().startsWith(name)
        );
        expect([first, last - first + 1, opening.minor, closing.minor])
          .toEqual([before + 1, inMonth.length, before, before + inMonth.length]);
        before = last;
      }
      expect(before).toBe(times.length);
    }),
    { numRuns: 60 },
  );
});

Deno.test("findMonth() puts every entry into one month, also where a clock went back between two", async () => {
  using kv = await Deno.openKv(":memory:");
  await walletOf(kv, [
    "2026-03-31T23:59:58.000Z",
    "2026-04-01T00:00:01.000Z",
    "2026-03-31T23:59:59.000Z",
    "2026-04-01T00:00:02.000Z",
  ]);
  const of = (name: string) =>
    findMonth({ kv }, { accountId: CUSTOMER, currency: "EUR", month: name, timeZone: "UTC" });
  const [march, april] = [await of("2026-03"), await of("2026-04")];
  expect([march.first, april.first, april.last]).toEqual([1, march.last + 1, 4]);
});

Deno.test("getWalletMonth() shows lines newest first with the number of their invoice, page by page, and the months around", async () => {
  await using deps = await makeDeps({ at: "2026-02-27T12:00:00Z" });
  const { customer, invoice } = await makeDebt(deps);
  const accountId = customer.id;
  await fill(deps, accountId, 1_000);
  deps.clock.set("2026-03-01T12:00:00Z");
  for (let index = 0; index < 60; index++) await fill(deps, accountId, 10);
  unwrap(await payFromWallet(deps, { actor: customer, invoiceId: invoice.id, amount: "5.00" }));

  const first = await month(deps, { viewer: customer, accountId });
  const second = await month(deps, { viewer: customer, accountId, after: first.next! });
  const february = await month(deps, { viewer: makeStaff("viewer"), accountId, month: "2026-02" });

  expect(first).toMatchObject({
    month: "2026-03",
    currency: "EUR",
    opening: money(1_000, "EUR"),
    closing: money(1_100, "EUR"),
    previousMonth: "2026-02",
    nextMonth: null,
  });
  const numbers = [...first.lines, ...second.lines].map((line) => line.number);
  expect(numbers).toEqual(Array.from({ length: 61 }, (_, index) => 62 - index));
  expect([first.lines.length, second.next]).toEqual([50, null]);
  expect(first.lines[0]).toMatchObject({
    code: "settlement",
    change: money(-500, "EUR"),
    balance: money(1_100, "EUR"),
    invoiceNumber: invoice.number,
  });
  expect([february.opening.minor, february.closing.minor, february.previousMonth]).toEqual([
    0,
    1_000,
    null,
  ]);
  expect([february.nextMonth, february.lines.length]).toEqual(["2026-03", 1]);
});

Deno.test("streamWalletMonth() reads a month oldest first; a stranger, no month and no currency get nothing", async () => {
  await using deps = await makeDeps({ at: "2026-03-10T12:00:00Z" });
  const customer = await makeCustomer(deps);
  const stranger = await makeCustomer(deps, "ben");
  const accountId = customer.id;
  for (let index = 0; index < 120; index++) await fill(deps, accountId, 1);
  const asked = { viewer: customer, accountId, timeZone: "UTC" };

  const file = unwrap(await streamWalletMonth(deps, asked));
  const balances: number[] = [];
  for await (const lines of file.pages) balances.push(...lines.map(({ balance }) => balance.minor));

  expect([file.month, file.currency]).toEqual(["2026-03", "EUR"]);
  expect(balances).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
  for (const change of [{ viewer: stranger }, { month: "2026-13" }, { currency: "euro" }]) {
    expect(await streamWalletMonth(deps, { ...asked, ...change }))
      .toMatchObject({ error: { code: "not_found" } });
    expect(await getWalletMonth(deps, { ...asked, ...change }))
      .toMatchObject({ error: { code: "not_found" } });
  }
});
