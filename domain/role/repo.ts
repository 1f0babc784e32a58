/**
 * Custom roles in KV. Keys:
 * - `["roles", id]`: the role
 * - `["roles_by_name", name]`: the id; the name in its one spelling
 */
import type { Tx } from "@/domain/shared/kv.ts";
import { type CustomRole, MAX_ROLES, nameKeyOf, roleRecordSchema } from "./model.ts";

/** Where a role is stored: read on each request of whoever has it. */
export function roleKey(id: string): Deno.KvKey {
  return ["roles", id];
}

function nameKey(name: string): Deno.KvKey {
  return ["roles_by_name", nameKeyOf(name)];
}

/** A role from what is stored of it. */
export function parseRole(stored: unknown): CustomRole | null {
  return stored === null || stored === undefined ? null : roleRecordSchema.parse(stored);
}

/** Reads a role. */
export async function readRole(kv: Deno.Kv, id: string): Promise<CustomRole | null> {
  return parseRole((await kv.get(roleKey(id))).value);
}

/** All roles, in the order of their making. */
export async function readRoles(kv: Deno.Kv): Promise<CustomRole[]> {
  const roles: CustomRole[] = [];
  for await (const { value } of kv.list({ prefix: ["roles"] }, { limit: MAX_ROLES * 2 })) {
    roles.push(roleRecordSchema.parse(value));
  }
  return roles;
}

/** Reads a role for a change or for somebody who gets it, checked on commit. */
export async function loadRole(tx: Tx, id: string): Promise<CustomRole | null> {
  return parseRole(await tx.get(roleKey(id)));
}

/** The id of the role with that name, checked on commit. */
export function loadIdByName(tx: Tx, name: string): Promise<string | null> {
  return tx.get<string>(nameKey(name));
}

/** Stages a new role and its name. */
export function stageNewRole(tx: Tx, role: CustomRole): void {
  tx.create(roleKey(role.id), roleRecordSchema.parse(role));
  tx.set(nameKey(role.name), role.id);
}

/** Stages a changed role; both were loaded on the same commit. */
export function stageRoleRecord(tx: Tx, before: CustomRole, after: CustomRole): void {
  tx.set(roleKey(after.id), roleRecordSchema.parse(after));
  if (nameKeyOf(before.name) !== nameKeyOf(after.name)) {
    tx.delete(nameKey(before.name));
    tx.set(nameKey(after.name), after.id);
  }
}

/** Stages the end of a role. */
export function stageRoleEnd(tx: Tx, role: CustomRole): void {
  tx.delete(roleKey(role.id));
  tx.delete(nameKey(role.name));
}
