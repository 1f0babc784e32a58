/** The page of the audit: what it came to in words, how far one is that runs, and what may be done by whom. */
import { expect } from "expect";
import { auditPart, startAudit } from "@/domain/books/mod.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { auditBooks, nextPart } from "@/tests/helpers/books.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { makePeople } from "@/tests/helpers/people.ts";
import { fill } from "../domain/wallet/fixtures.ts";

const PATH = "/admin/reports/books";

Deno.test("GET /admin/reports/books says in words what doesn't fit, and lets an owner alone lift the stop", async () => {
  await using deps = await makeDeps();
  const { owner, billing, customer } = await makePeople(deps);
  const app = await makeApp(deps);
  const textOf = async (session: string) => await (await app.get(PATH, { session })).text();
  await fill(deps, customer.id, 5_000);
  await auditBooks(deps);
  expect(await textOf(owner.session)).toContain("The books add up");

  const key = ["ledger_wallets", `wallet:${customer.id}:EUR`];
  const { value } = await deps.kv.get<{ balance: { minor: number } }>(key);
  await deps.kv.set(key, { ...value, balance: { ...value!.balance, minor: 1 } });
  await auditBooks(deps);
  deps.takeErrors();

  const [forOwner, forBilling] = [await textOf(owner.session), await textOf(billing.session)];
  expect(forOwner).toContain("1 thing doesn't add up");
  expect(forOwner).toContain("A balance isn't the sum of its lines");
  expect(forOwner).toContain(`/admin/users/${customer.id}/wallet`);
  expect(forOwner).toContain("Let payouts out anyway");
  expect(forBilling).toContain("Payouts are stopped");
  expect(forBilling).not.toContain("Let payouts out anyway");
});

Deno.test("GET /admin/reports/books shows how far an audit is, and offers no second one", async () => {
  await using deps = await makeDeps();
  const { owner, customer } = await makePeople(deps);
  const app = await makeApp(deps);
  const text = async () => await (await app.get(PATH, { session: owner.session })).text();
  await fill(deps, customer.id, 5_000);
  expect(await text()).toContain("Audit now");

  await startAudit(deps);
  const limit = { records: 1, seconds: 60 };
  await auditPart(deps, { ...(await nextPart(deps))!, limit });

  const running = await text();
  expect(running).toContain("part 2, wallets, line by line");
  expect(running).not.toContain("Audit now");
});
