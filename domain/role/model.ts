/** Custom staff roles: a name for a set of permissions, beside the built-in roles. Names are unique, whatever the case. */
import { z } from "zod";
import { isId } from "@/domain/shared/ids.ts";
import {
  isBuiltInRole,
  type Permission,
  PERMISSIONS,
  permissionsOf,
} from "@/domain/shared/permissions.ts";

/** Custom roles that an installation may have. */
export const MAX_ROLES = 50;

/** A stored role. Permissions that a later version doesn't know any more count for nothing. */
export const roleRecordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  name: z.string(),
  permissions: z.array(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** A custom role. */
export type CustomRole = z.infer<typeof roleRecordSchema>;

const KNOWN: ReadonlySet<string> = new Set(PERMISSIONS);

/** Whether it is the id of a custom role, as `staffRole` holds it. */
export function isCustomRole(role: string | null): role is string {
  return role !== null && isId("rol", role);
}

/** What a role may do: a built-in one by its name, a custom one by its record, none if that is gone. */
export function rolePermissions(role: string, custom: CustomRole | null): ReadonlySet<Permission> {
  if (isBuiltInRole(role)) return permissionsOf(role);
  if (custom?.id !== role) return new Set();
  return new Set(custom.permissions.filter((each): each is Permission => KNOWN.has(each)));
}

/** The name of a role in any spelling: what is unique. */
export function nameKeyOf(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

/** What the form of a role holds. */
export const roleFormSchema = z.strictObject({
  name: z.string().transform((typed) => typed.normalize("NFC").trim().replace(/\s+/g, " ")).pipe(
    z.string().min(1, "Give the role a name.").max(40, "Use at most 40 characters.")
      .regex(
        /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'&()/+-]*$/u,
        "Use letters, digits, spaces and punctuation.",
      )
      .refine(
        (name) => !isBuiltInRole(nameKeyOf(name)),
        "A built-in role has this name. Choose another.",
      ),
  ),
  permissions: z.array(z.enum(PERMISSIONS, "Choose from the permissions on this page."))
    .min(1, "Choose at least one permission.").max(PERMISSIONS.length),
});
