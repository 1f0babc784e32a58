/** What pages show of roles. */
import type { Permission } from "@/domain/shared/permissions.ts";

/** A role, built-in or custom. */
export interface RoleView {
  /** `owner` and so on, or the id of a custom role. */
  id: string;
  name: string;
  permissions: Permission[];
  isBuiltIn: boolean;
}
