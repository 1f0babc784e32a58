/** The tax of a sale by who sells and who buys, case by case, and what holds for every case. */
import { expect } from "expect";
import fc from "fast-check";
import { DEFAULT_TAX, type TaxSettings } from "@/domain/settings/mod.ts";
import {
  customerKind,
  EU_STATES,
  rateOf,
  type TaxBuyer,
  taxBuyer,
  taxFor,
  type TaxTreatment,
} from "@/domain/tax/mod.ts";

const settings: TaxSettings = { ...DEFAULT_TAX, mode: "by_country", rateBasisPoints: 1234 };
const oss = { ...settings, usesDestinationRates: true };
const registered = (...countries: string[]) => ({
  ...settings,
  registrations: countries.map((country) => ({ country, number: "" })),
});

const VAT_NUMBERS: Record<string, string> = {
  AT: "ATU13585627",
  CH: "CHE107787577MWST",
  DE: "DE136695976",
  FR: "FR40303265045",
  GB: "GB980780684",
  GR: "EL094259216",
  IM: "GB980780684",
  MC: "FR40303265045",
  NO: "NO995525828MVA",
  XI: "XI980780684",
};

function buyer(country: string, kind: "private" | "business" | "vat"): TaxBuyer {
  return {
    country: country === "XI" ? "GB" : country,
    isBusiness: kind !== "private",
    vatNumber: kind === "vat" ? VAT_NUMBERS[country]! : null,
    exemptReason: null,
  };
}

type Case = [
  what: string,
  settings: TaxSettings,
  seller: string,
  buyer: TaxBuyer,
  treatment: TaxTreatment,
  rate: number,
  country: string | null,
];

const CASES: readonly Case[] = [
  ["at home, private", settings, "DE", buyer("DE", "private"), "standard", 1900, "DE"],
  [
    "at home, a business without a number",
    oss,
    "DE",
    buyer("DE", "business"),
    "standard",
    1900,
    "DE",
  ],
  ["at home, a business with one", oss, "DE", buyer("DE", "vat"), "standard", 1900, "DE"],
  ["no country known", oss, "DE", buyer("", "private"), "standard", 1900, "DE"],

  ["EU, private, small seller", settings, "DE", buyer("FR", "private"), "standard", 1900, "DE"],
  ["EU, private, One Stop Shop", oss, "DE", buyer("FR", "private"), "standard", 2000, "FR"],
  [
    "EU, private in Finland, One Stop Shop",
    oss,
    "DE",
    buyer("FI", "private"),
    "standard",
    2550,
    "FI",
  ],
  [
    "EU, private, registered there",
    registered("FR"),
    "DE",
    buyer("FR", "private"),
    "standard",
    2000,
    "FR",
  ],
  [
    "EU, private, registered elsewhere",
    registered("AT"),
    "DE",
    buyer("FR", "private"),
    "standard",
    1900,
    "DE",
  ],
  ["EU, business without a number", oss, "DE", buyer("AT", "business"), "standard", 2000, "AT"],
  ["EU, business with a number", oss, "DE", buyer("AT", "vat"), "reverse_charge", 0, "AT"],
  [
    "EU, business with a number, small seller",
    settings,
    "DE",
    buyer("GR", "vat"),
    "reverse_charge",
    0,
    "GR",
  ],
  [
    "EU, business with a number, registered there",
    registered("FR"),
    "DE",
    buyer("FR", "vat"),
    "reverse_charge",
    0,
    "FR",
  ],

  ["Monaco counts as France", oss, "DE", buyer("MC", "private"), "standard", 2000, "FR"],
  [
    "Monaco, a business with a French number",
    oss,
    "DE",
    buyer("MC", "vat"),
    "reverse_charge",
    0,
    "FR",
  ],
  ["Monaco is home for a seller in France", oss, "FR", buyer("MC", "vat"), "standard", 2000, "FR"],
  ["the Åland Islands are outside", oss, "DE", buyer("AX", "private"), "outside_scope", 0, "AX"],
  ["Réunion is outside", oss, "FR", buyer("RE", "private"), "outside_scope", 0, "RE"],

  ["outside the EU, private", oss, "DE", buyer("US", "private"), "outside_scope", 0, "US"],
  ["outside the EU, business", oss, "DE", buyer("JP", "business"), "outside_scope", 0, "JP"],
  ["Great Britain, private", oss, "DE", buyer("GB", "private"), "outside_scope", 0, "GB"],
  [
    "Great Britain, private, registered there",
    registered("GB"),
    "DE",
    buyer("GB", "private"),
    "standard",
    2000,
    "GB",
  ],
  [
    "Great Britain, business, registered there",
    registered("GB"),
    "DE",
    buyer("GB", "vat"),
    "reverse_charge",
    0,
    "GB",
  ],
  [
    "Isle of Man, registered in Great Britain",
    registered("GB"),
    "DE",
    buyer("IM", "private"),
    "standard",
    2000,
    "GB",
  ],
  [
    "Northern Ireland, a business with a number",
    oss,
    "DE",
    buyer("XI", "vat"),
    "outside_scope",
    0,
    "GB",
  ],
  [
    "Northern Ireland, registered in the UK",
    registered("GB"),
    "DE",
    buyer("XI", "vat"),
    "reverse_charge",
    0,
    "GB",
  ],
  [
    "Norway, private, registered there",
    registered("NO"),
    "DE",
    buyer("NO", "private"),
    "standard",
    2500,
    "NO",
  ],
  [
    "Norway, business, registered there",
    registered("NO"),
    "DE",
    buyer("NO", "vat"),
    "reverse_charge",
    0,
    "NO",
  ],
  [
    "Switzerland, private, registered there",
    registered("CH"),
    "DE",
    buyer("CH", "private"),
    "standard",
    810,
    "CH",
  ],
  [
    "Switzerland, business, registered there",
    registered("CH"),
    "DE",
    buyer("CH", "vat"),
    "standard",
    810,
    "CH",
  ],

  [
    "a seller in the US, EU business with a number",
    settings,
    "US",
    buyer("DE", "vat"),
    "reverse_charge",
    0,
    "DE",
  ],
  [
    "a seller in the US, EU private, One Stop Shop",
    oss,
    "US",
    buyer("DE", "private"),
    "standard",
    1900,
    "DE",
  ],
  [
    "a seller in the US, EU private, not registered",
    settings,
    "US",
    buyer("DE", "private"),
    "outside_scope",
    0,
    "DE",
  ],
  ["a seller in the US, at home", oss, "US", buyer("US", "private"), "standard", 1234, "US"],
  ["a seller in the US, elsewhere", oss, "US", buyer("JP", "private"), "outside_scope", 0, "JP"],
  [
    "a seller in Great Britain, EU business with a number",
    oss,
    "GB",
    buyer("FR", "vat"),
    "reverse_charge",
    0,
    "FR",
  ],
  [
    "a seller in Great Britain, Northern Ireland",
    oss,
    "GB",
    buyer("XI", "vat"),
    "standard",
    2000,
    "GB",
  ],

  [
    "one rate for all, abroad",
    { ...settings, mode: "flat" },
    "DE",
    buyer("US", "private"),
    "standard",
    1234,
    "DE",
  ],
  [
    "one rate for all, business in the EU",
    { ...oss, mode: "flat" },
    "DE",
    buyer("FR", "vat"),
    "standard",
    1234,
    "DE",
  ],
  [
    "one rate for all, seller without a country",
    { ...oss, mode: "flat" },
    "",
    buyer("FR", "private"),
    "standard",
    1234,
    null,
  ],
  ["no tax at all", { ...oss, mode: "none" }, "DE", buyer("DE", "private"), "none", 0, "DE"],
  [
    "no tax at all, exempt",
    { ...oss, mode: "none" },
    "DE",
    { ...buyer("DE", "private"), exemptReason: "x" },
    "none",
    0,
    "DE",
  ],

  [
    "exempt at home",
    oss,
    "DE",
    { ...buyer("DE", "private"), exemptReason: "NATO." },
    "exempt",
    0,
    "DE",
  ],
  [
    "exempt abroad",
    oss,
    "DE",
    { ...buyer("FR", "vat"), exemptReason: "Embassy." },
    "exempt",
    0,
    "FR",
  ],
  [
    "exempt, one rate for all",
    { ...settings, mode: "flat" },
    "DE",
    { ...buyer("", "private"), exemptReason: "UN." },
    "exempt",
    0,
    "DE",
  ],
];

for (const [what, given, seller, buyer, treatment, rateBasisPoints, country] of CASES) {
  Deno.test(`taxFor(): ${what}`, () => {
    const { rule, explanation } = taxFor({ settings: given, seller: { country: seller }, buyer });

    expect([rule.treatment, rule.rateBasisPoints, rule.country])
      .toEqual([treatment, rateBasisPoints, country]);
    expect(explanation).toMatch(/^(The|Seller|Every|This) .+\.$/);
    expect(Object.isFrozen(rule)).toBe(true);
  });
}

Deno.test("taxFor() prints what the law wants for each reason", () => {
  const noteOf = (given: TaxSettings, seller: string, to: TaxBuyer) =>
    taxFor({ settings: given, seller: { country: seller }, buyer: to }).rule.note;

  expect(noteOf(oss, "DE", buyer("DE", "private"))).toBe("");
  expect(noteOf(oss, "DE", buyer("AT", "vat"))).toMatch(
    /^Reverse charge: .*Article 196 of Directive 2006\/112\/EC\.$/,
  );
  expect(noteOf(registered("GB"), "DE", buyer("GB", "vat")))
    .toBe("Reverse charge: the customer accounts for the VAT in United Kingdom.");
  expect(noteOf(oss, "DE", buyer("US", "private"))).toMatch(
    /^Not subject to EU VAT: .*Articles 44/,
  );
  // The EU's articles are nothing that a seller elsewhere refers to.
  expect(noteOf(oss, "US", buyer("JP", "private"))).toBe("");
  expect(noteOf(oss, "DE", { ...buyer("DE", "private"), exemptReason: "NATO, form 34." }))
    .toBe("Exempt from VAT. NATO, form 34.");
  expect(
    noteOf(
      { ...oss, mode: "none", noneText: "Small business, § 19 UStG." },
      "DE",
      buyer("DE", "private"),
    ),
  )
    .toBe("Small business, § 19 UStG.");
});

Deno.test("taxFor() says why Northern Ireland is outside", () => {
  const { explanation } = taxFor({
    settings: oss,
    seller: { country: "DE" },
    buyer: buyer("XI", "vat"),
  });
  expect(explanation).toMatch(
    /Northern Ireland belongs to the EU's VAT for goods, not services\.$/,
  );
});

Deno.test("taxBuyer() counts a number only if it checks for the customer's own country", async () => {
  const data = { company: "", country: "AT", taxNumber: "ATU 13585627" };
  const kinds = await Promise.all([
    taxBuyer(data, null),
    taxBuyer({ ...data, taxNumber: "ATU13585626" }, null),
    taxBuyer({ ...data, company: "Alpen AG", taxNumber: "DE136695976" }, null),
    taxBuyer({ ...data, country: "US", taxNumber: "12-3456789" }, "School."),
    taxBuyer({ ...data, taxNumber: "" }, null),
  ]);
  expect(kinds).toEqual([
    { country: "AT", isBusiness: false, vatNumber: "ATU13585627", exemptReason: null },
    { country: "AT", isBusiness: false, vatNumber: null, exemptReason: null },
    { country: "AT", isBusiness: true, vatNumber: null, exemptReason: null },
    { country: "US", isBusiness: false, vatNumber: null, exemptReason: "School." },
    { country: "AT", isBusiness: false, vatNumber: null, exemptReason: null },
  ]);
  expect(kinds.map(customerKind)).toEqual([
    "business_with_number",
    "private",
    "business",
    "private",
    "private",
  ]);
});

Deno.test("the built-in table has every member state's rate, between 15 and 27 %", () => {
  for (const country of EU_STATES) {
    const rate = rateOf(settings, country);
    expect([country, rate >= 1500 && rate <= 2700, rate !== 1234]).toEqual([country, true, true]);
  }
});

const anyCountry = fc.constantFrom("", ...EU_STATES, "GB", "CH", "NO", "US", "AX", "MC", "IM");

Deno.test("taxFor() charges a rate or gives a reason, for anybody and anywhere", () => {
  fc.assert(
    fc.property(
      fc.record({
        mode: fc.constantFrom("none" as const, "flat" as const, "by_country" as const),
        usesDestinationRates: fc.boolean(),
        pricesIncludeTax: fc.boolean(),
        registrations: fc.array(
          anyCountry.map((country) => ({ country, number: "" })),
          { maxLength: 3 },
        ),
      }),
      anyCountry,
      fc.record({
        country: anyCountry,
        isBusiness: fc.boolean(),
        vatNumber: fc.option(fc.constantFrom("DE136695976", "XI980780684")),
        exemptReason: fc.option(fc.constant("Because.")),
      }),
      (change, country, to) => {
        const given = { ...settings, ...change };
        const { rule, explanation } = taxFor({ settings: given, seller: { country }, buyer: to });

        expect(rule.treatment === "standard").toBe(rule.rateBasisPoints > 0);
        expect(rule.isInclusive).toBe(given.pricesIncludeTax);
        expect(explanation).toMatch(/\.$/);
        if (rule.treatment === "reverse_charge") {
          expect(to.vatNumber).not.toBe(null);
          expect(rule.note).toMatch(/^Reverse charge: /);
        }
        if (rule.treatment === "standard") expect(rule.note).toBe("");
      },
    ),
    { numRuns: 2000 },
  );
});
