/**
 * Sessions: a record in KV for each, and a signed token in a cookie that names it. The record decides; the token only
 * saves looking up what was never issued.
 */
import { z } from "zod";
import type { CustomerActor, StaffActor } from "@/domain/shared/actor.ts";
import { permissionsOf } from "@/domain/shared/permissions.ts";
import { type Account, type AccountView, toAccountView } from "@/domain/customer/mod.ts";

/** How long a session lives without a request, and at the most, in seconds. */
export interface Lifetime {
  idleSeconds: number;
  absoluteSeconds: number;
}

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

const CUSTOMER_LIFETIME: Lifetime = {
  idleSeconds: 7 * DAY_SECONDS,
  absoluteSeconds: 30 * DAY_SECONDS,
};
const STAFF_LIFETIME: Lifetime = {
  idleSeconds: 8 * HOUR_SECONDS,
  absoluteSeconds: DAY_SECONDS,
};

/** How old `lastSeenAt` may get before a request writes it anew: most requests only read. */
export const TOUCH_AFTER_SECONDS = 5 * 60;

const MAX_USER_AGENT_LENGTH = 200;

/** A stored session. */
export const sessionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  accountId: z.string(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  idleSeconds: z.int().positive(),
  /** The network that it began on: an IPv4 address or the /64 of an IPv6 address. */
  network: z.string(),
  userAgent: z.string(),
});

/** A session of somebody who is signed in. */
export type Session = z.infer<typeof sessionSchema>;

/** Somebody who is signed in, as a request sees them. */
export interface SignedIn {
  sessionId: string;
  account: AccountView;
  /** What they may do: staff with their permissions, or a customer. */
  actor: CustomerActor | StaffActor;
  /** The same person acting for themselves: staff may order servers too. */
  customer: CustomerActor;
}

/** A session that was started, and the token for its cookie. */
export interface StartedSession {
  cookieToken: string;
  expiresAt: string;
  account: AccountView;
}

/** How long sessions of that account live: those of staff are short. */
export function lifetimeOf(account: Pick<Account, "staffRole">): Lifetime {
  return account.staffRole === null ? CUSTOMER_LIFETIME : STAFF_LIFETIME;
}

/** Whether a session has come to its end, by age or by disuse. */
export function isOver(session: Session, now: Temporal.Instant): boolean {
  const idleEnd = Temporal.Instant.from(session.lastSeenAt).add({ seconds: session.idleSeconds });
  return Temporal.Instant.compare(now, idleEnd) >= 0 ||
    Temporal.Instant.compare(now, session.expiresAt) >= 0;
}

/** Who an account is on a request. */
export function toSignedIn(session: Session, account: Account): SignedIn {
  const customer: CustomerActor = { kind: "customer", id: account.id };
  const actor: CustomerActor | StaffActor = account.staffRole === null
    ? customer
    : { kind: "staff", id: account.id, permissions: permissionsOf(account.staffRole) };
  return { sessionId: session.id, account: toAccountView(account), actor, customer };
}

/** A user agent as it is kept: printable, and no longer than a list can show. */
export function shortUserAgent(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "").slice(0, MAX_USER_AGENT_LENGTH);
}
