/** Making, changing and deleting custom roles. What changes counts from the next request of everybody who has the role. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { readStaff } from "@/domain/customer/mod.ts";
import {
  type CustomRole,
  loadIdByName,
  loadRole,
  MAX_ROLES,
  readRoles,
  roleFormSchema,
  rolePermissions,
  stageNewRole,
  stageRoleEnd,
  stageRoleRecord,
} from "@/domain/role/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { toValidationError } from "@/domain/shared/validation.ts";
import { covers, loadAuthority } from "./authority.ts";
import type { BeyondAuthority } from "./change_staff.ts";

const NAME_TAKEN = "Another role has this name. Choose another.";
const BEYOND = "You can only give permissions that you have yourself.";

/** What the form of a role holds. */
export interface RoleForm {
  name: string;
  permissions: readonly string[];
}

/** Somebody still has the role. */
export interface RoleInUse {
  code: "role_in_use";
}

/** Makes a role. Needs `staff.edit`. Errors: `validation` beside `name` or `permissions`; `not_found`; `conflict`. */
export async function createRole(
  deps: Deps,
  input: { actor: StaffActor; form: RoleForm; requestId?: string },
): Promise<Result<{ roleId: string }, ValidationError | NotFound | Conflict>> {
  const parsed = roleFormSchema.safeParse(input.form);
  if (!parsed.success) return fail(toValidationError(parsed.error));
  const { name, permissions } = parsed.data;
  return await transact(deps, async (tx) => {
    const by = await loadAuthority(tx, input.actor, "staff.edit");
    if (!by) return notFound();
    if (!covers(by, permissions)) return invalid({ permissions: BEYOND });
    if (await loadIdByName(tx, name) !== null) return invalid({ name: NAME_TAKEN });
    if ((await readRoles(deps.kv)).length >= MAX_ROLES) {
      return invalid({ "": `There are ${MAX_ROLES} roles already. Delete one first.` });
    }
    const at = isoNow(deps.clock);
    const id = deps.ids.next("rol");
    const role: CustomRole = {
      schemaVersion: 1,
      id,
      name,
      permissions: [...new Set(permissions)],
      createdAt: at,
      updatedAt: at,
    };
    stageNewRole(tx, role);
    stageAudit(tx, deps, {
      actor: input.actor,
      action: "role.created",
      subject: { kind: "role", id },
      after: { name, permissions: role.permissions.join(", ") },
      requestId: input.requestId,
    });
    return ok({ roleId: id });
  });
}

/** Changes a role. Errors: as for `createRole()`, and `beyond_authority` for one that holds more than the actor has. */
export async function changeRole(
  deps: Deps,
  input: { actor: StaffActor; roleId: string; form: RoleForm; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | BeyondAuthority | Conflict>> {
  if (!isId("rol", input.roleId)) return notFound();
  const parsed = roleFormSchema.safeParse(input.form);
  if (!parsed.success) return fail(toValidationError(parsed.error));
  const { name, permissions } = parsed.data;
  return await transact(deps, async (tx) => {
    const by = await loadAuthority(tx, input.actor, "staff.edit");
    const role = await loadRole(tx, input.roleId);
    if (!by || !role) return notFound();
    if (!covers(by, rolePermissions(role.id, role))) return fail({ code: "beyond_authority" });
    if (!covers(by, permissions)) return invalid({ permissions: BEYOND });
    const named = await loadIdByName(tx, name);
    if (named !== null && named !== role.id) return invalid({ name: NAME_TAKEN });
    const changed = {
      ...role,
      name,
      permissions: [...new Set(permissions)],
      updatedAt: isoNow(deps.clock),
    };
    stageRoleRecord(tx, role, changed);
    stageAudit(tx, deps, {
      actor: input.actor,
      action: "role.changed",
      subject: { kind: "role", id: role.id },
      before: { name: role.name, permissions: role.permissions.join(", ") },
      after: { name, permissions: changed.permissions.join(", ") },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}

/**
 * Deletes a role that nobody has. Errors: `role_in_use`; `not_found`; `beyond_authority`; `conflict`. Whoever got it in
 * the same moment may do nothing.
 */
export async function deleteRole(
  deps: Deps,
  input: { actor: StaffActor; roleId: string; requestId?: string },
): Promise<Result<void, NotFound | BeyondAuthority | RoleInUse | Conflict>> {
  if (!isId("rol", input.roleId)) return notFound();
  return await transact(deps, async (tx) => {
    const by = await loadAuthority(tx, input.actor, "staff.edit");
    const role = await loadRole(tx, input.roleId);
    if (!by || !role) return notFound();
    if (!covers(by, rolePermissions(role.id, role))) return fail({ code: "beyond_authority" });
    const staff = await readStaff(deps.kv);
    if (staff.some(({ staffRole }) => staffRole === role.id)) return fail({ code: "role_in_use" });
    stageRoleEnd(tx, role);
    stageAudit(tx, deps, {
      actor: input.actor,
      action: "role.deleted",
      subject: { kind: "role", id: role.id },
      before: { name: role.name, permissions: role.permissions.join(", ") },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}
