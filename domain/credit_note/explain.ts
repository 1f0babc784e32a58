/** A credit note that was reckoned, computed again from what was frozen on it. Pure. */
import { replayStep } from "@/domain/invoice/mod.ts";
import { type Money, sum } from "@/domain/shared/money.ts";
import type { CreditBasis, CreditNote } from "./model.ts";

/** How a credit note came about. */
export interface CreditExplanation extends Pick<CreditBasis, "steps" | "amount" | "part"> {
  /** Whether every step, their sum, and the note itself are what the inputs give. */
  isRight: boolean;
}

/** The explanation; `null` for a note whose amounts staff have said. */
export function explainCreditNote(
  { basis, taxRule, subtotal, total }: Pick<
    CreditNote,
    "basis" | "taxRule" | "subtotal" | "total"
  >,
): CreditExplanation | null {
  if (basis === null) return null;
  const { steps, amount, part } = basis;
  const priced = taxRule.isInclusive ? total : subtotal;
  const isRight = steps.every((step) => isSame(replayStep(step), step.amount)) &&
    isSame(sum(steps.map((step) => step.amount), amount.currency), amount) &&
    isSame(priced, part) && part.minor <= amount.minor;
  return { steps, amount, part, isRight };
}

function isSame(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency;
}
