/** Booking, statements and the audit of the books. */
import { expect } from "expect";
import {
  getWalletBalance,
  houseAccount,
  listStatement,
  stageTransfer,
  stageTransfers,
  type TransferInput,
  verifyLedger,
  walletAccount,
} from "@/domain/ledger/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { money } from "@/domain/shared/money.ts";
import { ok } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";

const CUSTOMER = "cus_01J00000000000000000000000";
const WALLET = walletAccount(CUSTOMER, "EUR");
const BANK = houseAccount("bank", "EUR");
const REVENUE = houseAccount("revenue", "EUR");

function receipt(id: string, minor: number): TransferInput {
  return {
    id,
    debitAccount: BANK,
    creditAccount: WALLET,
    amount: money(minor, "EUR"),
    code: "receipt",
    links: {},
  };
}

function settlement(id: string, minor: number): TransferInput {
  return {
    id,
    debitAccount: WALLET,
    creditAccount: REVENUE,
    amount: money(minor, "EUR"),
    code: "settlement",
    links: { invoiceId: "inv_x" },
  };
}

function book(deps: Deps, ...inputs: TransferInput[]) {
  return transact(deps, (tx) => stageTransfers(tx, deps, inputs));
}

Deno.test("stageTransfers() books transfers in their order, each seeing the one before", async () => {
  await using deps = await makeDeps();

  const booked = await book(deps, receipt("r1", 500), settlement("s1", 300));

  expect(booked.ok).toBe(true);
  expect(await getWalletBalance(deps, { accountId: CUSTOMER, currency: "EUR" }))
    .toEqual(money(200, "EUR"));
  const statement = await listStatement(deps, { accountId: CUSTOMER, currency: "EUR" });
  expect(statement.items.map(({ number, change, balance }) => [
    number,
    change.minor,
    balance.minor,
  ])).toEqual([[2, -300, 200], [1, 500, 500]]);
  expect(statement.items[0]!.invoiceId).toBe("inv_x");
});

Deno.test("stageTransfer() books one id once, and refuses another transfer under it", async () => {
  await using deps = await makeDeps();
  await book(deps, receipt("r1", 500));
  const before = await dumpKv(deps.kv);

  const again = await transact(deps, (tx) => stageTransfer(tx, deps, receipt("r1", 500)));
  const other = await transact(deps, (tx) => stageTransfer(tx, deps, receipt("r1", 501)));

  expect(again.ok && again.value.isRepeat).toBe(true);
  expect(other).toEqual({ ok: false, error: { code: "transfer_differs", id: "r1" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("stageTransfer() never takes a wallet below zero", async () => {
  await using deps = await makeDeps();
  await book(deps, receipt("r1", 500));
  const before = await dumpKv(deps.kv);

  const refused = await book(deps, settlement("s1", 501));

  expect(refused).toEqual({
    ok: false,
    error: { code: "insufficient_funds", balance: money(500, "EUR") },
  });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("stageTransfers() refuses amounts and accounts that make no sense", async () => {
  await using deps = await makeDeps();
  const bad: TransferInput[] = [
    receipt("a", 0),
    receipt("b", -5),
    { ...receipt("c", 5), creditAccount: walletAccount(CUSTOMER, "USD") },
    { ...receipt("d", 5), creditAccount: BANK },
    { ...receipt("e", 5), debitAccount: "house:petty cash:EUR" },
    { ...receipt("f", 5), creditAccount: "wallet:somebody:EUR" },
  ];
  for (const input of bad) await expect(book(deps, input)).rejects.toThrow();
  expect(await dumpKv(deps.kv)).toEqual({});
});

Deno.test("two stageTransfers() calls on one wallet in one commit are refused as a bug", async () => {
  await using deps = await makeDeps();
  const twice = transact(deps, async (tx) => {
    await stageTransfer(tx, deps, receipt("r1", 5));
    await stageTransfer(tx, deps, receipt("r2", 5));
    return ok(null);
  });
  await expect(twice).rejects.toThrow("two stageTransfers() calls");
});

Deno.test("50 parallel debits of a balance for one leave exactly one, and the books agree", async () => {
  await using deps = await makeDeps();
  await book(deps, receipt("r1", 500));

  const results = await Promise.all(
    Array.from({ length: 50 }, (_, index) => book(deps, settlement(`s${index}`, 500))),
  );

  expect(results.filter((result) => result.ok).length).toBe(1);
  expect(await getWalletBalance(deps, { accountId: CUSTOMER, currency: "EUR" }))
    .toEqual(money(0, "EUR"));
  const report = await verifyLedger(deps);
  expect(report.ok && report.value).toEqual({
    transferCount: 2,
    walletCount: 1,
    entryCount: 2,
    houseBalances: { [BANK]: 500, [REVENUE]: -500 },
    walletTotals: { EUR: 0 },
  });
});

Deno.test("listStatement() pages by cursor, newest first", async () => {
  await using deps = await makeDeps();
  for (let index = 1; index <= 7; index++) await book(deps, receipt(`r${index}`, index));
  const first = await listStatement(deps, {
    accountId: CUSTOMER,
    currency: "EUR",
    page: { limit: 4 },
  });
  const second = await listStatement(deps, {
    accountId: CUSTOMER,
    currency: "EUR",
    page: { limit: 4, after: first.next! },
  });
  expect([...first.items, ...second.items].map((line) => line.number)).toEqual([
    7,
    6,
    5,
    4,
    3,
    2,
    1,
  ]);
  expect(second.next).toBe(null);
});

Deno.test("verifyLedger() reads long statements whole, and names every entry that is wrong", async () => {
  await using deps = await makeDeps();
  for (let first = 0; first < 130; first += 5) {
    const inputs = Array.from({ length: 5 }, (_, index) => receipt(`r${first + index}`, 10));
    expect((await book(deps, ...inputs)).ok).toBe(true);
  }
  const report = await verifyLedger(deps);
  expect(report.ok && [report.value.entryCount, report.value.walletTotals]).toEqual([130, {
    EUR: 1300,
  }]);

  await deps.kv.delete(ENTRY(77));
  await change(deps.kv, ENTRY(120), (entry) => entry.at = "2020-01-01T00:00:00.000Z");

  const broken = await verifyLedger(deps);
  if (broken.ok) throw new Error("nothing found");
  const subjects = broken.error.problems.map(({ kind, subject }) => `${kind} ${subject}`);
  expect(subjects).toContain(`missing_entry ${WALLET}#77`);
  expect(subjects).toContain(`wrong_hash ${WALLET}#120`);
});

const ENTRY = (number: number) => [
  "ledger_entries",
  WALLET,
  String(number).padStart(12, "0"),
];

/** Ways to tamper with the books, and the least that the audit must say about each. */
const TAMPERING: Array<{ what: string; kind: string; by: (kv: Deno.Kv) => Promise<unknown> }> = [
  {
    what: "a changed transfer amount",
    kind: "wrong_entry",
    by: (kv) => change(kv, ["ledger_transfers", "r2"], (t) => t.amount.minor = 999),
  },
  {
    what: "a changed link of a transfer",
    kind: "wrong_hash",
    by: (kv) => change(kv, ["ledger_transfers", "r2"], (t) => t.links = { invoiceId: "other" }),
  },
  {
    what: "a deleted transfer",
    kind: "missing_transfer",
    by: (kv) => kv.delete(["ledger_transfers", "r2"]),
  },
  { what: "a deleted entry", kind: "missing_entry", by: (kv) => kv.delete(ENTRY(2)) },
  {
    what: "a changed entry",
    kind: "wrong_balance",
    by: (kv) => change(kv, ENTRY(2), (e) => e.change.minor = 1),
  },
  {
    what: "a changed balance",
    kind: "wrong_balance",
    by: (kv) => change(kv, ["ledger_wallets", WALLET], (w) => w.balance.minor += 1),
  },
  {
    what: "a wallet that forgot its last entry",
    kind: "stray_entry",
    by: (kv) => change(kv, ["ledger_wallets", WALLET], (w) => w.entryCount = 2),
  },
  {
    what: "a deleted wallet",
    kind: "missing_wallet",
    by: (kv) => kv.delete(["ledger_wallets", WALLET]),
  },
  {
    what: "an unreadable transfer",
    kind: "unreadable_record",
    by: (kv) => kv.set(["ledger_transfers", "zzz"], { hello: "world" }),
  },
  {
    what: "a transfer that never reached its wallet",
    kind: "missing_entry",
    by: async (kv) => {
      const { value } = await kv.get<Record<string, unknown>>(["ledger_transfers", "r2"]);
      await kv.set(["ledger_transfers", "r9"], { ...value, id: "r9", creditEntry: 9 });
    },
  },
];

for (const { what, kind, by } of TAMPERING) {
  Deno.test(`verifyLedger() finds ${what}`, async () => {
    await using deps = await makeDeps();
    await book(deps, receipt("r1", 100));
    await book(deps, receipt("r2", 200));
    await book(deps, settlement("s1", 150));
    expect((await verifyLedger(deps)).ok).toBe(true);

    await by(deps.kv);

    const report = await verifyLedger(deps);
    expect(report.ok).toBe(false);
    expect(report.ok || report.error.problems.map((problem) => problem.kind)).toContain(kind);
  });
}

// deno-lint-ignore no-explicit-any -- tampering goes round the types on purpose
async function change(kv: Deno.Kv, key: Deno.KvKey, edit: (value: any) => void): Promise<void> {
  const { value } = await kv.get(key);
  edit(value);
  await kv.set(key, value);
}
