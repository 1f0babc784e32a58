/**
 * Proof that an address belongs to its account: by a one-use link. Until then a customer may order and pay, but has no
 * API tokens and no payouts, and lets nobody into the account.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageLinkMail } from "@/domain/mail/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type RateLimited, takeRateLimits } from "@/domain/shared/rate_limit.ts";
import { type Conflict, ok, type Result } from "@/domain/shared/result.ts";
import type { LinkExpired } from "../link/mod.ts";
import { openAccountLink, stageAccountLink, stageUseAccountLink } from "./account_link.ts";
import type { Account } from "./model.ts";
import { loadAccount, stageAccountChange } from "./repo.ts";

/** Where the link of the mail leads. */
const PATH = "/verify-email";
const HOUR_SECONDS = 3600;

/** Stages the mail that asks a new customer to confirm their address; one check. */
export async function stageWelcome(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids" | "secrets">,
  account: Account,
): Promise<void> {
  await stageMailWithLink(tx, deps, account, {
    template: "welcome",
    fact: `welcome:${account.id}`,
  });
}

/**
 * Sends the link once more, to the address that the account has now. Does nothing where there is nothing to prove.
 *
 * Errors: `rate_limited`; `conflict`.
 */
export async function resendVerification(
  deps: Deps,
  input: { accountId: string; requestId?: string },
): Promise<Result<void, RateLimited | Conflict>> {
  const { accountId } = input;
  const taken = await takeRateLimits(deps, [
    { scope: "verify_email.minute", subject: accountId, limit: 1, windowSeconds: 60 },
    { scope: "verify_email.day", subject: accountId, limit: 5, windowSeconds: 24 * HOUR_SECONDS },
  ]);
  if (!taken.ok) return taken;
  return await transact(deps, async (tx) => {
    const account = await loadAccount(tx, accountId);
    if (!account || account.emailVerifiedAt !== null) return ok(undefined);
    await stageMailWithLink(tx, deps, account, {
      template: "verify_email",
      fact: `verify_email:${account.id}:${isoNow(deps.clock)}`,
    });
    return ok(undefined);
  });
}

/** The address that a link would confirm; the link stays good. */
export async function readVerification(
  deps: Pick<Deps, "kv" | "clock">,
  token: unknown,
): Promise<Result<{ email: string }, LinkExpired>> {
  const link = await openAccountLink(deps, { purpose: "verify_email", token });
  return link.ok ? ok({ email: link.value.account.email }) : link;
}

/** Confirms an address by its link. Errors: `link_expired`; `conflict`. */
export function verifyEmail(
  deps: Deps,
  input: { token: unknown; requestId?: string },
): Promise<Result<{ email: string }, LinkExpired | Conflict>> {
  return transact(deps, async (tx) => {
    const link = await stageUseAccountLink(tx, deps, {
      purpose: "verify_email",
      token: input.token,
    });
    if (!link.ok) return link;
    const { account } = link.value;
    stageAccountChange(tx, {
      ...account,
      emailVerifiedAt: account.emailVerifiedAt ?? isoNow(deps.clock),
    });
    stageAudit(tx, deps, {
      actor: { kind: "customer", id: account.id },
      action: "email.verified",
      subject: { kind: "account", id: account.id },
      after: { email: account.email },
      requestId: input.requestId,
    });
    return ok({ email: account.email });
  });
}

async function stageMailWithLink(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids" | "secrets">,
  account: Account,
  { template, fact }: { template: "welcome" | "verify_email"; fact: string },
): Promise<void> {
  const { token } = await stageAccountLink(tx, deps, { purpose: "verify_email", account });
  await stageLinkMail(tx, deps, {
    fact,
    to: { email: account.email, name: account.name },
    accountId: account.id,
    template,
    variables: { customerName: account.name, link: PATH },
    token,
  });
}
