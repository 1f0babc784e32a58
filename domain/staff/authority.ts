/**
 * Who may change whose role: one may give and take only what one may do oneself, and only an owner touches an owner. What
 * somebody may do is read again on the commit, so that a right that was withdrawn in between changes nothing.
 */
import { type Account, loadAccount, readStaff } from "@/domain/customer/mod.ts";
import { loadRolePermissions } from "@/domain/role/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Permission } from "@/domain/shared/permissions.ts";

/** What somebody may do on this commit. */
export interface Authority {
  account: Account;
  isOwner: boolean;
  permissions: ReadonlySet<Permission>;
}

/** Reads what a staff member may do now; `null` if that isn't `needed` any more. Two checks at most. */
export async function loadAuthority(
  tx: Tx,
  actor: Pick<StaffActor, "id">,
  needed: Permission,
): Promise<Authority | null> {
  const account = await loadAccount(tx, actor.id);
  if (!account || account.status !== "active" || account.staffRole === null) return null;
  const permissions = await loadRolePermissions(tx, account.staffRole);
  if (!permissions?.has(needed)) return null;
  return { account, isOwner: account.staffRole === "owner", permissions };
}

/** Whether somebody may give or take a role: it exists, and holds nothing that they don't have. One check at most. */
export async function mayGrant(tx: Tx, by: Authority, role: string): Promise<boolean> {
  if (role === "owner") return by.isOwner;
  const permissions = await loadRolePermissions(tx, role);
  return permissions !== null && covers(by, permissions);
}

/** Whether somebody may take away what an account has; a role that was deleted holds nothing. */
export async function mayManage(tx: Tx, by: Authority, account: Account): Promise<boolean> {
  if (account.staffRole === null) return true;
  if (account.staffRole === "owner") return by.isOwner;
  const permissions = await loadRolePermissions(tx, account.staffRole);
  return permissions === null || covers(by, permissions);
}

/** Whether somebody has all of these permissions. */
export function covers(
  by: Pick<Authority, "permissions">,
  permissions: Iterable<Permission>,
): boolean {
  return [...permissions].every((each) => by.permissions.has(each));
}

/**
 * Whether an active owner is left without this account, under check: of two owners who remove each other at the same
 * time, the second finds nobody left. One check at most.
 */
export async function isOwnerLeft(
  tx: Tx,
  deps: Pick<Deps, "kv">,
  input: { without: string; by: Authority },
): Promise<boolean> {
  const { without, by } = input;
  if (by.isOwner && by.account.id !== without) return true;
  for (const known of await readStaff(deps.kv)) {
    if (known.id === without || !isActiveOwner(known)) continue;
    const other = await loadAccount(tx, known.id);
    if (isActiveOwner(other)) return true;
  }
  return false;
}

function isActiveOwner(account: Account | null): boolean {
  return account?.staffRole === "owner" && account.status === "active";
}
