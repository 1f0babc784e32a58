/** Who runs the shop: for pages that need `staff.view`. */
import { type Account, getAccount, readStaff, toAccountView } from "@/domain/customer/mod.ts";
import { getRoleNames } from "@/domain/role/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import type { StaffMemberView } from "./view.ts";

/** Everybody with a staff role, in the order in which their accounts were made. */
export async function listStaff(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor },
): Promise<Result<StaffMemberView[], NotFound>> {
  if (!input.viewer.permissions.has("staff.view")) return notFound();
  const staff = await readStaff(deps.kv);
  const names = await getRoleNames(deps, staff.map(({ staffRole }) => staffRole));
  return ok(staff.map((account) => ({ ...toAccountView(account), roleName: nameOf(account) })));

  function nameOf({ staffRole }: Account): string {
    return names[staffRole!]!;
  }
}

/** One of them. */
export async function getStaffMember(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; id: string },
): Promise<Result<StaffMemberView, NotFound>> {
  if (!input.viewer.permissions.has("staff.view")) return notFound();
  const account = await getAccount(deps, input.id);
  if (!account || account.staffRole === null) return notFound();
  const names = await getRoleNames(deps, [account.staffRole]);
  return ok({ ...account, roleName: names[account.staffRole]! });
}
