/** The published audit: it stops payouts when something doesn't add up, and lets them out when everything does. */
import { expect } from "expect";
import { getBooksReport, liftPayoutStop, startBooksCheck } from "@/domain/books/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { refundWallet } from "@/domain/wallet/mod.ts";
import { auditBooks } from "../../helpers/books.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { fill } from "../wallet/fixtures.ts";

function refund(deps: TestDeps, accountId: string) {
  const form = {
    amount: "1.00",
    currency: "EUR",
    method: "bank_transfer",
    destination: "DE02 1203 0000 0000 2020 51",
    reason: "Rest",
  };
  return refundWallet(deps, { actor: makeStaff("billing"), accountId, form });
}

/** Somebody changes a balance behind the books' back; what puts it right again. */
async function tamper(deps: TestDeps, accountId: string): Promise<() => Promise<void>> {
  const key = ["ledger_wallets", `wallet:${accountId}:EUR`];
  const { value } = await deps.kv.get<{ balance: { minor: number } }>(key);
  const balance = { ...value!.balance, minor: value!.balance.minor + 500 };
  await deps.kv.set(key, { ...value, balance });
  return async () => void await deps.kv.set(key, value);
}

Deno.test("an audit that finds something stops payouts, and the next clean one lets them out", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 5_000);
  const viewer = makeStaff("billing");
  const mend = await tamper(deps, id);

  await auditBooks(deps);
  expect(deps.takeErrors().length).toBe(1);
  const broken = unwrap(await getBooksReport(deps, { viewer }));
  expect(broken.check).toMatchObject({
    isRight: false,
    problemCount: 1,
    problems: [{ kind: "wrong_balance", subject: `wallet:${id}:EUR` }],
  });
  expect(broken.stoppedSince).toBe("2026-03-01T12:00:00.000Z");
  expect(await refund(deps, id)).toMatchObject({ error: { code: "payouts_frozen", why: "books" } });

  await mend();
  await auditBooks(deps);
  const right = unwrap(await getBooksReport(deps, { viewer }));
  expect([right.check!.isRight, right.check!.counts!.wallets, right.stoppedSince])
    .toEqual([true, 1, null]);
  expect((await refund(deps, id)).ok).toBe(true);
});

Deno.test("only an owner lifts the stop, with a reason, until the next audit", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await fill(deps, id, 5_000);
  await tamper(deps, id);
  await auditBooks(deps);
  deps.takeErrors();
  const before = await dumpKv(deps.kv);

  const lift = (role: "billing" | "owner", reason: string) =>
    liftPayoutStop(deps, { actor: makeStaff(role), reason });
  expect(await lift("billing", "Known")).toMatchObject({ error: { code: "not_found" } });
  expect(await lift("owner", " ")).toMatchObject({ error: { code: "validation" } });
  expect(await dumpKv(deps.kv)).toEqual(before);

  unwrap(await lift("owner", "A test booking, looked at"));
  expect((await refund(deps, id)).ok).toBe(true);
  await auditBooks(deps);
  deps.takeErrors();
  expect(await refund(deps, id)).toMatchObject({ error: { code: "payouts_frozen" } });
});

Deno.test("staff have the books audited by a job, one at a time", async () => {
  await using deps = await makeDeps();
  const actor = makeStaff("billing");
  expect(await startBooksCheck(deps, { actor: makeStaff("support") }))
    .toMatchObject({ error: { code: "not_found" } });
  await Promise.all([1, 2, 3].map(() => startBooksCheck(deps, { actor })));

  const { done } = await runDueJobs(deps, { handlers: jobHandlers });

  expect(done).toBe(1);
  expect(unwrap(await getBooksReport(deps, { viewer: actor })).check?.isRight).toBe(true);
});
