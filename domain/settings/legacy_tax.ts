/**
 * Tax used to be a part of the money section: one rate for everybody. What is stored of that holds until the tax section is
 * set, and moves there with the next change of the money section.
 */
import { z } from "zod";
import { storedSectionSchema } from "./model.ts";
import { DEFAULT_TAX, type TaxSettings } from "./tax_settings.ts";

const legacyMoney = z.object({ taxRateBasisPoints: z.int(), taxLabel: z.string() });

/** The tax section that an old money section comes to; `null` if it isn't an old one. */
export function legacyTax(storedMoney: unknown): TaxSettings | null {
  if (storedMoney === null) return null;
  const old = legacyMoney.safeParse(storedSectionSchema.parse(storedMoney).values);
  if (!old.success) return null;
  const { taxRateBasisPoints: rateBasisPoints, taxLabel: label } = old.data;
  return { ...DEFAULT_TAX, mode: rateBasisPoints > 0 ? "flat" : "none", label, rateBasisPoints };
}

/** The values of a section without what has moved elsewhere. */
export function withoutLegacy(section: string, values: unknown): unknown {
  if (section !== "money" || typeof values !== "object" || values === null) return values;
  const { taxRateBasisPoints: _rate, taxLabel: _label, ...rest } = values as Record<
    string,
    unknown
  >;
  return rest;
}
