import { expect } from "expect";
import fc from "fast-check";
import {
  assess,
  assessOrder,
  type Catalog,
  getCatalog,
  quote,
  seedCatalog,
  type Selection,
} from "@/domain/catalog/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { totals } from "@/domain/invoice/mod.ts";
import type { Benefit, PromotionOffer } from "@/domain/promotion/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { type Cycle, CYCLES } from "@/domain/shared/period.ts";
import { anyText } from "@/tests/helpers/any_text.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";

async function seeded(): Promise<Catalog> {
  await using deps = await makeDeps();
  await seedCatalog(deps);
  return await getCatalog(deps);
}

const catalog = await seeded();

function selection(change: Partial<Selection> = {}): Selection {
  return {
    plan: "vps-grow",
    cycle: "annual",
    datacenter: "fra1",
    os: "debian-13",
    panel: "none",
    hostname: "server1.example.com",
    addons: [],
    ...change,
  };
}

function problems(change: Partial<Selection>): Record<string, string> {
  const result = quote(catalog, selection(change));
  if (result.ok) throw new Error("the selection was accepted");
  expect(result.error.code).toBe("validation");
  return { ...result.error.fields };
}

Deno.test("quote() prices plan, panel, add-ons and quantities for the term", () => {
  const priced = unwrap(quote(
    catalog,
    selection({ panel: "directadmin", addons: ["ipv4:2", "", "backups"] }),
  ));

  expect(
    priced.lines.map(({ kind, slug, quantity, amount }) => [kind, slug, quantity, amount.minor]),
  )
    .toEqual([
      ["plan", "vps-grow", 1, 12_000],
      ["panel", "directadmin", 1, 8_000],
      ["addon", "backups", 1, 3_000],
      ["addon", "ipv4", 2, 4_000],
    ]);
  expect(priced.total).toEqual({ minor: 27_000, currency: "EUR" });
  expect(priced.renewal).toEqual({ minor: 27_000, currency: "EUR" });
});

Deno.test("quote() bills a setup fee once and leaves it out of the renewal", () => {
  const priced = unwrap(quote(catalog, selection({ plan: "dedicated-core", cycle: "monthly" })));

  expect(priced.lines.at(-1)).toMatchObject({ kind: "setup", amount: { minor: 4900 } });
  expect(priced.total.minor).toBe(13_800 + 4_900);
  expect(priced.renewal.minor).toBe(13_800);
});

Deno.test("quote() rounds tax once a line", () => {
  const priced = unwrap(
    quote(catalog, selection({ addons: ["ssl"], cycle: "quarterly" }), {
      tax: { rateBasisPoints: 1925, isInclusive: false },
    }),
  );

  expect(priced.lines.map((line) => line.amount.minor)).toEqual([3420, 570]);
  expect(priced.tax.minor).toBe(658 + 110);
  expect(priced.total.minor).toBe(3990 + 768);
});

const TWENTY: PromotionOffer = {
  promotionId: "prm_1",
  code: "SUMMER20",
  benefit: { kind: "percent", basisPoints: 2000 },
  periods: 1,
  plans: [],
  cycles: [],
};

Deno.test("quote() takes a promotion off each line of the term, and off its tax", () => {
  const priced = unwrap(
    quote(catalog, selection({ plan: "dedicated-core", cycle: "monthly", addons: [] }), {
      tax: { rateBasisPoints: 1900, isInclusive: false },
      promotion: TWENTY,
    }),
  );

  expect(priced.lines.map(({ kind, amount }) => [kind, amount.minor])).toEqual([
    ["plan", 13_800],
    ["setup", 4_900],
    ["discount", -2_760],
  ]);
  expect(priced.subtotal.minor).toBe(15_940);
  expect(priced.tax.minor).toBe(2_622 + 931 - 524);
  expect([priced.renewal.minor, priced.nextTerm.minor]).toEqual([13_800, 13_800]);
});

Deno.test("quote() says what the next term costs while a promotion lasts", () => {
  const nextTerm = (change: Partial<PromotionOffer>) => {
    const promotion = { ...TWENTY, ...change };
    return unwrap(quote(catalog, selection(), { promotion })).nextTerm.minor;
  };
  expect(nextTerm({})).toBe(12_000);
  expect(nextTerm({ periods: 2 })).toBe(9_600);
  expect(nextTerm({ periods: null })).toBe(9_600);
});

Deno.test("quote() says beside promo what a code isn't for, and prices without it", () => {
  for (const change of [{ plans: ["web-start"] }, { cycles: ["monthly" as const] }]) {
    const { fields, quote: priced } = assessOrder(catalog, selection(), {
      promotion: { ...TWENTY, ...change },
    });
    expect(fields).toEqual({ promo: expect.stringMatching(/^This code is for other .*\.$/) });
    expect(priced!.total.minor).toBe(12_000);
  }
});

Deno.test("quote() with the tax in the prices comes to the prices", () => {
  const priced = unwrap(
    quote(catalog, selection({ addons: ["ssl"] }), {
      tax: { rateBasisPoints: 1900, isInclusive: true },
    }),
  );
  expect(priced.total.minor).toBe(12_000 + 2_000);
  expect(priced.tax.minor).toBe(1_916 + 319);
  expect(priced.subtotal.minor).toBe(14_000 - 1_916 - 319);
});

Deno.test("quote() of shared hosting takes system and panel from the platform, for nothing", () => {
  for (const [os, panel] of [["", ""], ["", "none"], ["almalinux-9", "cpanel"]]) {
    const priced = unwrap(quote(catalog, selection({ plan: "web-business", os, panel })));
    expect(priced.configuration).toMatchObject({ os: "almalinux-9", panel: "cpanel" });
    expect(priced.lines.map((line) => line.kind)).toEqual(["plan"]);
  }
  expect(problems({ plan: "web-business", os: "debian-13", panel: "plesk" })).toEqual({
    os: "Web Business runs on our platform: its operating system can't be chosen.",
    panel: "Web Business comes with its own control panel: another can't be chosen.",
  });
});

const REFUSED: Array<[string, Partial<Selection>, string]> = [
  ["an unknown plan", { plan: "vps-free" }, "plan"],
  ["no plan", { plan: "" }, "plan"],
  ["an unknown cycle", { cycle: "weekly" }, "cycle"],
  ["a cycle that is a property of every object", { cycle: "constructor" }, "cycle"],
  ["an unknown data center", { datacenter: "mars1" }, "datacenter"],
  [
    "a data center where the plan isn't offered",
    { plan: "web-start", os: "", datacenter: "sin1" },
    "datacenter",
  ],
  ["an unknown system", { os: "templeos" }, "os"],
  ["Windows on a VPS", { os: "windows-2025" }, "os"],
  ["an unknown panel", { panel: "webmin" }, "panel"],
  ["a panel that doesn't run on the system", { panel: "cpanel", os: "fedora-44" }, "panel"],
  ["an unknown add-on", { addons: ["gold"] }, "addons[]"],
  ["an add-on of other plans", { addons: ["backups-xl"] }, "addons[]"],
  ["an add-on twice", { addons: ["ipv4", "ipv4:2"] }, "addons[]"],
  ["a quantity of zero", { addons: ["ipv4:0"] }, "addons[]"],
  ["a negative quantity", { addons: ["ipv4:-1"] }, "addons[]"],
  ["a fraction as quantity", { addons: ["ipv4:1.5"] }, "addons[]"],
  ["a huge quantity", { addons: ["ipv4:99999999999999999999"] }, "addons[]"],
  ["more than the most", { addons: ["ipv4:9"] }, "addons[]"],
  ["a hundred add-ons", { addons: Array(100).fill("ipv4") }, "addons[]"],
  ["an invalid hostname", { hostname: "bad_host.example.com" }, "hostname"],
];

for (const [what, change, field] of REFUSED) {
  Deno.test(`quote() refuses ${what} beside ${field}`, () => {
    const fields = problems(change);
    expect(Object.keys(fields)).toEqual([field]);
    expect(fields[field]).toMatch(/^[A-Zc].*\.$/);
  });
}

Deno.test("quote() takes no price for no order", () => {
  const without = {
    ...catalog,
    plans: catalog.plans.map((plan) => ({ ...plan, prices: { ...plan.prices, annual: null } })),
    addons: catalog.addons.map((addon) => ({
      ...addon,
      prices: { ...addon.prices, monthly: null },
    })),
    panels: catalog.panels.map((panel) => ({
      ...panel,
      prices: { ...panel.prices, monthly: null },
    })),
  };

  expect(Object.keys(assess(without, selection()).fields)).toEqual(["cycle"]);
  const monthly = selection({ cycle: "monthly", panel: "plesk", addons: ["ssl"] });
  expect(Object.keys(assess(without, monthly).fields)).toEqual(["panel", "addons[]"]);
});

Deno.test("assess() prices what is chosen so far", () => {
  const { fields, quote } = assess(
    catalog,
    selection({ datacenter: "", os: "", hostname: "", addons: ["ssl"] }),
  );

  expect(Object.keys(fields).sort()).toEqual(["datacenter", "hostname", "os"]);
  expect(quote!.total.minor).toBe(12_000 + 2_000);
});

const anySlug = fc.constantFrom(
  ...[
    catalog.plans,
    catalog.datacenters,
    catalog.osImages,
    catalog.panels,
    catalog.addons,
  ].flat().map((each) => each.slug),
  ...CYCLES,
  "none",
  "",
  "__proto__",
);
const anyWords = fc.oneof(anySlug, fc.string(), anyText());
const anyEntry = fc.oneof(
  anyWords,
  fc.tuple(anySlug, fc.integer()).map(([slug, n]) => `${slug}:${n}`),
);
const anySelection = fc.record({
  plan: fc.oneof(fc.constantFrom(...catalog.plans.map((plan) => plan.slug)), anyWords),
  cycle: fc.oneof(fc.constantFrom(...CYCLES), anyWords),
  datacenter: anyWords,
  os: anyWords,
  panel: anyWords,
  hostname: fc.oneof(fc.domain(), anyWords),
  addons: fc.array(anyEntry, { maxLength: 30 }),
});

const anyTax = fc.record({
  rateBasisPoints: fc.oneof(fc.constantFrom(0, 810, 1900, 2550, 2700), fc.nat(10_000)),
  isInclusive: fc.boolean(),
});
const anyBenefit: fc.Arbitrary<Benefit> = fc.oneof(
  fc.integer({ min: 1, max: 10_000 }).map((basisPoints): Benefit => ({
    kind: "percent",
    basisPoints,
  })),
  fc.integer({ min: 1, max: 100_000 }).map((minor): Benefit => ({
    kind: "fixed",
    amounts: [money(minor, "EUR")],
  })),
  fc.constant<Benefit>({ kind: "free_setup" }),
);
const anyPromotion = fc.record({
  promotionId: fc.constant("prm_1"),
  code: fc.constant("CODE"),
  benefit: anyBenefit,
  periods: fc.constantFrom(1, 3, null),
  plans: fc.constantFrom<string[]>([], ["vps-grow", "dedicated-core"]),
  cycles: fc.constantFrom<Cycle[]>([], ["annual"]),
});

Deno.test("quote() answers any selection with a price whose lines add up, or with validation errors", () => {
  fc.assert(
    fc.property(anySelection, anyTax, fc.option(anyPromotion), (selection, tax, promotion) => {
      const { fields, quote: priced } = assessOrder(catalog, selection, { tax, promotion });
      const result = quote(catalog, selection, { tax, promotion });
      expect(result.ok).toBe(priced !== null && Object.keys(fields).length === 0);
      if (!priced) return;
      const sum = priced.lines.reduce((total, line) => total + line.amount.minor, 0);
      expect((tax.isInclusive ? priced.total : priced.subtotal).minor).toBe(sum);
      expect(priced.total.minor).toBe(priced.subtotal.minor + priced.tax.minor);
      expect(priced.total.minor).toBeGreaterThanOrEqual(0);
      expect(priced.nextTerm.minor).toBeGreaterThanOrEqual(0);
      expect(priced.nextTerm.minor).toBeLessThanOrEqual(priced.renewal.minor);
      // An invoice of the same lines comes to the same.
      const { subtotal, tax: taxSum, total } = totals(priced.lines, tax, "EUR");
      expect([subtotal, taxSum, total]).toEqual([priced.subtotal, priced.tax, priced.total]);
      expect(priced.lines.every((line) => line.amount.minor === line.unit.minor * line.quantity))
        .toBe(true);
      expect(
        priced.lines.every(({ kind, amount }) => (kind === "discount") === (amount.minor < 0)),
      ).toBe(true);
    }),
    { numRuns: 500 },
  );
});

Deno.test("assess() doesn't throw on values that aren't texts", () => {
  fc.assert(
    fc.property(
      fc.record({
        plan: fc.constantFrom("vps-start", "web-start"),
        cycle: fc.constant("monthly"),
        datacenter: fc.anything(),
        os: fc.anything(),
        panel: fc.anything(),
        hostname: fc.anything(),
        addons: fc.anything(),
      }),
      (junk) => expect(quote(catalog, junk as Selection).ok).toBe(false),
    ),
  );
});
