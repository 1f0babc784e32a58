/**
 * A new password by a link in a mail, for who has forgotten theirs. Asking costs and says the same for every address:
 * one job is stored, and what becomes of it is decided behind the page. The link is good for 15 minutes, once, and dies
 * with the password. It signs nobody in: that is the log-in's, which asks for the second factor.
 */
import { countApiTokens } from "@/domain/api_token/mod.ts";
import {
  hashPassword,
  linkMinutes,
  normaliseEmail,
  openAccountLink,
  readAccountByMailbox,
  stageAccountLink,
  stageUseAccountLink,
} from "@/domain/customer/mod.ts";
import { type JobHandler, type JobHandlers, type JobRun, stageJob } from "@/domain/job/mod.ts";
import type { LinkExpired } from "@/domain/link/mod.ts";
import { stageLinkMail } from "@/domain/mail/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { networkOf } from "@/domain/shared/network.ts";
import { type RateLimited, takeRateLimits } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  fail,
  invalid,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { fitPassword } from "./change_password.ts";
import { endLateSessions, stageNewPassword } from "./new_password.ts";
import type { Client } from "./start_session.ts";

const JOB_KIND = "password_reset.mail";
const HOUR_SECONDS = 3600;
/** Requests for one address in an hour, whether it has an account or not. */
const ADDRESS_LIMIT = 3;
/** Requests from one network in an hour. */
const NETWORK_LIMIT = 20;

/**
 * Asks for a link. The answer is the same whether the address has an account.
 *
 * Errors: `validation` beside `email`; `rate_limited`; `conflict`.
 */
export async function requestPasswordReset(
  deps: Deps,
  input: { email: string; client: Client },
): Promise<Result<void, ValidationError | RateLimited | Conflict>> {
  const email = normaliseEmail(input.email);
  if (email === null) {
    return invalid({ email: "Enter an e-mail address such as name@example.com." });
  }
  const hourly = { windowSeconds: HOUR_SECONDS };
  const network = networkOf(input.client.ip);
  const taken = await takeRateLimits(deps, [
    { scope: "password_reset.address", subject: email, limit: ADDRESS_LIMIT, ...hourly },
    { scope: "password_reset.network", subject: network, limit: NETWORK_LIMIT, ...hourly },
  ]);
  if (!taken.ok) return taken;
  return await transact(deps, async (tx) => {
    const id = `${JOB_KIND}:${deps.ids.token(12)}`;
    await stageJob(tx, deps, { id, kind: JOB_KIND, payload: { email } });
    return ok(undefined);
  });
}

/** The job behind a request: the mail with the link, if there is an account. */
export const resetJobHandlers: JobHandlers = { [JOB_KIND]: mailLink };

async function mailLink(deps: Deps, job: JobRun): ReturnType<JobHandler> {
  const known = await readAccountByMailbox(deps.kv, String(job.payload["email"]));
  if (known?.status !== "active" || known.erasedAt !== null) return ok(undefined);
  const result = await transact(deps, async (tx) => {
    const { token } = await stageAccountLink(tx, deps, {
      purpose: "reset_password",
      account: known,
    });
    await stageLinkMail(tx, deps, {
      fact: job.id,
      to: { email: known.email, name: known.name },
      accountId: known.id,
      template: "password_reset",
      variables: {
        customerName: known.name,
        minutes: String(linkMinutes("reset_password")),
        link: "/reset-password",
      },
      token,
    });
    return ok(undefined);
  });
  return result.ok ? ok(undefined) : fail({ code: result.error.code });
}

/** Whose password a link would let somebody set, and how many API tokens the account has; the link stays good. */
export async function readPasswordReset(
  deps: Pick<Deps, "kv" | "clock">,
  token: unknown,
): Promise<Result<{ email: string; tokens: number }, LinkExpired>> {
  const link = await openAccountLink(deps, { purpose: "reset_password", token });
  if (!link.ok) return link;
  const { id, email } = link.value.account;
  return ok({ email, tokens: await countApiTokens(deps, { kind: "customer", id }) });
}

/**
 * Sets a new password by a link, and ends all sessions, with `revokesTokens` also all API tokens. The mail has come, so the
 * address is proven too.
 *
 * Errors: `link_expired`; `validation` beside `password`; `conflict`.
 */
export async function resetPassword(
  deps: Deps,
  input: { token: unknown; password: string; client: Client; revokesTokens?: boolean },
): Promise<Result<void, LinkExpired | ValidationError | Conflict>> {
  const { token, client, revokesTokens = false } = input;
  const link = await openAccountLink(deps, { purpose: "reset_password", token });
  if (!link.ok) return link;
  const fitting = await fitPassword(input.password, link.value.account);
  if (!fitting.ok) return fitting;
  const passwordHash = await hashPassword(deps, fitting.value);
  const stored = await transact(deps, async (tx) => {
    const used = await stageUseAccountLink(tx, deps, { purpose: "reset_password", token });
    if (!used.ok) return used;
    const emailVerifiedAt = used.value.account.emailVerifiedAt ?? isoNow(deps.clock);
    const account = { ...used.value.account, emailVerifiedAt };
    const change = { passwordHash, client, how: "reset", revokesTokens } as const;
    await stageNewPassword(tx, deps, { account, ...change });
    return ok(account.id);
  });
  if (!stored.ok) return stored;
  await endLateSessions(deps, { accountId: stored.value });
  return ok(undefined);
}
