/** Staff roles: the built-in ones and those that the installation has made. */
export {
  type CustomRole,
  isCustomRole,
  MAX_ROLES,
  roleFormSchema,
  rolePermissions,
} from "./model.ts";
export { getRole, getRoleNames, listRoles, loadRolePermissions } from "./read_roles.ts";
export {
  loadIdByName,
  loadRole,
  parseRole,
  readRoles,
  roleKey,
  stageNewRole,
  stageRoleEnd,
  stageRoleRecord,
} from "./repo.ts";
export type { RoleView } from "./view.ts";
