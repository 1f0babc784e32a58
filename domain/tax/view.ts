/** The tax of an invoice as pages see it: plain types, safe for islands. */

/** Why there is tax on an invoice, or why there is none. */
export const TAX_TREATMENTS = [
  /** Charged at a rate. */
  "standard",
  /** The customer, a business, accounts for it. */
  "reverse_charge",
  /** Staff have exempted the customer, for a reason. */
  "exempt",
  /** The seller's law doesn't reach the supply. */
  "outside_scope",
  /** The seller charges no tax at all. */
  "none",
] as const;

/** One of the reasons. */
export type TaxTreatment = (typeof TAX_TREATMENTS)[number];

/** What is frozen on an invoice about its tax. */
export interface TaxRule {
  /** What the tax is called. */
  readonly label: string;
  /** Hundredths of a percent: 1900 is 19 %. */
  readonly rateBasisPoints: number;
  /** Whose tax it is, by ISO 3166-1 code; `null` where no country is known. */
  readonly country: string | null;
  readonly treatment: TaxTreatment;
  /** Whether the prices of the lines have the tax in them. */
  readonly isInclusive: boolean;
  /** What the law wants to be printed; empty for nothing. */
  readonly note: string;
}

/** Kinds of customers for the tax. */
export const CUSTOMER_KINDS = ["private", "business", "business_with_number"] as const;

/** What kind of customer somebody is for the tax. */
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];
