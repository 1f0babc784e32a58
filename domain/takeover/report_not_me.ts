/**
 * "This wasn't me": what the link in a mail about a log-in or a change does. All sessions and API tokens end, whoever was
 * let in lately is out, the password is gone, the address is the one that the mail went to, payouts are frozen until staff
 * have looked at it, and staff are told. The answer is a link to a new password: who holds the mailbox holds the account. A second factor stays
 * as it is: else a mailbox alone would be a way around it.
 */
import {
  type Account,
  hashPassword,
  loadIdByEmail,
  openAccountLink,
  stageAccountChange,
  stageAccountLink,
  stageNewAddress,
  stageUseAccountLink,
} from "@/domain/customer/mod.ts";
import { stageRevokeApiTokens } from "@/domain/api_token/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageEndOfInvitations } from "@/domain/invitation/mod.ts";
import type { LinkExpired } from "@/domain/link/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import { endSessions, momentOf, stageEndOfSessions, stageNoDevices } from "@/domain/session/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, ok, type Result } from "@/domain/shared/result.ts";
import { stageEndOfMembers } from "@/domain/team/mod.ts";

const PASSWORD_BYTES = 32;
/** Whom a thief can have let in: no session lasts longer. */
const LATELY_HOURS = 30 * 24;

/** What a link of that kind is about, for its page; it stays good. */
export async function readReport(
  deps: Pick<Deps, "kv" | "clock">,
  token: unknown,
): Promise<Result<{ what: string }, LinkExpired>> {
  const link = await openAccountLink(deps, { purpose: "not_me", token });
  return link.ok ? ok({ what: link.value.data["what"] ?? "A change of your account" }) : link;
}

/** Closes an account to whoever got in. The value is a token for `resetPassword()`. Errors: `link_expired`; `conflict`. */
export async function reportNotMe(
  deps: Deps,
  input: { token: unknown; requestId?: string },
): Promise<Result<{ resetToken: string }, LinkExpired | Conflict>> {
  const { token, requestId } = input;
  const link = await openAccountLink(deps, { purpose: "not_me", token });
  if (!link.ok) return link;
  // Nobody knows it: only a link leads to a password again.
  const passwordHash = await hashPassword(deps, deps.ids.token(PASSWORD_BYTES));
  const { supportEmail, name: companyName } = await getSettings(deps, "company");
  const stored = await transact(deps, async (tx) => {
    const used = await stageUseAccountLink(tx, deps, { purpose: "not_me", token });
    if (!used.ok) return used;
    const { account: before, data } = used.value;
    const at = isoNow(deps.clock);
    const address = await oldAddress(tx, before, data["email"]);
    const addressed = address === null ? before : stageNewAddress(tx, before, address);
    const account = {
      ...addressed,
      emailVerifiedAt: before.emailVerifiedAt ?? at,
      passwordHash,
      passwordChangedAt: at,
      payoutsFrozenAt: before.payoutsFrozenAt ?? at,
    };
    stageAccountChange(tx, account);
    await stageEndOfSessions(tx, deps, { accountId: account.id });
    stageNoDevices(tx, account.id);
    const actor = { kind: "customer", id: account.id } as const;
    await stageRevokeApiTokens(tx, deps, { accountId: account.id, actor, requestId });
    const since = deps.clock.now().subtract({ hours: LATELY_HOURS });
    const members = await stageEndOfMembers(tx, deps, { customerId: account.id, since });
    const invitations = await stageEndOfInvitations(tx, deps, account.id);
    const what = data["what"] ?? "A change of the account";
    stageAudit(tx, deps, {
      actor,
      action: "account.reported",
      subject: { kind: "account", id: account.id },
      before: { email: before.email, payoutsFrozenAt: before.payoutsFrozenAt },
      after: {
        email: account.email,
        payoutsFrozenAt: account.payoutsFrozenAt,
        what,
        members: members.join(", "),
        invitations,
      },
      requestId,
    });
    await stageMail(tx, deps, {
      fact: `account_reported:${account.id}:${at}`,
      to: { email: supportEmail, name: companyName },
      accountId: account.id,
      template: "account_reported_staff",
      variables: {
        customerName: account.name,
        customerEmail: account.email,
        what,
        at: momentOf(deps.clock.now()),
        link: `/admin/users/${account.id}`,
      },
    });
    const reset = await stageAccountLink(tx, deps, { purpose: "reset_password", account });
    return ok({ accountId: account.id, resetToken: reset.token });
  });
  if (!stored.ok) return stored;
  // One may have begun while this was being stored
  await endSessions(deps, { accountId: stored.value.accountId });
  return ok({ resetToken: stored.value.resetToken });
}

/** The address that the mail went to, if the account has another one by now and nobody else has taken it. */
async function oldAddress(
  tx: Tx,
  account: Account,
  told: string | undefined,
): Promise<string | null> {
  if (told === undefined || told === account.email) return null;
  const owner = await loadIdByEmail(tx, told);
  return owner === null || owner === account.id ? told : null;
}
