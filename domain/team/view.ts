/** What pages show of teams. */
import type { CustomerRight } from "@/domain/shared/actor.ts";

/** Somebody whom an account's owner has let in. */
export interface MemberView {
  personId: string;
  name: string;
  email: string;
  hasSecondFactor: boolean;
  rights: CustomerRight[];
  addedAt: string;
}

/** An account that a person was let into, whether it can be opened or not. */
export interface MembershipView extends TeamView {
  addedAt: string;
}

/** An account that a person was let into. */
export interface TeamView {
  customerId: string;
  /** Of the account. */
  name: string;
  rights: CustomerRight[];
}
