/** A buyer as the tax sees them, from what their profile says. */
import type { TaxBuyer } from "./tax_for.ts";
import { checkVatNumber } from "./vat_number.ts";

/** What is looked at: the profile's own texts. */
export interface BuyerData {
  company: string;
  country: string;
  taxNumber: string;
}

/** The buyer; a number that doesn't check, or that we can't check, counts for nothing. */
export async function taxBuyer(
  { company, country, taxNumber }: BuyerData,
  exemptReason: string | null,
): Promise<TaxBuyer> {
  const checked = taxNumber === "" ? null : await checkVatNumber({ country, typed: taxNumber });
  return {
    country,
    isBusiness: company !== "",
    vatNumber: checked?.status === "valid" ? checked.number : null,
    exemptReason,
  };
}
