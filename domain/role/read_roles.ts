/** Reading roles: for staff pages, and the permissions of one for use-cases. */
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import {
  isBuiltInRole,
  type Permission,
  ROLE_PERMISSIONS,
  ROLES,
} from "@/domain/shared/permissions.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { type CustomRole, isCustomRole, rolePermissions } from "./model.ts";
import { loadRole, readRole, readRoles } from "./repo.ts";
import type { RoleView } from "./view.ts";

/** All roles, the built-in ones first; needs `staff.view`. */
export async function listRoles(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor },
): Promise<Result<RoleView[], NotFound>> {
  if (!input.viewer.permissions.has("staff.view")) return notFound();
  const builtIn = ROLES.map((role): RoleView => ({
    id: role,
    name: builtInName(role),
    permissions: [...ROLE_PERMISSIONS[role]],
    isBuiltIn: true,
  }));
  return ok([...builtIn, ...(await readRoles(deps.kv)).map(toView)]);
}

/** One role by the name of a built-in one or by its id; needs `staff.view`. */
export async function getRole(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; id: string },
): Promise<Result<RoleView, NotFound>> {
  const roles = await listRoles(deps, input);
  if (!roles.ok) return roles;
  const role = roles.value.find(({ id }) => id === input.id);
  return role ? ok(role) : notFound();
}

/** What roles are called, by what `staffRole` holds: of those accounts that a page shows. */
export async function getRoleNames(
  deps: Pick<Deps, "kv">,
  roles: readonly (string | null)[],
): Promise<Record<string, string>> {
  const ids = [...new Set(roles.filter((role) => role !== null))];
  const named = await Promise.all(ids.map(async (id) => {
    if (isBuiltInRole(id)) return [id, builtInName(id)] as const;
    const role = isCustomRole(id) ? await readRole(deps.kv, id) : null;
    return [id, role?.name ?? "A deleted role"] as const;
  }));
  return Object.fromEntries(named);
}

/** What a role may do, checked on commit where it is a custom one; `null` if there is no such role. */
export async function loadRolePermissions(
  tx: Tx,
  role: string,
): Promise<ReadonlySet<Permission> | null> {
  if (isBuiltInRole(role)) return rolePermissions(role, null);
  const custom = isCustomRole(role) ? await loadRole(tx, role) : null;
  return custom && rolePermissions(role, custom);
}

function toView(role: CustomRole): RoleView {
  const { id, name } = role;
  return { id, name, permissions: [...rolePermissions(id, role)], isBuiltIn: false };
}

function builtInName(role: string): string {
  return role.slice(0, 1).toUpperCase() + role.slice(1);
}
