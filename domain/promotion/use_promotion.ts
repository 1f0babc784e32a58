/**
 * Using a promotion, on the commit of the order that uses it, and giving the use back when the order comes to nothing. The
 * commit checks the promotion, whose record counts its uses: of any number of orders at once, as many go through as it has
 * uses left.
 */
import { dayOf, isoNow } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import type { Tx } from "../shared/kv.ts";
import type { Money } from "../shared/money.ts";
import { invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
import { type Promotion, refusal, type UserFacts } from "./model.ts";
import {
  addUse,
  countCustomerUses,
  endUse,
  getPromotionRecord,
  getUse,
  replacePromotion,
} from "./repo.ts";

/** What is said of a code that there isn't. */
export const UNKNOWN_CODE = "This code isn't valid. Check it, or leave the field empty.";

/** Who wants to use a promotion. */
export interface PromotionUser {
  customerId: string;
  /** Whether they have no order but those that died; asked for once the promotion is read. */
  isNewCustomer: () => Promise<boolean>;
}

/**
 * Uses a promotion for an order that the same commit makes; `discount` is what it takes off, above zero. The error is beside
 * the field `promo`. One check.
 */
export async function stageUsePromotion(
  tx: Tx,
  deps: Pick<Deps, "kv" | "clock">,
  input: { promotionId: string; orderId: string; user: PromotionUser; discount: Money },
): Promise<Result<void, ValidationError>> {
  const { promotionId, orderId, user } = input;
  const promotion = await getPromotionRecord(tx, promotionId);
  if (!promotion) return invalid({ promo: UNKNOWN_CODE });
  const problem = refusal(promotion, await factsOf(deps, promotion, user));
  if (problem !== null) return invalid({ promo: problem });
  replacePromotion(tx, promotion, { ...promotion, uses: promotion.uses + 1 });
  addUse(tx, {
    schemaVersion: 1,
    promotionId,
    orderId,
    customerId: user.customerId,
    discount: input.discount,
    usedAt: isoNow(deps.clock),
    givenBackAt: null,
  });
  return ok(undefined);
}

/** Gives back the use of an order that the commit checks and ends; nothing if it has none. One check if it has. */
export async function stageGiveBackUse(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  { orderId }: { orderId: string },
): Promise<void> {
  const use = await getUse(tx, orderId);
  if (!use || use.givenBackAt !== null) return;
  const promotion = await getPromotionRecord(tx, use.promotionId);
  if (!promotion) throw new Error(`order ${orderId} uses a promotion that isn't there`);
  replacePromotion(tx, promotion, { ...promotion, uses: promotion.uses - 1 });
  endUse(tx, use, isoNow(deps.clock));
}

/** What decides whether somebody may use a promotion, read after it. */
export async function factsOf(
  deps: Pick<Deps, "kv" | "clock">,
  { id: promotionId, maxUsesPerCustomer, forNewCustomers }: Promotion,
  { customerId, isNewCustomer }: PromotionUser,
): Promise<UserFacts> {
  const limit = maxUsesPerCustomer;
  return {
    today: dayOf(deps.clock.now()),
    uses: limit === null ? 0 : await countCustomerUses(deps.kv, { promotionId, customerId, limit }),
    isNewCustomer: !forNewCustomers || await isNewCustomer(),
  };
}
