/** A tax in words. */

/** What is said of it. */
export interface NamedTax {
  label: string;
  /** Hundredths of a percent. */
  rateBasisPoints: number;
}

/** `VAT 19 %`, or its name alone where nothing is charged. */
export function taxText({ label, rateBasisPoints }: NamedTax): string {
  return rateBasisPoints === 0 ? label : `${label} ${rateBasisPoints / 100} %`;
}
