/**
 * Looking a code up for somebody who typed it. Wrong codes are counted by person and by network, before the code is looked
 * at, so that codes can't be guessed; right ones cost nothing.
 */
import type { Deps } from "../shared/deps.ts";
import { networkOf } from "../shared/network.ts";
import {
  giveBackRateLimits,
  type RateLimit,
  type RateLimited,
  takeRateLimits,
} from "../shared/rate_limit.ts";
import { invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
import { normaliseCode, offerOf, refusal } from "./model.ts";
import { readByCode } from "./repo.ts";
import type { PromotionOffer } from "./terms.ts";
import { factsOf, type PromotionUser, UNKNOWN_CODE } from "./use_promotion.ts";

const WINDOW_SECONDS = 15 * 60;
/** Wrong codes of one person in 15 minutes. */
const PERSON_LIMIT = 10;
/** Wrong codes from one network in 15 minutes: several people share one. */
const NETWORK_LIMIT = 30;

/** Who typed a code, and where. */
export interface CodeGuess {
  code: string;
  /** Account of the person, also where they act on another's. */
  personId: string;
  ip: string;
}

/** The promotion of a code, whether or not it can be used now. The error is beside the field `promo`. */
export async function findPromotion(
  deps: Deps,
  guess: CodeGuess,
): Promise<Result<PromotionOffer, ValidationError | RateLimited>> {
  const found = await lookUp(deps, guess);
  return found.ok ? ok(offerOf(found.value)) : found;
}

/** The same, if this person could use it now: for what a page shows before the order is placed. */
export async function previewPromotion(
  deps: Deps,
  { user, ...guess }: CodeGuess & { user: PromotionUser },
): Promise<Result<PromotionOffer, ValidationError | RateLimited>> {
  const found = await lookUp(deps, guess);
  if (!found.ok) return found;
  const problem = refusal(found.value, await factsOf(deps, found.value, user));
  return problem === null ? ok(offerOf(found.value)) : invalid({ promo: problem });
}

/** What an order form says beside the code. */
export function codeProblem(error: ValidationError | RateLimited): string {
  if (error.code === "validation") return error.fields.promo ?? UNKNOWN_CODE;
  const minutes = Math.ceil(error.retryAfterSeconds / 60);
  return `That were too many codes. Wait ${minutes} minutes, or leave the field empty.`;
}

async function lookUp(deps: Deps, { code, personId, ip }: CodeGuess) {
  const limits = limitsFor(personId, networkOf(ip));
  const taken = await takeRateLimits(deps, limits);
  if (!taken.ok) return taken;
  const normal = normaliseCode(code);
  const promotion = normal === null ? null : await readByCode(deps.kv, normal);
  if (!promotion) return invalid({ promo: UNKNOWN_CODE });
  await giveBackRateLimits(deps, limits);
  return ok(promotion);
}

function limitsFor(personId: string, network: string): RateLimit[] {
  return [
    {
      scope: "promotion.person",
      subject: personId,
      limit: PERSON_LIMIT,
      windowSeconds: WINDOW_SECONDS,
    },
    {
      scope: "promotion.network",
      subject: network,
      limit: NETWORK_LIMIT,
      windowSeconds: WINDOW_SECONDS,
    },
  ];
}
