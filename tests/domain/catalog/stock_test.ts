import { expect } from "expect";
import {
  getCatalog,
  getStock,
  seedCatalog,
  stageReturnStock,
  stageTakeStock,
} from "@/domain/catalog/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";

async function placeOf(deps: TestDeps, plan: string, datacenter: string) {
  const { plans, datacenters } = await getCatalog(deps);
  return {
    planId: plans.find((each) => each.slug === plan)!.id,
    datacenterId: datacenters.find((each) => each.slug === datacenter)!.id,
  };
}

Deno.test("stageTakeStock() by many at once takes no more than there is", async () => {
  await using deps = await makeDeps();
  await seedCatalog(deps);
  const place = await placeOf(deps, "dedicated-core", "fra1");

  const results = await Promise.all(
    Array.from({ length: 15 }, () => transact(deps, (tx) => stageTakeStock(tx, deps, place))),
  );

  const codes = results.map((result) => result.ok ? "taken" : result.error.code);
  const taken = codes.filter((code) => code === "taken").length;
  expect((await getStock(deps, "dedicated-core")).fra1).toBe(6 - taken);
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThanOrEqual(6);
});

Deno.test("stageTakeStock() refuses where nothing is left or the plan was never offered", async () => {
  await using deps = await makeDeps();
  await seedCatalog(deps);
  for (const [plan, datacenter] of [["vps-scale", "sin1"], ["web-start", "hel1"]] as const) {
    const place = await placeOf(deps, plan, datacenter);
    const result = await transact(deps, (tx) => stageTakeStock(tx, deps, place));
    expect(result).toEqual({ ok: false, error: { code: "out_of_stock" } });
  }
});

Deno.test("stageReturnStock() by many at once gives everything back", async () => {
  await using deps = await makeDeps();
  await seedCatalog(deps);
  const place = await placeOf(deps, "dedicated-core", "fra1");

  const results = await Promise.all(
    Array.from({ length: 5 }, () =>
      transact(deps, async (tx) => {
        await stageReturnStock(tx, deps, place);
        return ok(undefined);
      })),
  );

  const returned = results.filter((result) => result.ok).length;
  expect((await getStock(deps, "dedicated-core")).fra1).toBe(6 + returned);
});

Deno.test("getStock() of an unknown plan is empty", async () => {
  await using deps = await makeDeps();
  await seedCatalog(deps);
  expect(await getStock(deps, "free")).toEqual({});
});
