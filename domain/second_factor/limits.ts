/**
 * Limits on guessing: of codes, and of passwords by somebody who is signed in. They are counted before the guess is
 * looked at, by account and network together, by account, and by network; 60 codes a day hit one of three valid ones in
 * a million with a chance of one in 5,500.
 */
import type { Deps } from "@/domain/shared/deps.ts";
import { networkOf } from "@/domain/shared/network.ts";
import {
  giveBackRateLimits,
  type RateLimit,
  type RateLimited,
  takeRateLimits,
} from "@/domain/shared/rate_limit.ts";
import type { ErrorOf, Failure, Result, ValueOf } from "@/domain/shared/result.ts";

const QUARTER_SECONDS = 15 * 60;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** Runs `guess` if there is a try left; a guess that was right is given back. */
export async function withCodeLimits<R extends Result<unknown, Failure>>(
  deps: Deps,
  who: { accountId: string; ip: string },
  guess: () => Promise<R>,
): Promise<Result<ValueOf<R>, ErrorOf<R> | RateLimited>> {
  const limits = codeLimits(who.accountId, networkOf(who.ip));
  const taken = await takeRateLimits(deps, limits);
  if (!taken.ok) return taken;
  const result = await guess();
  if (result.ok) await giveBackRateLimits(deps, limits);
  return result as Result<ValueOf<R>, ErrorOf<R>>;
}

function codeLimits(accountId: string, network: string): RateLimit[] {
  const limit = (scope: string, subject: string, most: number, windowSeconds: number) => ({
    scope: `second_factor.${scope}`,
    subject,
    limit: most,
    windowSeconds,
  });
  return [
    limit("pair", `${network} ${accountId}`, 5, QUARTER_SECONDS),
    limit("account", accountId, 20, HOUR_SECONDS),
    limit("account_day", accountId, 60, DAY_SECONDS),
    limit("network", network, 50, QUARTER_SECONDS),
  ];
}
