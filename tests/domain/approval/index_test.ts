/** Approvals of before they were found by their customer are indexed, once. */
import { expect } from "expect";
import { hasOpenApprovals, indexApprovals, pageApprovalsOf } from "@/domain/approval/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { adjustWallet } from "@/domain/wallet/mod.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { countKeys } from "../../helpers/dump.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";

Deno.test("indexApprovals() finds the approvals of every customer, more than one page of them, and is done once", async () => {
  await using deps = await makeDeps();
  const { id: accountId } = await makeCustomer(deps);
  const form = { direction: "credit", amount: "900.00", currency: "EUR", reason: "Goodwill" };
  for (let count = 0; count < 101; count++) {
    unwrap(await adjustWallet(deps, { actor: makeStaff("billing"), accountId, form }));
  }
  for (const name of ["approvals_by_customer", "approvals_open_of"]) {
    for await (const { key } of deps.kv.list({ prefix: [name] })) await deps.kv.delete(key);
  }
  expect(await hasOpenApprovals(deps.kv, accountId)).toBe(false);

  await indexApprovals(deps);

  expect(await hasOpenApprovals(deps.kv, accountId)).toBe(true);
  expect((await pageApprovalsOf(deps.kv, accountId, { limit: 100 })).items).toHaveLength(100);
  expect(await countKeys(deps.kv, ["approvals_by_customer"])).toBe(101);

  // Nothing is walked a second time.
  for await (const { key } of deps.kv.list({ prefix: ["approvals_by_customer"] })) {
    await deps.kv.delete(key);
  }
  await indexApprovals(deps);
  expect(await countKeys(deps.kv, ["approvals_by_customer"])).toBe(0);
});
