/**
 * A promotion: a code that takes something off. Its count of uses is a part of its record, so that whoever uses it checks
 * the record and the last use is had by one order. It is active, paused, or ended for good; its code stays taken.
 */
import { z } from "zod";
import { moneySchema } from "../shared/money_schema.ts";
import { cycleSchema } from "../shared/period_schema.ts";
import type { PromotionOffer } from "./terms.ts";

/** The states of a promotion. */
export const PROMOTION_STATUSES = ["active", "paused", "ended"] as const;

/** A state of a promotion. */
export type PromotionStatus = (typeof PROMOTION_STATUSES)[number];

export const benefitSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("percent"), basisPoints: z.int().min(1).max(10_000) }),
  z.strictObject({ kind: z.literal("fixed"), amounts: z.array(moneySchema).min(1) }),
  z.strictObject({ kind: z.literal("free_setup") }),
]);

/** How a discount came about, as an order keeps it. */
export const discountBasisSchema = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.literal("price") }),
  z.strictObject({ rule: z.literal("percent"), of: moneySchema, basisPoints: z.int() }),
]);

/** What an order keeps of the promotion that it was placed with. */
export const termsSchema = z.strictObject({
  promotionId: z.string(),
  code: z.string(),
  benefit: benefitSchema,
  periods: z.int().positive().nullable(),
  /** What it is for; empty for all. Orders of before don't say. */
  plans: z.array(z.string()).readonly().default([]),
  cycles: z.array(cycleSchema).readonly().default([]),
});

/** What staff decide about a promotion; the code stays as it is made. */
const rules = {
  /** For staff. */
  name: z.string(),
  benefit: benefitSchema,
  periods: z.int().positive().nullable(),
  plans: z.array(z.string()),
  cycles: z.array(cycleSchema),
  forNewCustomers: z.boolean(),
  /** First and last day (UTC), both part of it. */
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  maxUses: z.int().positive().nullable(),
  maxUsesPerCustomer: z.int().positive().nullable(),
};

export const promotionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  code: z.string(),
  status: z.enum(PROMOTION_STATUSES),
  ...rules,
  /** Orders that use it now: those that died have given their use back. */
  uses: z.int().nonnegative(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** A stored promotion. */
export type Promotion = z.infer<typeof promotionSchema>;

/** What staff decide. */
export type PromotionRules = Pick<Promotion, keyof typeof rules>;

/** A use of a promotion by an order, which can use one once. */
export const useSchema = z.strictObject({
  schemaVersion: z.literal(1),
  promotionId: z.string(),
  orderId: z.string(),
  customerId: z.string(),
  /** What was taken off, above zero. */
  discount: moneySchema,
  usedAt: z.string(),
  /** When the order came to nothing. */
  givenBackAt: z.string().nullable(),
});

/** A use. */
export type PromotionUse = z.infer<typeof useSchema>;

/** The one form of a code: capitals, without blanks around it. `null` if no code can look like that. */
export function normaliseCode(typed: string): string | null {
  const code = typed.normalize("NFKC").trim().toUpperCase();
  return /^[A-Z0-9][A-Z0-9_-]{2,31}$/.test(code) ? code : null;
}

/** What is told of a promotion to whoever knows its code. */
export function offerOf(promotion: Promotion): PromotionOffer {
  const { id: promotionId, code, benefit, periods, plans, cycles } = promotion;
  return { promotionId, code, benefit, periods, plans, cycles };
}

/** What is known of whoever wants to use a code. */
export interface UserFacts {
  /** Today in UTC. */
  today: string;
  isNewCustomer: boolean;
  /** Orders of theirs that use it now. */
  uses: number;
}

/** Why somebody can't use a promotion now, in words; `null` if they can. Plans and terms are `offerProblem()`'s. */
export function refusal(promotion: Promotion, facts: UserFacts): string | null {
  const { status, startsOn, endsOn, maxUses, maxUsesPerCustomer } = promotion;
  if (status === "paused") return "This code can't be used at the moment. Leave the field empty.";
  if (status === "ended" || endsOn !== null && facts.today > endsOn) {
    return "This code has expired. Leave the field empty.";
  }
  if (startsOn !== null && facts.today < startsOn) {
    return `This code can be used from ${startsOn} on. Leave the field empty.`;
  }
  if (maxUsesPerCustomer !== null && facts.uses >= maxUsesPerCustomer) {
    return maxUsesPerCustomer === 1
      ? "You have used this code already. Leave the field empty."
      : `You have used this code ${maxUsesPerCustomer} times, as often as you can.`;
  }
  if (maxUses !== null && promotion.uses >= maxUses) {
    return "This code was used as often as it could be. Leave the field empty.";
  }
  return promotion.forNewCustomers && !facts.isNewCustomer
    ? "This code is for a first order. Leave the field empty."
    : null;
}
