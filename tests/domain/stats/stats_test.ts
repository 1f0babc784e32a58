import { expect } from "expect";
import { getOverview, stageCount, stageDayCount, stageStatusChange } from "@/domain/stats/mod.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { makeStaff } from "../order/fixtures.ts";

async function commit(deps: TestDeps, stage: (tx: Tx) => void): Promise<void> {
  unwrap(
    await transact(deps, (tx) => {
      stage(tx);
      return Promise.resolve(ok(undefined));
    }),
  );
}

Deno.test("getOverview() of an empty shop is all zeros over fourteen days", async () => {
  await using deps = await makeDeps();

  const overview = unwrap(await getOverview(deps, { viewer: makeStaff() }));

  const { ordersByDay, ...numbers } = overview;
  expect(Object.values(numbers).every((number) => number === 0)).toBe(true);
  expect(ordersByDay.map((each) => each.day)).toEqual([
    ...Array.from({ length: 13 }, (_, at) => `2026-02-${16 + at}`),
    "2026-03-01",
  ]);
});

Deno.test("counts follow the states, also when 50 commits change them at once", async () => {
  await using deps = await makeDeps();
  const change = (from: string | null, to: string | null) =>
    commit(deps, (tx) => stageStatusChange(tx, { kind: "orders", from, to }));

  await Promise.all(Array.from({ length: 50 }, () => change(null, "pending_payment")));
  await Promise.all(Array.from({ length: 30 }, () => change("pending_payment", "paid")));
  await change("paid", "paid");
  await change("paid", null);

  const overview = unwrap(await getOverview(deps, { viewer: makeStaff() }));
  expect([overview.ordersToPay, overview.ordersToProvision]).toEqual([20, 29]);
});

Deno.test("a day's count ends at midnight UTC", async () => {
  await using deps = await makeDeps({ at: "2026-03-01T23:59:59.999Z" });
  await commit(deps, (tx) => stageDayCount(tx, deps, "orders_placed", 2));
  deps.clock.advance({ milliseconds: 1 });
  await commit(deps, (tx) => stageDayCount(tx, deps, "orders_placed", 1));
  await commit(deps, (tx) => stageCount(tx, "customers", 1));

  const overview = unwrap(await getOverview(deps, { viewer: makeStaff() }));

  expect(overview.ordersByDay.slice(-2)).toEqual([
    { day: "2026-03-01", count: 2 },
    { day: "2026-03-02", count: 1 },
  ]);
  expect(overview.ordersToday).toBe(1);
  expect(overview.customers).toBe(1);
});

Deno.test("getOverview() is for staff who may see it", async () => {
  await using deps = await makeDeps();
  const viewer = { ...makeStaff(), permissions: new Set([]) };

  expect(await getOverview(deps, { viewer })).toEqual({ ok: false, error: { code: "not_found" } });
});
