/** Promotions as pages and islands see them: plain types, and what they take off. */
import type { Money } from "../shared/money.ts";
import type { Cycle } from "../shared/period.ts";
import type { Benefit } from "./terms.ts";

export {
  type Benefit,
  benefitText,
  type DiscountBasis,
  discountFor,
  type DiscountLine,
  isFor,
  offerProblem,
  type PromotionOffer,
  type PromotionTerms,
  remaining,
} from "./terms.ts";

/** Where a promotion stands today. */
export const PROMOTION_STATES = ["planned", "active", "paused", "over", "ended"] as const;

/** Where a promotion stands today: its days decide while it is active. */
export type PromotionState = (typeof PROMOTION_STATES)[number];

/** A promotion for staff. */
export interface PromotionView {
  id: string;
  code: string;
  name: string;
  state: PromotionState;
  benefit: Benefit;
  periods: number | null;
  plans: string[];
  cycles: Cycle[];
  forNewCustomers: boolean;
  startsOn: string | null;
  endsOn: string | null;
  maxUses: number | null;
  maxUsesPerCustomer: number | null;
  uses: number;
  createdAt: string;
  updatedAt: string;
}

/** A use of a promotion for staff. */
export interface PromotionUseView {
  orderId: string;
  customerId: string;
  discount: Money;
  usedAt: string;
  givenBackAt: string | null;
}
