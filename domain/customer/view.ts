/** What others see of an account: never the password's hash. */
import type { Account } from "./model.ts";

export type { ProfileView } from "./profile_view.ts";

/** An account as pages show it. */
export interface AccountView {
  id: string;
  email: string;
  name: string;
  status: "active" | "suspended";
  createdAt: string;
  /** A built-in role, or the id of a custom one; `null` for customers. */
  staffRole: string | null;
  /** The address is proven to be theirs. */
  isVerified: boolean;
  secondFactor: Account["secondFactor"];
  /** IANA name of the zone that dates are shown in. */
  timeZone: string;
}

/** The parts of an account that pages may show. */
export function toAccountView(account: Account): AccountView {
  const { id, email, name, status, createdAt, staffRole, secondFactor } = account;
  const isVerified = account.emailVerifiedAt !== null;
  const { timeZone } = account.profile;
  return { id, email, name, status, createdAt, staffRole, isVerified, secondFactor, timeZone };
}
