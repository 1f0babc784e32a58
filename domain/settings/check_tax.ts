/** What the tax section needs from elsewhere: the seller's country, a rate for it, numbers that check. */
import type { Deps } from "../shared/deps.ts";
import { countryName } from "../shared/countries.ts";
import { invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
import { checkVatNumber, EU_STATES, vatTerritory } from "../tax/mod.ts";
import type { SettingsOf } from "./model.ts";
import { readSection } from "./repo.ts";
import type { TaxSettings } from "./tax_settings.ts";

/** Refuses rules by country that would lack a rate, and registrations whose number can't be one. */
export async function checkTax(
  deps: Deps,
  tax: TaxSettings,
): Promise<Result<void, ValidationError>> {
  const fields = await registrationProblems(tax);
  if (tax.mode === "by_country") {
    const { country } = await readSection(deps, "company");
    if (country === "") {
      fields.mode = "Say in the company settings which country you are in, then choose this.";
    } else {
      const missing = withoutRate(tax, country);
      if (missing.length > 0) fields.rates = `Add the rate of ${missing.join(", ")}.`;
    }
  }
  return Object.keys(fields).length > 0 ? invalid(fields) : ok(undefined);
}

/** Refuses a company's country for which rules by country have no rate. */
export async function checkCountry(
  deps: Deps,
  { country }: Pick<SettingsOf<"company">, "country">,
): Promise<Result<void, ValidationError>> {
  const tax = await readSection(deps, "tax");
  if (tax.mode !== "by_country") return ok(undefined);
  if (country === "") {
    return invalid({ country: "Tax goes by country: enter the one that you are in." });
  }
  return hasRate(tax, country)
    ? ok(undefined)
    : invalid({ country: `Add the rate of ${country} to the tax settings first.` });
}

async function registrationProblems(tax: TaxSettings): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const [at, { country, number }] of tax.registrations.entries()) {
    const checked = await checkVatNumber({ country, typed: number });
    if (checked.status === "wrong" || checked.status === "other_country") {
      fields[`registrations.${at}.number`] = `This isn't a VAT number of ${countryName(country)}.`;
    }
  }
  return fields;
}

/** Countries whose rate is charged to somebody and isn't in the table. */
function withoutRate(tax: TaxSettings, home: string): string[] {
  const charged = [
    home,
    ...tax.registrations.map(({ country }) => country),
    ...(tax.usesDestinationRates ? EU_STATES : []),
  ];
  return [...new Set(charged)].filter((country) => !hasRate(tax, country)).sort();
}

function hasRate(tax: TaxSettings, country: string): boolean {
  return tax.rates.some((rate) => rate.country === vatTerritory(country));
}
