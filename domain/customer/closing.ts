/**
 * An account that is to be erased, until the day on which that is done: whoever logs in before has changed their mind.
 *
 * Key: `["account_closings", accountId]`.
 */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { type Account, EMPTY_PROFILE } from "./model.ts";
import { stageAccountChange, stageNoAddress } from "./repo.ts";

const closingSchema = z.strictObject({
  schemaVersion: z.literal(1),
  accountId: z.string(),
  erasureId: z.string(),
  dueAt: z.string(),
});

/** When and by which erasure an account is to end. */
export type Closing = z.infer<typeof closingSchema>;

const closingKey = (accountId: string): Deno.KvKey => ["account_closings", accountId];

/** The name that is shown of an account that was erased. */
export const ERASED_NAME = "Erased";

/** Whether and when an account is to be erased. */
export async function readClosing(kv: Deno.Kv, accountId: string): Promise<Closing | null> {
  const { value } = await kv.get(closingKey(accountId));
  return value === null ? null : closingSchema.parse(value);
}

/** The same, checked on commit. */
export async function loadClosing(tx: Tx, accountId: string): Promise<Closing | null> {
  const stored = await tx.get(closingKey(accountId));
  return stored === null ? null : closingSchema.parse(stored);
}

/** Stages that an account is to be erased; its closing was loaded on the same commit. */
export function stageClosing(tx: Tx, closing: Omit<Closing, "schemaVersion">): void {
  tx.set(closingKey(closing.accountId), closingSchema.parse({ schemaVersion: 1, ...closing }));
}

/**
 * Stages that the owner of an account, who is signing in, keeps it. No check: the account is under check on commits that
 * sign somebody in, and the commit that erases checks the closing.
 */
export async function stageReopening(
  tx: Tx,
  deps: Pick<Deps, "ids" | "clock">,
  { id }: Pick<Account, "id">,
): Promise<void> {
  const stored = await tx.peek(closingKey(id));
  if (stored === null) return;
  tx.delete(closingKey(id));
  stageAudit(tx, deps, {
    actor: { kind: "customer", id },
    action: "erasure.undone",
    subject: { kind: "account", id },
    before: { erasureId: closingSchema.parse(stored).erasureId },
  });
}

/**
 * Stages that nothing of a person is left in their account, which was loaded on the same commit; nobody can log in to it,
 * and its address is free.
 */
export function stageErasedAccount(tx: Tx, account: Account, at: string): void {
  stageNoAddress(tx, account);
  tx.delete(closingKey(account.id));
  stageAccountChange(tx, {
    ...account,
    email: `${account.id.toLowerCase()}@erased.invalid`,
    name: ERASED_NAME,
    passwordHash: "",
    passwordChangedAt: null,
    status: "suspended",
    secondFactor: "none",
    locale: "en",
    profile: EMPTY_PROFILE,
    mailPreferences: { news: false, newDevice: false },
    acceptedTerms: null,
    emailVerifiedAt: null,
    erasedAt: at,
  });
}
