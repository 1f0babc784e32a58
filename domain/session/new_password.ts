/**
 * What a new password brings with it, whichever way it comes: all other sessions end, and links and remembered devices
 * that rest on the old one are dead. API tokens rest on no password: they go on, so that a new one breaks no program, unless
 * their owner wants them revoked as well. Whoever reports a theft loses them in any case.
 */
import { type Account, stageAccountChange, stageAccountLink } from "@/domain/customer/mod.ts";
import { stageRevokeApiTokens } from "@/domain/api_token/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageLinkMail } from "@/domain/mail/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { networkOf } from "@/domain/shared/network.ts";
import { stageEndOfSessions } from "./end_session.ts";
import { momentOf } from "./known_devices.ts";
import { endSessions } from "./sessions.ts";
import { actorOf, type Client } from "./start_session.ts";

/** How the new password came. */
export type PasswordChange = "changed" | "reset";

/** Stages a new password of an account that was loaded on this commit; two checks, for the mail and the tokens. */
export async function stageNewPassword(
  tx: Tx,
  deps: Deps,
  input: {
    account: Account;
    passwordHash: string;
    client: Client;
    how: PasswordChange;
    /** The session that goes on. */
    keep?: string;
    /** Whether the account's API tokens end. */
    revokesTokens: boolean;
  },
): Promise<void> {
  const { client, how, keep, revokesTokens } = input;
  const at = isoNow(deps.clock);
  const account = { ...input.account, passwordHash: input.passwordHash, passwordChangedAt: at };
  stageAccountChange(tx, account);
  await stageEndOfSessions(tx, deps, { accountId: account.id, keep });
  if (revokesTokens) {
    const { requestId } = client;
    const actor = actorOf(account);
    await stageRevokeApiTokens(tx, deps, { accountId: account.id, actor, requestId });
  }
  stageAudit(tx, deps, {
    actor: actorOf(account),
    action: `password.${how}`,
    subject: { kind: "account", id: account.id },
    after: { network: networkOf(client.ip) },
    requestId: client.requestId,
  });
  const data = { what: `A new password, set from ${networkOf(client.ip)}` };
  const { token } = await stageAccountLink(tx, deps, { purpose: "not_me", account, data });
  await stageLinkMail(tx, deps, {
    fact: `password_changed:${account.id}:${deps.ids.token(9)}`,
    to: { email: account.email, name: account.name },
    accountId: account.id,
    template: "password_changed",
    variables: {
      customerName: account.name,
      at: momentOf(deps.clock.now()),
      network: networkOf(client.ip),
      link: "/not-me",
    },
    token,
  });
}

/**
 * Ends sessions that began while the new password was being stored. Every later log-in finds the new one, so that after
 * this none is left that rests on the old.
 */
export async function endLateSessions(
  deps: Deps,
  input: { accountId: string; keep?: string },
): Promise<void> {
  await endSessions(deps, input);
}
