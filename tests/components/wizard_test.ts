/** The order wizard's state: what stands in the address is what was typed. */
import { expect } from "expect";
import fc from "fast-check";
import { cycleOptions, cyclePrices } from "@/components/catalog/cycles.ts";
import {
  fitToPlan,
  placeInWizard,
  problemsOf,
  quantityOf,
  readWizard,
  stepOf,
  withDefaults,
  type WizardForm,
  wizardHref,
} from "@/components/order/wizard.ts";
import { getCatalog, seedCatalog } from "@/domain/catalog/mod.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { terms } from "@/domain/catalog/seed_terms.ts";

const text = fc.string({ unit: "grapheme", maxLength: 60 }).filter((each) => each.isWellFormed());
const anyForm: fc.Arbitrary<WizardForm> = fc.record({
  plan: text,
  cycle: text,
  datacenter: text,
  os: text,
  panel: text,
  hostname: text,
  currency: fc.constantFrom("", "USD"),
  trial: text,
  promo: text,
  payment_method: text,
  accept_terms: text,
  addons: fc.array(text.filter((entry) => entry !== ""), { maxLength: 30 }),
});

Deno.test("readWizard() reads from an address what wizardHref() wrote into it", () => {
  fc.assert(fc.property(anyForm, fc.constantFrom("plan", "review"), (form, step) => {
    const url = new URL(wizardHref(form, step as "plan"), "http://localhost");
    expect(url.pathname).toBe("/dashboard/order");
    expect(url.searchParams.get("step")).toBe(step);
    expect(readWizard(url.searchParams)).toEqual(form);
  }));
});

Deno.test("readWizard() takes what is too long to be anything for not typed", () => {
  const params = new URLSearchParams({ hostname: "a".repeat(301), plan: "vps-start" });
  for (let i = 0; i < 1000; i++) params.append("addons[]", "ipv4");

  const form = readWizard(params);

  expect([form.hostname, form.plan, form.addons.length]).toEqual(["", "vps-start", 30]);
});

Deno.test("withDefaults() chooses only where nothing is chosen", () => {
  const empty = readWizard(new URLSearchParams());

  expect(withDefaults(empty)).toMatchObject({
    cycle: "monthly",
    panel: "none",
    payment_method: "bank_transfer",
    plan: "",
    accept_terms: "",
  });
  expect(withDefaults({ ...empty, cycle: "annual", panel: "plesk" }))
    .toMatchObject({ cycle: "annual", panel: "plesk" });
});

Deno.test("fitToPlan() drops what the plan doesn't have and keeps the rest", async () => {
  await using deps = await makeDeps();
  await seedCatalog(deps);
  const catalog = await getCatalog(deps);
  const form = {
    ...readWizard(new URLSearchParams({ hostname: "a.example.com", promo: "X" })),
    datacenter: "hel1",
    os: "windows-2025",
    panel: "plesk",
    addons: ["ssl:2", "backups-xl", "ipv4:3"],
  };
  const fitted = (plan: string) => {
    const { datacenter, os, panel, addons, hostname } = fitToPlan({ catalog }, { ...form, plan });
    expect(hostname).toBe("a.example.com");
    return [datacenter, os, panel, addons];
  };

  expect(fitted("vds-pro")).toEqual(["hel1", "windows-2025", "plesk", form.addons]);
  expect(fitted("vps-start")).toEqual(["hel1", "", "plesk", ["ssl:2", "ipv4:3"]]);
  expect(fitted("web-start")).toEqual(["", "", "none", ["ssl:2"]]);
  expect(fitted("unknown")).toEqual(["hel1", "windows-2025", "plesk", form.addons]);
});

Deno.test("placeInWizard() stops at the first step that isn't right", () => {
  const wrong = (...fields: string[]) => Object.fromEntries(fields.map((field) => [field, "No."]));

  expect(placeInWizard(wrong("plan", "hostname"), "review")).toEqual({
    step: "plan",
    isRefused: true,
  });
  expect(placeInWizard(wrong("addons[]"), "review")).toEqual({
    step: "configuration",
    isRefused: true,
  });
  expect(placeInWizard(wrong("promo"), "review")).toEqual({ step: "review", isRefused: false });
  expect(placeInWizard(wrong("cycle"), null)).toEqual({ step: "plan", isRefused: false });
  expect(placeInWizard(wrong("os"), null)).toEqual({ step: "configuration", isRefused: false });
  expect(placeInWizard(wrong("plan"), "plan")).toEqual({ step: "plan", isRefused: false });
});

Deno.test("problemsOf() lists problems in the order of the form", () => {
  const problems = {
    accept_terms: "4",
    hostname: "3",
    "addons[]": "5",
    plan: "1",
    datacenter: "2",
  };

  expect(Object.keys(problemsOf(problems, ["plan", "configuration", "review"]))).toEqual([
    "plan",
    "datacenter",
    "hostname",
    "addons[]",
    "accept_terms",
  ]);
  expect(stepOf("")).toBe("review");
});

Deno.test("quantityOf() finds an add-on by its slug, not by a slug that begins like it", () => {
  const addons = ["ssl-wildcard:3", "ssl:2", "backups", "ipv4:x"];

  expect(["ssl", "ssl-wildcard", "backups", "ipv4", "none"].map((slug) => quantityOf(addons, slug)))
    .toEqual([2, 3, 1, 0, 0]);
});

Deno.test("terms say what they save, and large prices are by the month", () => {
  const prices = terms(600);

  expect(cycleOptions({ prices }).map((option) => option.note)).toEqual([
    undefined,
    "5% off",
    "10% off",
    "2 months free",
  ]);
  expect(cyclePrices(prices).map(({ amount, note }) => [amount.minor, note])).toEqual([
    [600, "Billed every month"],
    [570, "€17.10 every 3 months, you save €0.90"],
    [540, "€32.40 every 6 months, you save €3.60"],
    [500, "€60.00 every 12 months, you save €12.00"],
  ]);
});

Deno.test("a term without a price isn't shown", () => {
  const prices = { ...terms(600), quarterly: null };

  expect(cyclePrices(prices).map((price) => price.cycle)).toEqual([
    "monthly",
    "semi_annual",
    "annual",
  ]);
});
