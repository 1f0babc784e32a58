/**
 * The address that an account is to have, once its mailbox has confirmed it. There is one at a time: a later request takes
 * the place of an earlier one, whose link opens nothing any more. Else the link that went to a mistyped address could take
 * the account over after the right one was confirmed.
 *
 * Key: `["pending_emails", accountId]`.
 */
import { z } from "zod";
import { type Account, linkMinutes, readAccount } from "@/domain/customer/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import { passwordMark } from "@/domain/second_factor/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, ok, type Result } from "@/domain/shared/result.ts";
import type { SignedIn } from "./model.ts";
import { actorOf } from "./start_session.ts";

const REQUEST_BYTES = 9;
/** How long it stays in KV after its end: expiry in KV is only "not before". */
const KEEP_MS = 60_000;

const pendingSchema = z.strictObject({
  schemaVersion: z.literal(1),
  email: z.string(),
  /** Which request it was: its link says the same. */
  request: z.string(),
  /** The request dies with the password. */
  passwordMark: z.string(),
  expiresAt: z.string(),
});
type Pending = z.infer<typeof pendingSchema>;

const pendingKey = (accountId: string): Deno.KvKey => ["pending_emails", accountId];

/** Stages the address that was asked for last; the value is for its link. No check: the last request counts. */
export function stagePendingEmail(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids">,
  { account, email }: { account: Account; email: string },
): { request: string } {
  const minutes = linkMinutes("change_email");
  const request = deps.ids.token(REQUEST_BYTES);
  const pending: Pending = {
    schemaVersion: 1,
    email,
    request,
    passwordMark: passwordMark(account),
    expiresAt: toIso(deps.clock.now().add({ minutes })),
  };
  const expireInMs = minutes * 60_000 + KEEP_MS;
  tx.set(pendingKey(account.id), pendingSchema.parse(pending), { expireInMs });
  return { request };
}

/** Whether a request is the one that counts. */
export async function isPendingEmail(
  kv: Deno.Kv,
  { accountId, request }: { accountId: string; request: string | undefined },
): Promise<boolean> {
  const { value } = await kv.get(pendingKey(accountId));
  return value !== null && pendingSchema.parse(value).request === request;
}

/** The same under check; it is used up by that. One check. */
export async function takePendingEmail(
  tx: Tx,
  { accountId, request }: { accountId: string; request: string | undefined },
): Promise<boolean> {
  const stored = await tx.get(pendingKey(accountId));
  if (stored === null || pendingSchema.parse(stored).request !== request) return false;
  tx.delete(pendingKey(accountId));
  return true;
}

/** The address that an account waits for; `null` if there is none. */
export async function readPendingEmail(
  deps: Pick<Deps, "kv" | "clock">,
  accountId: string,
): Promise<string | null> {
  const { value } = await deps.kv.get(pendingKey(accountId));
  const account = value === null ? null : await readAccount(deps.kv, accountId);
  if (!account) return null;
  const pending = pendingSchema.parse(value);
  const isOver = Temporal.Instant.compare(pending.expiresAt, deps.clock.now()) <= 0;
  return isOver || pending.passwordMark !== passwordMark(account) ? null : pending.email;
}

/** Takes the request back: its link opens nothing any more. */
export function cancelEmailChange(
  deps: Deps,
  input: { signedIn: SignedIn; requestId?: string },
): Promise<Result<void, Conflict>> {
  const { account } = input.signedIn;
  return transact(deps, async (tx) => {
    const stored = await tx.get(pendingKey(account.id));
    if (stored === null) return ok(undefined);
    tx.delete(pendingKey(account.id));
    stageAudit(tx, deps, {
      actor: actorOf(account),
      action: "email.change_cancelled",
      subject: { kind: "account", id: account.id },
      before: { newEmail: pendingSchema.parse(stored).email },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}

/** Forgets it, with the account. */
export async function forgetPendingEmail(kv: Deno.Kv, accountId: string): Promise<void> {
  await kv.delete(pendingKey(accountId));
}
