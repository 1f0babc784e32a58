/**
 * Which tax a sale bears: hosting is a service supplied electronically, so it is taxed where its customer is. Pure; the
 * rules are those of Articles 44, 58, 59c and 196 of Directive 2006/112/EC, and of the registrations in the settings.
 */
import type { TaxSettings } from "../settings/mod.ts";
import { countryName } from "../shared/countries.ts";
import { isInEu, vatTerritory } from "./territories.ts";
import type { CustomerKind, TaxRule, TaxTreatment } from "./view.ts";

/** Who sells. */
export interface TaxSeller {
  /** ISO 3166-1 code; empty if it isn't known. */
  country: string;
}

/** Who buys. */
export interface TaxBuyer {
  /** ISO 3166-1 code; empty if it isn't known. */
  country: string;
  /** They buy for a company. */
  isBusiness: boolean;
  /** A number that `checkVatNumber()` found right for their country; `null` if they have none. */
  vatNumber: string | null;
  /** Why staff exempted them; `null` if nobody did. */
  exemptReason: string | null;
}

/** What kind of customer a buyer is: a number that checks makes a business of anybody. */
export function customerKind(buyer: Pick<TaxBuyer, "isBusiness" | "vatNumber">): CustomerKind {
  if (buyer.vatNumber !== null) return "business_with_number";
  return buyer.isBusiness ? "business" : "private";
}

/** The rule of a sale, and why it is that one. */
export interface AppliedTax {
  rule: TaxRule;
  customerKind: CustomerKind;
  /** One or two sentences for people. */
  explanation: string;
}

/**
 * Countries outside the EU in which a business accounts for the tax of a service from abroad even if the seller is
 * registered there. In Switzerland a registered seller charges businesses, too (Article 45 MWSTG).
 */
const SHIFTS_TO_BUSINESSES: ReadonlySet<string> = new Set(["GB", "NO"]);

/** What a decision looks at. */
interface Sale {
  settings: TaxSettings;
  /** Territories; empty where they aren't known. */
  home: string;
  place: string;
  kind: CustomerKind;
  isNorthernIrish: boolean;
}

/** What a decision says; the rest of the rule follows from the settings. */
interface Decision {
  treatment: TaxTreatment;
  country: string;
  why: string;
}

/** The tax of a sale by these settings. */
export function taxFor(
  { settings, seller, buyer }: { settings: TaxSettings; seller: TaxSeller; buyer: TaxBuyer },
): AppliedTax {
  const sale: Sale = {
    settings,
    home: vatTerritory(seller.country),
    place: vatTerritory(buyer.country),
    kind: customerKind(buyer),
    isNorthernIrish: buyer.vatNumber?.startsWith("XI") ?? false,
  };
  const decision = decide(sale, buyer.exemptReason);
  const rateBasisPoints = decision.treatment === "standard"
    ? rateOf(settings, decision.country)
    : 0;
  const rule: TaxRule = Object.freeze({
    label: settings.label,
    rateBasisPoints,
    country: /^[A-Z]{2}$/.test(decision.country) ? decision.country : null,
    treatment: decision.treatment,
    isInclusive: settings.pricesIncludeTax,
    note: noteOf(sale, decision, buyer.exemptReason),
  });
  return { rule, customerKind: sale.kind, explanation: decision.why };
}

/** A country's rate in hundredths of a percent; the house rate where it has none, or where there is but one. */
export function rateOf(settings: TaxSettings, country: string): number {
  const own = settings.mode === "by_country"
    ? settings.rates.find((rate) => rate.country === country)
    : undefined;
  return own?.rateBasisPoints ?? settings.rateBasisPoints;
}

function decide(sale: Sale, exemptReason: string | null): Decision {
  const { settings, home, place } = sale;
  const { label } = settings;
  const isUntaxed = settings.mode === "flat" && settings.rateBasisPoints === 0;
  if (settings.mode === "none" || isUntaxed) {
    return { treatment: "none", country: home, why: `The seller charges no ${label}.` };
  }
  if (exemptReason !== null) {
    const why = `This customer is exempt from ${label}: ${exemptReason}`;
    return { treatment: "exempt", country: place || home, why };
  }
  if (settings.mode === "flat") {
    return standard(home, `Every customer is charged the house rate of ${label}.`);
  }
  if (place === "") {
    return standard(
      home,
      "The customer's country isn't known, so the seller's own rate is charged.",
    );
  }
  if (place === home) {
    return standard(home, `Seller and customer are both in ${countryName(home)}.`);
  }
  return isInEu(place) ? decideInEu(sale) : decideElsewhere(sale);
}

/** A customer in another member state, or in any for a seller from outside. */
function decideInEu({ settings, home, place, kind }: Sale): Decision {
  const name = countryName(place);
  if (kind === "business_with_number") {
    const why = `The customer is a business in ${name} with a VAT number that checks: it ` +
      "accounts for the tax itself.";
    return { treatment: "reverse_charge", country: place, why };
  }
  const who = kind === "business"
    ? `The customer is a business in ${name} without a VAT number, which counts as a private one`
    : `The customer is a private one in ${name}`;
  if (settings.usesDestinationRates || isRegistered(settings, place)) {
    return standard(place, `${who}: the rate of ${name} is charged.`);
  }
  if (isInEu(home)) {
    return standard(home, `${who}: without the One Stop Shop the seller's own rate is charged.`);
  }
  const why = `${who}, and the seller isn't registered for the tax there: none is charged.`;
  return { treatment: "outside_scope", country: place, why };
}

/** A customer outside the EU who isn't in the seller's own country. */
function decideElsewhere({ settings, place, kind, isNorthernIrish }: Sale): Decision {
  const name = countryName(place);
  if (!isRegistered(settings, place)) {
    const why = `The customer is in ${name}, where the seller isn't registered: none is charged.` +
      (isNorthernIrish ? " Northern Ireland belongs to the EU's VAT for goods, not services." : "");
    return { treatment: "outside_scope", country: place, why };
  }
  if (kind === "business_with_number" && SHIFTS_TO_BUSINESSES.has(place)) {
    const why = `The customer is a business in ${name} with a VAT number that checks: it ` +
      "accounts for the tax itself.";
    return { treatment: "reverse_charge", country: place, why };
  }
  return standard(place, `The seller is registered in ${name}: its rate is charged.`);
}

function standard(country: string, why: string): Decision {
  return { treatment: "standard", country, why };
}

function isRegistered(settings: TaxSettings, country: string): boolean {
  return settings.registrations.some((each) => vatTerritory(each.country) === country);
}

function noteOf(
  { settings, home, place }: Sale,
  { treatment }: Decision,
  exemptReason: string | null,
): string {
  switch (treatment) {
    case "standard":
      return "";
    case "reverse_charge":
      return isInEu(place)
        ? settings.reverseChargeText
        : `Reverse charge: the customer accounts for the ${settings.label} in ${
          countryName(place)
        }.`;
    case "outside_scope":
      // What it says is the EU's law, which binds sellers of the EU.
      return isInEu(home) ? settings.outsideText : "";
    case "exempt":
      return [settings.exemptText, exemptReason].filter(Boolean).join(" ");
    case "none":
      return settings.noneText;
  }
}
