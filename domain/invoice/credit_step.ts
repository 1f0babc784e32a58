/** How an amount that is given back was reckoned, step by step: what isn't used any more, and what comes instead. */
import { z } from "zod";
import { type Money, share } from "@/domain/shared/money.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import type { InvoiceLineInput } from "./line.ts";

export const creditStepSchema = z.strictObject({
  label: z.string(),
  /** `amount` is `days` of `ofDays` of it, rounded once; below zero for what comes instead. */
  of: moneySchema,
  days: z.int().nonnegative(),
  ofDays: z.int().positive(),
  amount: moneySchema,
  period: z.strictObject({ startsOn: z.string(), endsOn: z.string() }),
});

/** What isn't used any more of what was paid, or what comes instead. */
export type CreditStep = z.infer<typeof creditStepSchema>;

/** The amount of a step from its inputs. */
export function replayStep({ of, days, ofDays }: CreditStep): Money {
  return share(of, { numerator: BigInt(days), denominator: BigInt(ofDays) });
}

/** A line that costs something, as a step that gives so much less back; one that was taken off as one that gives it. */
export function creditStepOf(line: InvoiceLineInput): CreditStep {
  const { label, amount, basis } = line;
  const { startsOn, endsOn } = line.period!;
  const all = Temporal.PlainDate.from(startsOn).until(endsOn, { largestUnit: "day" }).days;
  const { of, days, ofDays } = basis?.rule === "days"
    ? basis
    : { of: amount, days: all, ofDays: all };
  return {
    ...{ label, days, ofDays, of: negative(of), amount: negative(amount) },
    period: { startsOn, endsOn },
  };
}

function negative({ minor, currency }: Money): Money {
  return { minor: minor === 0 ? 0 : -minor, currency };
}
