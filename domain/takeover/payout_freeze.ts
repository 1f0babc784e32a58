/** The freeze of payouts after "this wasn't me": staff see it, and lift it once they have looked at the account. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { loadAccount, readAccount, stageAccountChange } from "@/domain/customer/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import { type Conflict, type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";

/** Since when an account's payouts are frozen; `null` if they aren't, or for staff without `users.view`. */
export async function readPayoutFreeze(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; accountId: string },
): Promise<string | null> {
  if (!input.viewer.permissions.has("users.view") || !isId("cus", input.accountId)) return null;
  return (await readAccount(deps.kv, input.accountId))?.payoutsFrozenAt ?? null;
}

/** Lets money out again. Needs `users.suspend`; errors: `not_found`, `conflict`. */
export async function releasePayouts(
  deps: Deps,
  input: { actor: StaffActor; accountId: string; requestId?: string },
): Promise<Result<void, NotFound | Conflict>> {
  const { actor, accountId } = input;
  if (!actor.permissions.has("users.suspend") || !isId("cus", accountId)) return notFound();
  return await transact(deps, async (tx) => {
    const account = await loadAccount(tx, accountId);
    if (!account) return notFound();
    if (account.payoutsFrozenAt === null) return ok(undefined);
    stageAccountChange(tx, { ...account, payoutsFrozenAt: null });
    stageAudit(tx, deps, {
      actor,
      action: "payouts.released",
      subject: { kind: "account", id: accountId },
      before: { payoutsFrozenAt: account.payoutsFrozenAt },
      after: { payoutsFrozenAt: null },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}
