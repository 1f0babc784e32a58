/**
 * Another e-mail address: pending until its own mailbox confirms it, and only the last one that was asked for. Needs the password and, where there is an app, a
 * code; the old address is told at once, with a way to stop it. Whether the new address has an account already is told
 * to its mailbox alone.
 */
import {
  type Account,
  lastingEmailField,
  loadAccount,
  loadIdByEmail,
  openAccountLink,
  readAccount,
  stageAccountChange,
  stageAccountLink,
  stageNewAddress,
  stageUseAccountLink,
} from "@/domain/customer/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import type { LinkExpired } from "@/domain/link/mod.ts";
import { stageLinkMail, stageMail } from "@/domain/mail/mod.ts";
import { dayOf, isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { networkOf } from "@/domain/shared/network.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { momentOf } from "./known_devices.ts";
import type { SignedIn } from "./model.ts";
import { isPendingEmail, stagePendingEmail, takePendingEmail } from "./pending_email.ts";
import { proveCode, provePassword } from "./prove.ts";
import { actorOf, type Client } from "./start_session.ts";

const HOUR_SECONDS = 3600;
/** Requests of one account in an hour: each of them sends two mails. */
const ACCOUNT_LIMIT = 5;

/** What somebody types to change their address. */
export interface EmailChangeForm {
  email: string;
  password: string;
  code: string;
}

/**
 * Asks for another address.
 *
 * Errors: `validation` beside `email`, `password` or `code`; `rate_limited`; `not_found`; `conflict`.
 */
export async function requestEmailChange(
  deps: Deps,
  input: { signedIn: SignedIn; client: Client; form: EmailChangeForm },
): Promise<Result<void, ValidationError | RateLimited | NotFound | Conflict>> {
  const { signedIn, client, form } = input;
  const accountId = signedIn.account.id;
  const parsed = lastingEmailField.safeParse(form.email);
  if (!parsed.success) return invalid({ email: parsed.error.issues[0]!.message });
  const email = parsed.data;
  if (email === signedIn.account.email) return invalid({ email: "This is your address already." });
  const proven = await provePassword(deps, {
    accountId,
    client,
    password: form.password,
    field: "password",
  });
  if (!proven.ok) return proven;
  const coded = await proveCode(deps, { account: proven.value, client, code: form.code });
  if (!coded.ok) return coded;
  const taken = await takeRateLimit(deps, {
    scope: "email_change.account",
    subject: accountId,
    limit: ACCOUNT_LIMIT,
    windowSeconds: HOUR_SECONDS,
  });
  if (!taken.ok) return taken;
  return await transact(deps, async (tx) => {
    const account = await loadAccount(tx, accountId);
    if (account?.passwordHash !== proven.value.passwordHash) return fail({ code: "conflict" });
    await stageRequest(tx, deps, { account, email });
    await stageNotice(tx, deps, { account, email, client });
    stageAudit(tx, deps, {
      actor: actorOf(account),
      action: "email.change_requested",
      subject: { kind: "account", id: account.id },
      before: { email: account.email },
      after: { email },
      requestId: client.requestId,
    });
    return ok(undefined);
  });
}

/** The new address that a link would confirm; it stays good. */
export async function readEmailChange(
  deps: Pick<Deps, "kv" | "clock">,
  token: unknown,
): Promise<Result<{ email: string }, LinkExpired>> {
  const link = await openAccountLink(deps, { purpose: "change_email", token });
  if (!link.ok) return link;
  const { account, data } = link.value;
  const isLast = await isPendingEmail(deps.kv, { accountId: account.id, request: data["request"] });
  return isLast ? ok({ email: data["email"] ?? "" }) : fail({ code: "link_expired" });
}

/**
 * Makes the new address the account's. Errors: `link_expired`, also if the address was taken since, or another was asked for
 * later; `conflict`.
 */
export function confirmEmailChange(
  deps: Deps,
  input: { token: unknown; requestId?: string },
): Promise<Result<{ email: string }, LinkExpired | Conflict>> {
  return transact(deps, async (tx) => {
    const used = await stageUseAccountLink(tx, deps, {
      purpose: "change_email",
      token: input.token,
    });
    if (!used.ok) return used;
    const { account, data } = used.value;
    const email = data["email"]!;
    const isLast = await takePendingEmail(tx, { accountId: account.id, request: data["request"] });
    if (!isLast) return fail({ code: "link_expired" as const });
    const owner = await loadIdByEmail(tx, email);
    if (owner !== null && owner !== account.id) return fail({ code: "link_expired" as const });
    const changed = stageNewAddress(tx, account, email);
    stageAccountChange(tx, { ...changed, emailVerifiedAt: isoNow(deps.clock) });
    stageAudit(tx, deps, {
      actor: actorOf(account),
      action: "email.changed",
      subject: { kind: "account", id: account.id },
      before: { email: account.email },
      after: { email },
      requestId: input.requestId,
    });
    return ok({ email });
  });
}

/** The mail to the new address: with a link, or that there is an account already. */
async function stageRequest(
  tx: Tx,
  deps: Deps,
  { account, email }: { account: Account; email: string },
): Promise<void> {
  const { request } = stagePendingEmail(tx, deps, { account, email });
  const ownerId = await loadIdByEmail(tx, email);
  const owner = ownerId === null || ownerId === account.id
    ? null
    : await readAccount(deps.kv, ownerId);
  if (owner) {
    await stageMail(tx, deps, {
      fact: `account_exists:${owner.id}:${dayOf(deps.clock.now())}`,
      to: { email: owner.email, name: owner.name },
      accountId: owner.id,
      template: "account_exists",
      variables: { customerName: owner.name, link: "/login" },
    });
    return;
  }
  const data = { email, request };
  const { token } = await stageAccountLink(tx, deps, { purpose: "change_email", account, data });
  await stageLinkMail(tx, deps, {
    fact: `email_change:${account.id}:${deps.ids.token(9)}`,
    to: { email, name: account.name },
    accountId: account.id,
    template: "email_change",
    variables: { customerName: account.name, newEmail: email, link: "/confirm-email" },
    token,
  });
}

/** The mail to the old address, with the way to stop it: also after the change is done. */
async function stageNotice(
  tx: Tx,
  deps: Deps,
  { account, email, client }: { account: Account; email: string; client: Client },
): Promise<void> {
  const data = { what: `A change of your address to ${email}`, email: account.email };
  const { token } = await stageAccountLink(tx, deps, { purpose: "not_me", account, data });
  await stageLinkMail(tx, deps, {
    fact: `email_change_notice:${account.id}:${deps.ids.token(9)}`,
    to: { email: account.email, name: account.name },
    accountId: account.id,
    template: "email_change_notice",
    variables: {
      customerName: account.name,
      newEmail: email,
      at: momentOf(deps.clock.now()),
      network: networkOf(client.ip),
      link: "/not-me",
    },
    token,
  });
}
