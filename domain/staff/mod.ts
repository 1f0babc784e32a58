/** Staff: who they are, what they may do, and suspending accounts. */
export { type Authority, loadAuthority, mayGrant } from "./authority.ts";
export {
  changeRole,
  createRole,
  deleteRole,
  type RoleForm,
  type RoleInUse,
} from "./change_roles.ts";
export {
  type BeyondAuthority,
  changeStaffRole,
  type LastOwner,
  setSuspended,
} from "./change_staff.ts";
export { resetSecondFactor } from "./reset_second_factor.ts";
export { getStaffMember, listStaff } from "./read_staff.ts";
export type { StaffMemberView } from "./view.ts";
