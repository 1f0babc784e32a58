/** Tax: which rule a sale bears, and whether a VAT number can be one. */
export { type BuyerData, taxBuyer } from "./buyer.ts";
export { customerTax, visitorTax } from "./customer_tax.ts";
export { endTaxExemption, type ExemptionForm, getTaxExemption, setTaxExemption } from "./exempt.ts";
export {
  type ExemptionState,
  exemptionState,
  exemptionText,
  readExemption,
  setExemption,
  type TaxExemption,
} from "./repo.ts";
export { type AppliedTax, customerKind, rateOf, type TaxBuyer, taxFor } from "./tax_for.ts";
export { EU_STATES, hasCheckedNumbers, isInEu, vatTerritory } from "./territories.ts";
export { checkVatNumber, type VatCheck } from "./vat_number.ts";
export type * from "./view.ts";
export { TAX_TREATMENTS } from "./view.ts";
