/** An audit in parts: it goes on where it was, whatever is killed and whoever pays meanwhile, and has one result. */
import { expect } from "expect";
import { auditPart, booksJobHandlers, readBooksCheck, startAudit } from "@/domain/books/mod.ts";
import { readPayoutStop } from "@/domain/ledger/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { payFromWallet } from "@/domain/payment/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { auditBooks, nextPart } from "../../helpers/books.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { makeCustomer, openShop } from "../order/fixtures.ts";
import { pay, placeDebt } from "../payment/fixtures.ts";
import { flakyKv } from "../payment/flaky_kv.ts";
import { fill } from "../wallet/fixtures.ts";

/** Records that a part of these tests looks at. */
const SMALL = { records: 10, seconds: 60 };

/** A shop with a long statement and some bills. */
async function openBooks(deps: TestDeps): Promise<CustomerActor> {
  const customer = await openShop(deps);
  for (let count = 0; count < 130; count++) await fill(deps, customer.id, 10);
  const other = await makeCustomer(deps, "ben");
  for (let count = 0; count < 3; count++) {
    unwrap(
      await pay(deps, await placeDebt(deps, other, `s${count}.example.com`), {
        reference: `TX-${count}`,
      }),
    );
  }
  deps.clock.advance({ minutes: 10 });
  return customer;
}

async function countOf(deps: TestDeps, action: string): Promise<number> {
  let count = 0;
  for await (const { value } of deps.kv.list<{ action: string }>({ prefix: ["audit_events"] })) {
    if (value.action === action) count++;
  }
  return count;
}

Deno.test("however small its parts are, an audit counts and finds the same", async () => {
  await using deps = await makeDeps();
  await openBooks(deps);
  const results = [];
  for (const records of [1, 7, 150, 100_000]) {
    const parts = await auditBooks(deps, records);
    const { counts, isRight } = (await readBooksCheck(deps.kv))!;
    results.push({ counts, isRight });
    expect((await readBooksCheck(deps.kv))!.parts).toBe(parts);
  }

  expect(new Set(results.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(results[0]).toMatchObject({
    isRight: true,
    counts: { wallets: 2, payments: 133, invoices: 3 },
  });
});

Deno.test("a part looks at no more than it may, and a long statement is gone through in several", async () => {
  await using deps = await makeDeps();
  await openBooks(deps);
  await startAudit(deps);
  const inWallet: number[] = [];
  for (let next = await nextPart(deps); next; next = await nextPart(deps)) {
    let reads = 0;
    const counted = countingReads(deps, (count) => reads += count);
    unwrap(await auditPart(counted, { ...next, limit: SMALL }));
    // A step of a hundred records with what each of them leads to.
    expect(reads).toBeLessThan(1_500);
    const { value } = await deps.kv.get<{ phase: string; after: string }>(["books_audit"]);
    const number = value?.phase === "wallets" && /"number":(\d+)/.exec(value.after)?.[1];
    if (number) inWallet.push(Number(number));
  }

  expect(inWallet).toContain(100);
});

Deno.test("parts that break off anywhere, and are done by several at once, count once and publish one result", async () => {
  await using deps = await makeDeps();
  await using other = await makeDeps({ kv: deps.kv });
  await openBooks(deps);
  other.clock.set(deps.clock.now());
  const [key] = ["ledger_wallets"];
  const { key: wallet, value } = (await Array.fromAsync(
    deps.kv.list<{ balance: { minor: number } }>({ prefix: [key!] }, { limit: 1 }),
  ))[0]!;
  await deps.kv.set(wallet, {
    ...value,
    balance: { ...value.balance, minor: value.balance.minor + 1 },
  });
  const fates = ["lost_before", "check_failed", "lost_after", "done"] as const;
  let turn = 0;
  const flaky = { ...deps, kv: flakyKv(deps.kv, () => fates[turn++ % fates.length]!) };

  await startAudit(deps);
  let tries = 0;
  for (let next = await nextPart(deps); next; next = await nextPart(deps)) {
    const input = { ...next, limit: SMALL };
    await Promise.allSettled([auditPart(flaky, input), auditPart(other, input)]);
    await auditPart(flaky, input).catch(() => {});
    if (++tries > 500) throw new Error("the audit doesn't come to an end");
  }

  deps.takeErrors();
  other.takeErrors();
  const check = (await readBooksCheck(deps.kv))!;
  expect(check).toMatchObject({ isRight: false, problemCount: 1 });
  expect(check.problems).toEqual([{ kind: "wrong_balance", subject: wallet[1] }]);
  expect(check.counts).toMatchObject({ wallets: 2, payments: 133, invoices: 3 });
  expect(await countOf(deps, "payouts.stopped")).toBe(1);
});

Deno.test("whoever comes late with a part that others have done changes nothing", async () => {
  await using deps = await makeDeps();
  await openBooks(deps);
  await startAudit(deps);
  const first = (await nextPart(deps))!;
  const late = {
    ...deps,
    kv: flakyKv(deps.kv, async () => {
      for (let part = 0; part < 3; part++) {
        const next = (await nextPart(deps))!;
        if (next.part < 3) unwrap(await auditPart(deps, { ...next, limit: SMALL }));
      }
      return "done" as const;
    }),
  };

  unwrap(await auditPart(late, { ...first, limit: SMALL }));

  expect(await nextPart(deps)).toEqual({ ...first, part: 3 });
});

Deno.test("an audit among payments finds nothing that isn't there", async () => {
  await using deps = await makeDeps();
  const customer = await openBooks(deps);
  await startAudit(deps);
  let count = 0;
  for (let next = await nextPart(deps); next; next = await nextPart(deps)) {
    await Promise.all([
      auditPart(deps, { ...next, limit: SMALL }),
      moveMoney(deps, customer, count++),
    ]);
  }

  const check = (await readBooksCheck(deps.kv))!;
  expect(check).toMatchObject({ isRight: true, problems: [] });
  expect(check.counts!.payments).toBeGreaterThan(133);
  expect(count).toBeGreaterThan(10);
});

/** Money comes into an old wallet and a new one, a bill is written and paid. */
async function moveMoney(deps: TestDeps, customer: CustomerActor, count: number): Promise<void> {
  deps.clock.advance({ seconds: 20 });
  await fill(deps, customer.id, 20_000);
  const { invoice } = await placeDebt(deps, customer, `more${count}.example.com`);
  await payFromWallet(deps, { actor: customer, invoiceId: invoice.id });
  if (count < 5) await fill(deps, (await makeCustomer(deps, `new${count}`)).id, 30);
}

Deno.test("a finding stops payouts with the part that has it, not at the end of the audit", async () => {
  await using deps = await makeDeps();
  await openBooks(deps);
  const { key } = (await Array.fromAsync(
    deps.kv.list({ prefix: ["ledger_transfers"] }, { limit: 1 }),
  ))[0]!;
  await deps.kv.delete(["payments", String(key[1]).split(":")[1]!]);

  await startAudit(deps);
  unwrap(await auditPart(deps, { ...(await nextPart(deps))!, limit: SMALL }));

  deps.takeErrors();
  expect(await readBooksCheck(deps.kv)).toBe(null);
  expect(await readPayoutStop(deps.kv)).toMatchObject({ problemCount: 1 });
});

Deno.test("one audit runs at a time, and one whose job is lost gives way after two hours", async () => {
  await using deps = await makeDeps();
  await openBooks(deps);
  await Promise.all([1, 2, 3].map(() => startAudit(deps)));
  const first = (await nextPart(deps))!;
  deps.clock.advance({ minutes: 119 });
  await startAudit(deps);
  expect(await nextPart(deps)).toEqual(first);

  deps.clock.advance({ minutes: 1 });
  await startAudit(deps);
  expect(await nextPart(deps)).not.toEqual(first);
  // The lost job comes back, and finds that it is nobody's any more.
  unwrap(await auditPart(deps, first));
  expect(await readBooksCheck(deps.kv)).toBe(null);

  await deleteOtherJobs(deps);
  await runDueJobs(deps, { handlers: booksJobHandlers });
  expect((await readBooksCheck(deps.kv))!.isRight).toBe(true);
  expect(await nextPart(deps)).toBe(null);
});

/** Leaves the jobs of audits alone. */
async function deleteOtherJobs(deps: TestDeps): Promise<void> {
  for await (const { key } of deps.kv.list({ prefix: ["jobs_due"] })) {
    if (!String(key[2]).startsWith("books.verify:")) await deps.kv.delete(key);
  }
}

/** Deps that tell how many records were read. */
function countingReads(deps: TestDeps, onRead: (count: number) => void): Deps {
  const kv = new Proxy(deps.kv, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (name === "get") onRead(1);
        if (name === "getMany") onRead((args[0] as unknown[]).length);
        const result = value.apply(target, args);
        return name === "list" ? counted(result as AsyncIterable<unknown>, onRead) : result;
      };
    },
  });
  return { ...deps, kv };
}

async function* counted<T>(source: AsyncIterable<T>, onRead: (count: number) => void) {
  for await (const item of source) {
    onRead(1);
    yield item;
  }
}
