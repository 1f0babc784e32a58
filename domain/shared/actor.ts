/** Who does something: part of every audit event, and what staff use-cases check permissions on. */
import type { Permission } from "./permissions.ts";

/** A signed-in staff member. */
export interface StaffActor {
  kind: "staff";
  /** Account id. */
  id: string;
  permissions: ReadonlySet<Permission>;
}

/** A signed-in customer acting for themselves. */
export interface CustomerActor {
  kind: "customer";
  /** Account id. */
  id: string;
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
