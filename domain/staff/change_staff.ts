/** Changes what a staff member may do, or ends it. It counts from the next request on, and their sessions end. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { type Account, loadAccount, stageAccountChange } from "@/domain/customer/mod.ts";
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
import { isOwnerLeft, loadAuthority, mayGrant, mayManage } from "./authority.ts";

/** Somebody has to be able to run the shop. */
export interface LastOwner {
  code: "last_owner";
}

/** The person may not be given or lose that role by whoever asks for it. */
export interface BeyondAuthority {
  code: "beyond_authority";
}

/**
 * Gives a staff member another role, or with `role: null` makes them a customer. Needs `staff.edit`.
 *
 * Errors: `not_found` for accounts that aren't staff and roles that aren't there; `beyond_authority` where that takes more
 * than the actor may do; `last_owner`; `conflict`.
 */
export async function changeStaffRole(
  deps: Deps,
  input: { actor: StaffActor; accountId: string; role: string | null; requestId?: string },
): Promise<Result<void, NotFound | BeyondAuthority | LastOwner | Conflict>> {
  const { actor, accountId, role, requestId } = input;
  if (!isId("cus", accountId)) return notFound();
  return await transact(deps, async (tx) => {
    const by = await loadAuthority(tx, actor, "staff.edit");
    const account = await loadAccount(tx, accountId);
    if (!by || !account || account.staffRole === null) return notFound();
    if (account.staffRole === role) return ok(undefined);
    const mayGive = role === null || await mayGrant(tx, by, role);
    if (!mayGive || !await mayManage(tx, by, account)) return fail({ code: "beyond_authority" });
    if (account.staffRole === "owner" && !await isOwnerLeft(tx, deps, { without: accountId, by })) {
      return fail({ code: "last_owner" });
    }
    stageAccountChange(tx, { ...account, staffRole: role });
    await stageEndOfSessions(tx, deps, { accountId });
    stageAudit(tx, deps, {
      actor,
      action: role === null ? "staff.removed" : "staff.role_changed",
      subject: { kind: "account", id: accountId },
      before: { staffRole: account.staffRole },
      after: { staffRole: role },
      requestId,
    });
    return ok(undefined);
  });
}

/**
 * Suspends an account, or lifts its suspension: it can't sign in, and its sessions end. Needs `users.suspend`, and for
 * staff also `staff.edit`. Nobody suspends themselves.
 *
 * Errors: `not_found`; `beyond_authority`; `last_owner`; `conflict`.
 */
export async function setSuspended(
  deps: Deps,
  input: { actor: StaffActor; accountId: string; isSuspended: boolean; requestId?: string },
): Promise<Result<void, NotFound | BeyondAuthority | LastOwner | Conflict>> {
  const { actor, accountId, isSuspended, requestId } = input;
  if (!isId("cus", accountId)) return notFound();
  return await transact(deps, async (tx) => {
    const by = await loadAuthority(tx, actor, "users.suspend");
    const account = await loadAccount(tx, accountId);
    if (!by || !account || accountId === by.account.id) return notFound();
    const status: Account["status"] = isSuspended ? "suspended" : "active";
    if (account.status === status) return ok(undefined);
    const isAllowed = account.staffRole === null ||
      by.permissions.has("staff.edit") && await mayManage(tx, by, account);
    if (!isAllowed) return fail({ code: "beyond_authority" });
    if (
      isSuspended && account.staffRole === "owner" &&
      !await isOwnerLeft(tx, deps, { without: accountId, by })
    ) return fail({ code: "last_owner" });
    stageAccountChange(tx, { ...account, status });
    await stageEndOfSessions(tx, deps, { accountId });
    stageAudit(tx, deps, {
      actor,
      action: isSuspended ? "account.suspended" : "account.unsuspended",
      subject: { kind: "account", id: accountId },
      before: { status: account.status },
      after: { status },
      requestId,
    });
    return ok(undefined);
  });
}
