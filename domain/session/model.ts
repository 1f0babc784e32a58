/**
 * Sessions: a record in KV for each, and a signed token in a cookie that names it. The record decides; the token only
 * saves looking up what was never issued.
 */
import { z } from "zod";
import type { CustomerActor, StaffActor } from "@/domain/shared/actor.ts";
import { type Account, type AccountView, toAccountView } from "@/domain/customer/mod.ts";
import type { ActingAs, Standing } from "./standing.ts";

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
  /** When the person last proved to be who they are: at the log-in, or when an action asked for it. */
  steppedUpAt: z.string().nullable().default(null),
  /** The account that they have opened, if it isn't their own; whether they still may is looked up each time. */
  onAccount: z.strictObject({
    kind: z.enum(["member", "staff"]),
    customerId: z.string(),
    /** When acting by staff ends. */
    until: z.string().nullable(),
  }).nullable().default(null),
});

/** A session of somebody who is signed in. */
export type Session = z.infer<typeof sessionSchema>;

/** Somebody who is signed in, as a request sees them. */
export interface SignedIn {
  sessionId: string;
  account: AccountView;
  /** What they may do: staff with their permissions, or a customer. */
  actor: CustomerActor | StaffActor;
  /** The same person as a customer, of their own account or of one that they have opened: staff may order servers too. */
  customer: CustomerActor;
  /** The account that they have opened, when it isn't their own. */
  actingAs: ActingAs | null;
  /** When they last proved to be who they are, in this session. */
  steppedUpAt: string | null;
  /** They must switch on a second factor before anything else. */
  owesSecondFactor: boolean;
}

/** A session that was started, and the token for its cookie. */
export interface StartedSession {
  sessionId: string;
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

/** After how many milliseconds KV may drop a session: some time after its end, for expiry there is only "not before". */
export function expiryOf(session: Session, now: Temporal.Instant): number {
  return Math.ceil(now.until(session.expiresAt).total("milliseconds")) + 60_000;
}

/** Who an account is on a request. */
export function toSignedIn(
  session: Session,
  account: Account,
  standing: Standing & Pick<SignedIn, "owesSecondFactor">,
): SignedIn {
  const { permissions, customer, actingAs, owesSecondFactor } = standing;
  return {
    sessionId: session.id,
    account: toAccountView(account),
    actor: permissions === null ? customer : { kind: "staff", id: account.id, permissions },
    customer,
    actingAs,
    steppedUpAt: session.steppedUpAt,
    owesSecondFactor,
  };
}

/** A user agent as it is kept: printable, and no longer than a list can show. */
export function shortUserAgent(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "").slice(0, MAX_USER_AGENT_LENGTH);
}
