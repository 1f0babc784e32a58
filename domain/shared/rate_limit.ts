/**
 * Rate limits in KV: counted before the work is done, under a check, so that parallel tries can't pass together, and
 * kept across restarts and processes. A window begins with the first try and is then fixed.
 *
 * Key: `["rate_limits", scope, subject]`.
 */
import { z } from "zod";
import type { Deps } from "./deps.ts";
import { namesAddress } from "./erasing.ts";
import { transact, type Tx } from "./kv.ts";
import { fail, ok, type Result } from "./result.ts";

/** What is counted, how often it may happen, and in which time. */
export interface RateLimit {
  /** What is done, for example `log_in.network`. */
  scope: string;
  /** By whom: an account, an address or a network. */
  subject: string;
  limit: number;
  windowSeconds: number;
}

/** Too many tries; the next one makes sense after that many seconds. */
export interface RateLimited {
  code: "rate_limited";
  retryAfterSeconds: number;
}

const windowSchema = z.strictObject({ count: z.int().nonnegative(), endsAt: z.string() });
type Window = z.infer<typeof windowSchema>;

type LimitDeps = Pick<Deps, "kv" | "clock" | "lanes">;

/** Takes one try from each limit, or from none if one of them is used up. At most 10 limits. */
export async function takeRateLimits(
  deps: LimitDeps,
  limits: readonly RateLimit[],
): Promise<Result<void, RateLimited>> {
  const now = deps.clock.now();
  const result = await transact(deps, async (tx): Promise<Result<void, RateLimited>> => {
    for (const limit of limits) {
      const window = await openWindow(tx, limit, now);
      if (window.count >= limit.limit) return limited(window, now);
      stageWindow(tx, limit, { ...window, count: window.count + 1 });
    }
    return ok(undefined);
  }, { lane: laneOf(limits) });
  if (result.ok || result.error.code === "rate_limited") return result as Result<void, RateLimited>;
  return fail({ code: "rate_limited", retryAfterSeconds: 1 });
}

/** Takes one try from one limit. */
export function takeRateLimit(
  deps: LimitDeps,
  limit: RateLimit,
): Promise<Result<void, RateLimited>> {
  return takeRateLimits(deps, [limit]);
}

/** Gives back what `takeRateLimits()` took, for a try that turned out to be rightful. */
export async function giveBackRateLimits(
  deps: LimitDeps,
  limits: readonly RateLimit[],
): Promise<void> {
  const now = deps.clock.now();
  await transact(deps, async (tx) => {
    for (const limit of limits) {
      const window = await openWindow(tx, limit, now);
      if (window.count > 0) stageWindow(tx, limit, { ...window, count: window.count - 1 });
    }
    return ok(undefined);
  }, { lane: laneOf(limits) });
}

/**
 * Deletes what is counted of somebody whose data is erased: by account and address, and whatever is over, as the networks
 * that others are still counted by stay.
 */
export async function forgetRateLimits(
  deps: Pick<Deps, "kv" | "clock">,
  { accountId, email }: { accountId: string; email: string },
): Promise<void> {
  const now = deps.clock.now();
  for await (const { key, value } of deps.kv.list({ prefix: ["rate_limits"] })) {
    const subject = String(key.at(-1));
    const isOver = Temporal.Instant.compare(windowSchema.parse(value).endsAt, now) <= 0;
    if (isOver || subject.includes(accountId) || namesAddress(subject, email)) {
      await deps.kv.delete(key);
    }
  }
}

async function openWindow(tx: Tx, limit: RateLimit, now: Temporal.Instant): Promise<Window> {
  const stored = await tx.get(keyOf(limit));
  const window = stored === null ? null : windowSchema.parse(stored);
  if (window && Temporal.Instant.compare(window.endsAt, now) > 0) return window;
  return { count: 0, endsAt: now.add({ seconds: limit.windowSeconds }).toString() };
}

function stageWindow(tx: Tx, limit: RateLimit, window: Window): void {
  tx.set(keyOf(limit), window, { expireInMs: limit.windowSeconds * 1000 });
}

function limited(window: Window, now: Temporal.Instant): Result<never, RateLimited> {
  const left = now.until(window.endsAt).total("seconds");
  return fail({ code: "rate_limited", retryAfterSeconds: Math.max(Math.ceil(left), 1) });
}

function keyOf(limit: RateLimit): Deno.KvKey {
  return ["rate_limits", limit.scope, limit.subject];
}

function laneOf(limits: readonly RateLimit[]): string {
  return `rate_limits:${limits[0]?.scope}`;
}
