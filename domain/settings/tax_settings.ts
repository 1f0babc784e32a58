/** The tax section: how the seller is taxed, and the rates of the countries that it charges the tax of. */
import { z } from "zod";

/** How tax is worked out. */
export const TAX_MODES = ["none", "flat", "by_country"] as const;

const basisPoints = z.int("Enter a percentage, such as 19 or 7.5.").min(0, "Enter 0 or more.")
  .max(10_000, "Enter at most 100 %.");
const countryCode = z.string().trim().toUpperCase().regex(/^[A-Z]{2}$/, "Use a code such as DE.");
const text = (max: number) => z.string().trim().max(max, `Use at most ${max} characters.`);

const ONE_A_LINE = "Write one country a line with its rate in percent, such as DE 19 or FI 25.5.";

/** The section's schema. */
export const taxSection = z.strictObject({
  /**
   * `none`: nobody is charged. `flat`: everybody is charged the house rate. `by_country`: by where seller and customer
   * are, and what kind of customer it is.
   */
  mode: z.enum(TAX_MODES, "Choose one of the ways."),
  /** What the tax is called: VAT, GST. */
  label: text(20).min(1, "Fill this in."),
  /** The house rate, in hundredths of a percent: also used where a country has no rate of its own. */
  rateBasisPoints: basisPoints,
  pricesIncludeTax: z.boolean("Tick it or leave it."),
  /**
   * Private customers elsewhere in the EU are charged their own country's rate, which is declared through the One Stop
   * Shop. Without it they are charged the seller's, as small sellers may (Article 59c of Directive 2006/112/EC).
   */
  usesDestinationRates: z.boolean("Tick it or leave it."),
  /** Countries in which the seller is registered besides its own. */
  registrations: z.array(z.strictObject({ country: countryCode, number: text(40) }))
    .max(10, "Use at most ten registrations."),
  /** Standard rates by country. */
  rates: z.array(z.strictObject({
    country: z.string().trim().toUpperCase().regex(/^[A-Z]{2}$/, ONE_A_LINE),
    rateBasisPoints: z.int(ONE_A_LINE).min(0, ONE_A_LINE).max(10_000, ONE_A_LINE),
  }))
    .max(80, "Use at most 80 countries.")
    .superRefine((rates, context) => {
      rates.forEach(({ country }, at) => {
        if (rates.findIndex((rate) => rate.country === country) === at) return;
        context.addIssue({
          code: "custom",
          path: [at, "country"],
          message: `${country} is there twice.`,
        });
      });
    }),
  /** Printed on invoices without tax, each for its reason. */
  reverseChargeText: text(300).min(1, "Fill this in: the law asks for it on invoices."),
  outsideText: text(300),
  exemptText: text(300),
  noneText: text(300),
});

/** The tax section. */
export type TaxSettings = z.infer<typeof taxSection>;

/**
 * Standard rates as of 1 January 2026. EU: European Commission, "Taxes in Europe" database (the last changes: Finland
 * 25.5 % since 1 September 2024, Slovakia 23 % since 1 January 2025, Estonia 24 % since 1 July 2025, Romania 21 % since
 * 1 August 2025). United Kingdom: Value Added Tax Act 1994, section 2. Switzerland: Article 25 MWSTG, 8.1 % since
 * 1 January 2024. Norway: the Storting's decision on value added tax, section 2.
 */
const STANDARD_RATES: Readonly<Record<string, number>> = {
  AT: 2000,
  BE: 2100,
  BG: 2000,
  CH: 810,
  CY: 1900,
  CZ: 2100,
  DE: 1900,
  DK: 2500,
  EE: 2400,
  ES: 2100,
  FI: 2550,
  FR: 2000,
  GB: 2000,
  GR: 2400,
  HR: 2500,
  HU: 2700,
  IE: 2300,
  IT: 2200,
  LT: 2100,
  LU: 1700,
  LV: 2100,
  MT: 1800,
  NL: 2100,
  NO: 2500,
  PL: 2300,
  PT: 2300,
  RO: 2100,
  SE: 2500,
  SI: 2200,
  SK: 2300,
};

/** What holds until staff say otherwise: nobody is charged tax. */
export const DEFAULT_TAX: TaxSettings = {
  mode: "none",
  label: "VAT",
  rateBasisPoints: 0,
  pricesIncludeTax: false,
  usesDestinationRates: false,
  registrations: [],
  rates: Object.entries(STANDARD_RATES).map(([country, rateBasisPoints]) => ({
    country,
    rateBasisPoints,
  })),
  reverseChargeText:
    "Reverse charge: the customer accounts for the VAT, Article 196 of Directive 2006/112/EC.",
  outsideText:
    "Not subject to EU VAT: the place of supply is outside the EU, Articles 44 and 58 of Directive 2006/112/EC.",
  exemptText: "Exempt from VAT.",
  noneText: "",
};
