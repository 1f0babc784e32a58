/** Making, changing, pausing and ending promotions. Orders keep the terms that they were placed with. */
import { stageAudit } from "../audit/mod.ts";
import { getCatalog } from "../catalog/mod.ts";
import type { StaffActor } from "../shared/actor.ts";
import { isoNow } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { isId } from "../shared/ids.ts";
import { transact, type Tx } from "../shared/kv.ts";
import {
  type Conflict,
  fail,
  type Failure,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "../shared/result.ts";
import { parseChange, parseNew } from "./form.ts";
import type { Promotion, PromotionStatus } from "./model.ts";
import { addPromotion, getPromotionRecord, isCodeTaken, replacePromotion } from "./repo.ts";

/** The promotion is in a state that has no way to the one asked for. */
export interface PromotionEnded extends Failure {
  readonly code: "promotion_ended";
}

/** Makes a promotion, which can be used at once unless it starts later. Needs `promotions.edit`. */
export async function createPromotion(
  deps: Deps,
  input: { actor: StaffActor; form: unknown; requestId?: string },
): Promise<Result<{ promotionId: string }, ValidationError | NotFound | Conflict>> {
  const { actor, requestId } = input;
  if (!actor.permissions.has("promotions.edit")) return notFound();
  const parsed = parseNew(input.form, await planSlugs(deps));
  if ("fields" in parsed) return invalid(parsed.fields);
  const { code } = parsed.typed;
  return await transact(deps, async (tx) => {
    if (await isCodeTaken(tx, code)) {
      return invalid({ code: "There is or was a promotion with this code. Choose another." });
    }
    const at = isoNow(deps.clock);
    const promotion: Promotion = {
      schemaVersion: 1,
      id: deps.ids.next("prm"),
      code,
      status: "active",
      ...parsed.rules,
      uses: 0,
      createdAt: at,
      updatedAt: at,
    };
    addPromotion(tx, promotion);
    stageAudit(tx, deps, {
      actor,
      action: "promotion.created",
      subject: { kind: "promotion", id: promotion.id },
      after: { promoCode: code, ...parsed.rules },
      ...(requestId && { requestId }),
    });
    return ok({ promotionId: promotion.id });
  });
}

/** Changes what a promotion gives, and to whom. Its code stays, and so do the terms of orders that used it. */
export async function changePromotion(
  deps: Deps,
  input: { actor: StaffActor; id: string; form: unknown; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | PromotionEnded | Conflict>> {
  const { actor, id, requestId } = input;
  if (!actor.permissions.has("promotions.edit")) return notFound();
  const parsed = parseChange(input.form, await planSlugs(deps));
  if ("fields" in parsed) return invalid(parsed.fields);
  return await transact(deps, async (tx) => {
    const before = await loadLiving(tx, id);
    if (!before.ok) return before;
    stageChange(tx, deps, {
      actor,
      action: "promotion.changed",
      before: before.value,
      change: parsed.rules,
      requestId,
    });
    return ok(undefined);
  });
}

/** What staff do to a promotion, and the state that it comes to. */
export const PROMOTION_ACTIONS = { pause: "paused", resume: "active", end: "ended" } as const;

/** One of them. */
export type PromotionAction = keyof typeof PROMOTION_ACTIONS;

/** Pauses a promotion, lets it be used again, or ends it for good. Doing it twice changes nothing. */
export async function setPromotionStatus(
  deps: Deps,
  input: { actor: StaffActor; id: string; action: PromotionAction; requestId?: string },
): Promise<Result<void, NotFound | PromotionEnded | Conflict>> {
  const { actor, id, action, requestId } = input;
  if (!actor.permissions.has("promotions.edit")) return notFound();
  const status: PromotionStatus = PROMOTION_ACTIONS[action];
  return await transact(deps, async (tx) => {
    const before = await loadLiving(tx, id);
    if (!before.ok) return before;
    if (before.value.status === status) return ok(undefined);
    stageChange(tx, deps, {
      actor,
      action: `promotion.${status === "active" ? "resumed" : status}`,
      before: before.value,
      change: { status },
      requestId,
    });
    return ok(undefined);
  });
}

async function loadLiving(
  tx: Tx,
  id: string,
): Promise<Result<Promotion, NotFound | PromotionEnded>> {
  const promotion = isId("prm", id) ? await getPromotionRecord(tx, id) : null;
  if (!promotion) return notFound();
  return promotion.status === "ended" ? fail({ code: "promotion_ended" }) : ok(promotion);
}

function stageChange(
  tx: Tx,
  deps: Deps,
  input: {
    actor: StaffActor;
    action: string;
    before: Promotion;
    change: Partial<Promotion>;
    requestId: string | undefined;
  },
): void {
  const { actor, action, before, change, requestId } = input;
  const after = { ...before, ...change, updatedAt: isoNow(deps.clock) };
  replacePromotion(tx, before, after);
  const names = Object.keys(change) as Array<keyof Promotion>;
  const parts = (of: Promotion) => Object.fromEntries(names.map((name) => [name, of[name]]));
  stageAudit(tx, deps, {
    actor,
    action,
    subject: { kind: "promotion", id: before.id },
    before: parts(before),
    after: parts(after),
    ...(requestId && { requestId }),
  });
}

async function planSlugs(deps: Deps): Promise<string[]> {
  return (await getCatalog(deps)).plans.map(({ slug }) => slug);
}
