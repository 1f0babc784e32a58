/** Who does something: part of every audit event, and what staff use-cases check permissions on. */
import type { Permission } from "./permissions.ts";

/** A signed-in staff member. */
export interface StaffActor {
  kind: "staff";
  /** Account id. */
  id: string;
  permissions: ReadonlySet<Permission>;
}

/** Areas of a customer's account that others may be let into. */
export const CUSTOMER_RIGHTS = [
  /** Prices, invoices, wallet, payments. */
  "billing",
  /** Lists and pages of services, without credentials. */
  "services",
  /** Credentials and controls of services. */
  "credentials",
  /** Ordering servers. */
  "orders",
  /** Tickets. */
  "support",
] as const;

/** One area that somebody may be let into. */
export type CustomerRight = (typeof CUSTOMER_RIGHTS)[number];

/** Somebody signed in who acts on a customer's account: their own, or one that they were let into. */
export interface CustomerActor {
  kind: "customer";
  /** Id of the account whose data it is. */
  id: string;
  /** Set when the person isn't the account's owner. */
  via?: {
    /** The person's own account. */
    personId: string;
    kind: "member" | "staff";
    rights: ReadonlySet<CustomerRight>;
  };
}

/** Whether somebody may use an area: owners may use all of them. */
export function mayUse(actor: CustomerActor, right: CustomerRight): boolean {
  return actor.via === undefined || actor.via.rights.has(right);
}

/**
 * Whether somebody who may use an area may also spend the customer's money in it, or commit the customer to spend some: staff
 * who act as a customer look and help, buy nothing, and end nothing that was bought.
 */
export function maySpend(actor: CustomerActor, right: CustomerRight): boolean {
  return mayUse(actor, right) && actor.via?.kind !== "staff";
}

/** Whether it is the account's owner in person: nobody else changes who they are. */
export function isOwner(actor: CustomerActor): boolean {
  return actor.via === undefined;
}

/** The application itself: jobs and first-start seeding. */
export interface SystemActor {
  kind: "system";
  /** The job or task, for example `orders.expire`. */
  id: string;
}

/** Somebody who isn't signed in. */
export interface VisitorActor {
  kind: "visitor";
  id: "visitor";
}

/** Anyone who can cause a change. */
export type Actor = StaffActor | CustomerActor | SystemActor | VisitorActor;

/** Somebody who reads: customers see what is theirs, staff what their permissions allow. */
export type Viewer = StaffActor | CustomerActor;
