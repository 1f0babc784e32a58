/** What others see of an account: never the password's hash. */
import type { Role } from "@/domain/shared/permissions.ts";
import type { Account } from "./model.ts";

/** An account as pages show it. */
export interface AccountView {
  id: string;
  email: string;
  name: string;
  status: "active" | "suspended";
  createdAt: string;
  staffRole: Role | null;
}

/** The parts of an account that pages may show. */
export function toAccountView(account: Account): AccountView {
  const { id, email, name, status, createdAt, staffRole } = account;
  return { id, email, name, status, createdAt, staffRole };
}
