/**
 * Accepting an invitation. The link proves the mailbox; the account that it belongs to is proved by its password and second
 * factor, at the log-in. An address without an account registers on the same page, in the same words.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import {
  type Account,
  checkPassword,
  checkRegistration,
  hashPassword,
  loadAccount,
  readAccountByMailbox,
  stageAccount,
  stageAccountChange,
} from "@/domain/customer/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import { type LinkExpired, stageUseLink } from "@/domain/link/mod.ts";
import {
  type BadCredentials,
  type Client,
  logIn,
  networkOf,
  type SecondFactorRequired,
  stageStaffSession,
  type StartedSession,
} from "@/domain/session/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  fail,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { loadAuthority, mayGrant } from "@/domain/staff/mod.ts";
import { stageCount } from "@/domain/stats/mod.ts";
import { isRoomFor, stageMember } from "@/domain/team/mod.ts";
import { findInvitation } from "./manage_invitations.ts";
import { type Invitation, purposeOf } from "./model.ts";
import { loadInvitation, stageInvitationEnd } from "./repo.ts";

/** Tries from one network in an hour. */
const LIMIT = { limit: 60, windowSeconds: 3600 };

/** Somebody who answers an invitation: by the password of their account, or by name and password for a new one. */
export interface AnswerInput {
  token: unknown;
  name: string;
  password: string;
  client: Client;
}

type AnswerError =
  | LinkExpired
  | ValidationError
  | BadCredentials
  | SecondFactorRequired
  | RateLimited
  | Conflict;

/**
 * Signs in or registers the invited person, and accepts. With a second factor the log-in isn't over: the person comes
 * back signed in, and accepts then.
 *
 * Errors: `link_expired`; `validation` beside `name` or `password`; `bad_credentials`; `second_factor_required`;
 * `rate_limited`; `conflict`.
 */
export async function answerInvitation(
  deps: Deps,
  input: AnswerInput,
): Promise<Result<StartedSession, AnswerError>> {
  const { token, name, password, client } = input;
  const invitation = await findInvitation(deps, token);
  if (!invitation) return expired();
  const subject = networkOf(client.ip);
  const taken = await takeRateLimit(deps, { scope: "invitation.answer", subject, ...LIMIT });
  if (!taken.ok) return taken;
  const known = await readAccountByMailbox(deps.kv, invitation.email);
  if (!known) {
    const made = await register(deps, { invitation, name, password, input });
    if (!made.ok) return made;
    return await logIn(deps, { ...client, email: invitation.email, password });
  }
  const started = await logIn(deps, { ...client, email: known.email, password });
  if (!started.ok) return started;
  const { sessionId, account } = started.value;
  const accepted = await acceptInvitation(deps, {
    token,
    accountId: account.id,
    sessionId,
    requestId: client.requestId,
  });
  return accepted.ok ? started : accepted;
}

/**
 * Accepts for somebody who is signed in, and has proved a short while ago to be who they are: the caller makes sure.
 *
 * Errors: `link_expired`, also where the invitation is for somebody else; `conflict`.
 */
export async function acceptInvitation(
  deps: Deps,
  input: { token: unknown; accountId: string; sessionId: string; requestId?: string },
): Promise<Result<Invitation["kind"], LinkExpired | Conflict>> {
  const { token, accountId, sessionId, requestId } = input;
  const found = await findInvitation(deps, token);
  const owner = found && await readAccountByMailbox(deps.kv, found.email);
  if (!found || owner?.id !== accountId) return expired();
  return await transact(deps, async (tx) => {
    const invitation = await useInvitation(tx, deps, { found, token });
    const account = await loadAccount(tx, accountId);
    if (!invitation || !account) return expired();
    const accepted = await stageAcceptance(tx, deps, { invitation, account, requestId });
    if (!accepted) return expired();
    if (invitation.kind === "staff") {
      await stageStaffSession(tx, deps, { accountId, sessionId });
    }
    return ok(invitation.kind);
  });
}

/** Makes the account, verified by the link, and accepts in the same commit. */
async function register(
  deps: Deps,
  { invitation: found, name, password, input }: {
    invitation: Invitation;
    name: string;
    password: string;
    input: AnswerInput;
  },
): Promise<Result<void, LinkExpired | ValidationError | Conflict>> {
  const { email } = found;
  const checked = checkRegistration({ name, email, password });
  if (!checked.ok) return checked;
  const strong = await checkPassword(password, checked.value);
  if (!strong.ok) return strong;
  const [passwordHash, { termsVersion }] = await Promise.all([
    hashPassword(deps, checked.value.password),
    getSettings(deps, "orders"),
  ]);
  const { requestId } = input.client;
  return await transact(deps, async (tx) => {
    const invitation = await useInvitation(tx, deps, { found, token: input.token });
    if (!invitation) return expired();
    const form = { name: checked.value.name, email, passwordHash, termsVersion, requestId };
    const staged = await stageAccount(tx, deps, form);
    // Registered at this very moment: the next try signs in
    if (!staged.ok) return fail({ code: "conflict" as const });
    const account = { ...staged.value, emailVerifiedAt: isoNow(deps.clock) };
    stageAccountChange(tx, account);
    if (invitation.kind === "member") stageCount(tx, "customers", 1);
    const accepted = await stageAcceptance(tx, deps, { invitation, account, requestId });
    return accepted ? ok(undefined) : expired();
  });
}

/** Uses the link up, and the invitation with it; `null` if either is gone. Two checks. */
async function useInvitation(
  tx: Tx,
  deps: Deps,
  { found, token }: { found: Invitation; token: unknown },
): Promise<Invitation | null> {
  const link = await stageUseLink(tx, deps, { purpose: purposeOf(found.kind), token });
  const invitation = link.ok ? await loadInvitation(tx, link.value.subject) : null;
  if (invitation) stageInvitationEnd(tx, invitation);
  return invitation;
}

/** Stages what was offered; false if it isn't on offer any more. The account's proof is done. Five checks at most. */
async function stageAcceptance(
  tx: Tx,
  deps: Deps,
  { invitation, account, requestId }: {
    invitation: Invitation;
    account: Account;
    requestId?: string | undefined;
  },
): Promise<boolean> {
  if (account.status !== "active" || account.erasedAt !== null) return false;
  const isStaged = invitation.kind === "staff"
    ? await stageStaffRole(tx, { invitation, account })
    : await stageMembership(tx, deps, { invitation, account });
  if (!isStaged) return false;
  stageAudit(tx, deps, {
    actor: { kind: "customer", id: account.id },
    action: invitation.kind === "staff" ? "staff.joined" : "member.joined",
    subject: {
      kind: "account",
      id: invitation.kind === "staff" ? account.id : invitation.customerId,
    },
    after: invitation.kind === "staff"
      ? { staffRole: invitation.role, invitedBy: invitation.invitedBy }
      : { person: account.id, rights: invitation.rights.join(", ") },
    ...(requestId && { requestId }),
  });
  return true;
}

/** Whoever invited must still be able to give the role. */
async function stageStaffRole(
  tx: Tx,
  input: { invitation: Extract<Invitation, { kind: "staff" }>; account: Account },
): Promise<boolean> {
  const { invitation, account } = input;
  const by = await loadAuthority(tx, { id: invitation.invitedBy }, "staff.edit");
  if (!by || !await mayGrant(tx, by, invitation.role) || account.staffRole !== null) return false;
  stageAccountChange(tx, { ...account, staffRole: invitation.role });
  return true;
}

async function stageMembership(
  tx: Tx,
  deps: Deps,
  input: { invitation: Extract<Invitation, { kind: "member" }>; account: Account },
): Promise<boolean> {
  const { invitation, account } = input;
  const { customerId, rights } = invitation;
  const customer = await loadAccount(tx, customerId);
  if (customer?.status !== "active" || customerId === account.id) return false;
  if (!await isRoomFor(tx, deps.kv, { customerId, personId: account.id })) return false;
  stageMember(tx, {
    schemaVersion: 1,
    customerId,
    personId: account.id,
    rights,
    addedAt: isoNow(deps.clock),
  });
  // The owner should know: it may have been somebody else who invited.
  await stageMail(tx, deps, {
    fact: `member_joined:${invitation.id}`,
    to: { email: customer.email, name: customer.name },
    accountId: customerId,
    template: "member_joined",
    variables: {
      customerName: customer.name,
      memberName: account.name,
      memberEmail: account.email,
      link: "/dashboard/team",
    },
  });
  return true;
}

function expired(): Result<never, LinkExpired> {
  return fail({ code: "link_expired" });
}
