/**
 * Takes the second factor off the account of somebody who has lost it with all recovery codes, or whose thief has put one there.
 * The password stays: whoever asks for this in somebody's name still has to have it, and the owner gets a mail.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { loadAccount } from "@/domain/customer/mod.ts";
import { stageSecondFactorReset } from "@/domain/second_factor/mod.ts";
import { stageEndOfSessions } from "@/domain/session/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { loadAuthority, mayManage } from "./authority.ts";
import type { BeyondAuthority } from "./change_staff.ts";

/**
 * Switches it off and ends all sessions. Needs `users.suspend`, and for staff also `staff.edit`. Nobody does it for themselves.
 *
 * Errors: `not_found`, also where there is none; `beyond_authority`; `conflict`.
 */
export async function resetSecondFactor(
  deps: Deps,
  input: { actor: StaffActor; accountId: string; requestId?: string },
): Promise<Result<void, NotFound | BeyondAuthority | Conflict>> {
  const { actor, accountId, requestId } = input;
  if (!isId("cus", accountId)) return notFound();
  return await transact(deps, async (tx) => {
    const by = await loadAuthority(tx, actor, "users.suspend");
    const account = await loadAccount(tx, accountId);
    if (!by || !account || accountId === by.account.id) return notFound();
    if (account.secondFactor === "none") return notFound();
    const isAllowed = account.staffRole === null ||
      by.permissions.has("staff.edit") && await mayManage(tx, by, account);
    if (!isAllowed) return fail({ code: "beyond_authority" });
    await stageSecondFactorReset(tx, deps, account);
    await stageEndOfSessions(tx, deps, { accountId });
    stageAudit(tx, deps, {
      actor,
      action: "second_factor.reset",
      subject: { kind: "account", id: accountId },
      before: { factor: account.secondFactor },
      after: { factor: "none" },
      requestId,
    });
    return ok(undefined);
  });
}
