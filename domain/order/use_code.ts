/** The promotion code of an order form: looked up before the commit, used on it. */
import {
  codeProblem,
  findPromotion,
  previewPromotion,
  type PromotionOffer,
  type PromotionUser,
  stageUsePromotion,
} from "../promotion/mod.ts";
import { type CustomerActor, mayUse } from "../shared/actor.ts";
import type { Deps } from "../shared/deps.ts";
import type { Tx } from "../shared/kv.ts";
import { subtract, sum, times } from "../shared/money.ts";
import { invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
import type { OrderForm } from "./check_order_form.ts";
import type { Placing } from "./make_order.ts";
import { hasLivingOrders } from "./repo.ts";

/** What somebody sends to place an order, and from where: wrong codes are counted by network, too. */
export interface PlaceInput {
  actor: CustomerActor;
  form: OrderForm;
  ip?: string;
  requestId?: string;
}

/** The promotion of the code that was typed; `null` without one. */
export async function lookUpCode(
  deps: Deps,
  { actor, form, ip = "" }: PlaceInput,
): Promise<Result<PromotionOffer | null, ValidationError>> {
  const code = (form.promo ?? "").trim();
  if (code === "") return ok(null);
  const found = await findPromotion(deps, { code, personId: personOf(actor), ip });
  return found.ok ? found : invalid({ promo: codeProblem(found.error) });
}

/**
 * The promotion of a typed code, if it could be used now: for what a page shows before the order is placed. `null` without a
 * code. The error is beside the field `promo`.
 */
export async function previewCode(
  deps: Deps,
  { actor, code, ip }: { actor: CustomerActor; code: string; ip: string },
): Promise<Result<PromotionOffer | null, ValidationError>> {
  if (code.trim() === "" || !mayUse(actor, "orders")) return ok(null);
  const found = await previewPromotion(deps, {
    code,
    ip,
    personId: personOf(actor),
    user: userOf(deps, actor.id),
  });
  return found.ok ? found : invalid({ promo: codeProblem(found.error) });
}

/** Uses the promotion, if there is one; one check. Other orders are looked at once it is read. */
export async function stageUseCode(
  tx: Tx,
  deps: Deps,
  { placing, orderId }: { placing: Placing; orderId: string },
): Promise<Result<void, ValidationError>> {
  const { promotion, customer, checked } = placing;
  if (!promotion) return ok(undefined);
  const { lines, total, renewal, nextTerm, trialDays } = checked.quote;
  const taken = trialDays > 0
    ? [subtract(nextTerm, renewal)]
    : lines.filter(({ kind }) => kind === "discount").map(({ amount }) => amount);
  return await stageUsePromotion(tx, deps, {
    promotionId: promotion.promotionId,
    orderId,
    user: userOf(deps, customer.id),
    discount: times(sum(taken, total.currency), -1),
  });
}

/** Codes are counted by the person, also where they act on another's account. */
function personOf(actor: CustomerActor): string {
  return actor.via?.personId ?? actor.id;
}

function userOf({ kv }: Deps, customerId: string): PromotionUser {
  return { customerId, isNewCustomer: async () => !await hasLivingOrders(kv, customerId) };
}
