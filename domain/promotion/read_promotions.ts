/** Promotions and their uses for staff with `promotions.edit`. */
import type { StaffActor } from "../shared/actor.ts";
import { dayOf } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { isId } from "../shared/ids.ts";
import type { Page, PageRequest } from "../shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "../shared/result.ts";
import { formOf } from "./form_texts.ts";
import type { Promotion, PromotionStatus } from "./model.ts";
import { pagePromotions, pageUses, readPromotion } from "./repo.ts";
import type { PromotionState, PromotionUseView, PromotionView } from "./view.ts";

/** One page of promotions, newest first; empty for whoever may not see them. */
export async function listPromotions(
  deps: Pick<Deps, "kv" | "clock">,
  input: { viewer: StaffActor; status?: PromotionStatus; page?: PageRequest },
): Promise<Page<PromotionView>> {
  const { viewer, status, page = {} } = input;
  const isMalformed = page.after !== undefined && !isId("prm", page.after);
  if (!viewer.permissions.has("promotions.edit") || isMalformed) return { items: [], next: null };
  const { items, next } = await pagePromotions(deps.kv, { ...(status && { status }) }, page);
  return { items: items.map((each) => toView(each, today(deps))), next };
}

/** A promotion, as it is and as its form shows it. */
export async function getPromotion(
  deps: Pick<Deps, "kv" | "clock">,
  input: { viewer: StaffActor; id: string },
): Promise<Result<{ promotion: PromotionView; form: ReturnType<typeof formOf> }, NotFound>> {
  const { viewer, id } = input;
  if (!viewer.permissions.has("promotions.edit") || !isId("prm", id)) return notFound();
  const promotion = await readPromotion(deps.kv, id);
  if (!promotion) return notFound();
  return ok({ promotion: toView(promotion, today(deps)), form: formOf(promotion) });
}

/** One page of the orders that use or used a promotion, newest first. */
export async function listPromotionUses(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; id: string; page?: PageRequest },
): Promise<Page<PromotionUseView>> {
  const { viewer, id, page = {} } = input;
  const isMalformed = !isId("prm", id) || page.after !== undefined && !isId("ord", page.after);
  if (!viewer.permissions.has("promotions.edit") || isMalformed) return { items: [], next: null };
  const { items, next } = await pageUses(deps.kv, id, page);
  return {
    items: items.map(({ orderId, customerId, discount, usedAt, givenBackAt }) => ({
      orderId,
      customerId,
      discount,
      usedAt,
      givenBackAt,
    })),
    next,
  };
}

function toView(promotion: Promotion, day: string): PromotionView {
  const { schemaVersion: _, status: _status, ...view } = promotion;
  return { ...view, state: stateOf(promotion, day) };
}

function stateOf({ status, startsOn, endsOn }: Promotion, day: string): PromotionState {
  if (status !== "active") return status;
  if (endsOn !== null && day > endsOn) return "over";
  return startsOn !== null && day < startsOn ? "planned" : "active";
}

function today(deps: Pick<Deps, "clock">): string {
  return dayOf(deps.clock.now());
}
