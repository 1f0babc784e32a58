import { expect } from "expect";
import { getCatalog, getStock, seedCatalog } from "@/domain/catalog/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { CYCLES } from "@/domain/shared/period.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";

Deno.test("seedCatalog() writes 7 plans, at least 5 data centers, images, panels and add-ons", async () => {
  await using deps = await makeDeps();

  unwrap(await seedCatalog(deps));

  const catalog = await getCatalog(deps);
  const families = catalog.plans.map((plan) => plan.family);
  expect(catalog.plans.length).toBe(7);
  expect(families.filter((family) => family === "vps").length).toBe(3);
  expect(families.filter((family) => family === "shared").length).toBe(2);
  expect(families.filter((family) => family === "dedicated").length).toBe(2);
  expect(catalog.datacenters.length).toBeGreaterThanOrEqual(5);
  expect(catalog.panels.map((panel) => panel.name)).toEqual(["cPanel", "Plesk", "DirectAdmin"]);
  expect(catalog.osImages.map((os) => `${os.name} ${os.version}`)).toContain("Debian 13");
  expect(catalog.addons.map((addon) => addon.slug)).toContain("ipv4");
});

Deno.test("every seeded price is in euros, and longer terms are cheaper a month", async () => {
  await using deps = await makeDeps();
  await seedCatalog(deps);

  const { plans, panels, addons } = await getCatalog(deps);

  for (const { slug, prices } of [...plans, ...panels, ...addons]) {
    const month = prices.monthly!.minor;
    expect({ slug, minor: CYCLES.map((cycle) => prices[cycle]!.minor) }).toEqual({
      slug,
      minor: [month, month * 3 * 0.95, month * 6 * 0.9, month * 10],
    });
    expect(CYCLES.every((cycle) => prices[cycle]!.currency === "EUR")).toBe(true);
  }
});

Deno.test("everything that a seeded record names exists", async () => {
  await using deps = await makeDeps();
  await seedCatalog(deps);

  const catalog = await getCatalog(deps);

  const slugs = (list: ReadonlyArray<{ slug: string }>) => new Set(list.map((each) => each.slug));
  const os = slugs(catalog.osImages);
  const panels = slugs(catalog.panels);
  for (const plan of catalog.plans) {
    expect(plan.os.filter((slug) => !os.has(slug))).toEqual([]);
    expect(plan.panels.filter((slug) => !panels.has(slug))).toEqual([]);
    expect(plan.addons.filter((slug) => !slugs(catalog.addons).has(slug))).toEqual([]);
    expect(plan.datacenters.filter((slug) => !slugs(catalog.datacenters).has(slug))).toEqual([]);
    const stock = await getStock(deps, plan.slug);
    expect(Object.keys(stock).sort()).toEqual([...plan.datacenters].sort());
    if (plan.platform) {
      const panel = catalog.panels.find((each) => each.slug === plan.platform!.panel)!;
      expect(panel.os).toContain(plan.platform.os);
    } else expect(plan.os.length).toBeGreaterThan(3);
  }
  for (const panel of catalog.panels) {
    expect(panel.os.filter((slug) => !os.has(slug))).toEqual([]);
  }
});

Deno.test("seedCatalog() by ten processes at once seeds one catalogue", async () => {
  using kv = await Deno.openKv(":memory:");
  const processes = await Promise.all(Array.from({ length: 10 }, () => makeDeps({ kv })));

  const results = await Promise.all(processes.map((deps) => seedCatalog(deps)));

  expect(results.filter((result) => unwrap(result).isSeeded).length).toBe(1);
  expect((await getCatalog(processes[0]!)).plans.length).toBe(7);
});

Deno.test("seedCatalog() leaves a catalogue that is there as it is", async () => {
  await using deps = await makeDeps();
  await seedCatalog(deps);
  const before = await dumpKv(deps.kv);

  expect(unwrap(await seedCatalog(deps)).isSeeded).toBe(false);

  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("getCatalog() holds no internals and forgets its copy when the revision changes", async () => {
  await using deps = await makeDeps();
  await seedCatalog(deps);
  const first = await getCatalog(deps);
  expect(Object.keys(first.plans[0]!)).not.toContain("isActive");
  expect(await getCatalog(deps)).toBe(first);

  const key = ["catalog_plans", first.plans[0]!.id];
  const record = (await deps.kv.get<Record<string, unknown>>(key)).value!;
  await deps.kv.set(key, { ...record, isActive: false });
  await deps.kv.set(["catalog_revisions", "current"], "another");

  expect((await getCatalog(deps)).plans.length).toBe(6);
});
