/**
 * The states of orders, invoices, services, proofs, mails, jobs and accounts as words and tones, in
 * one table: the same state looks and reads the same on every page.
 */
import { Badge, type Tone } from "./Badge.tsx";

type Look = readonly [tone: Tone, label: string];

/** Every state that a record can be in, by kind of record. */
export const STATUS_LOOKS = {
  order: {
    pending_payment: ["warn", "Awaiting payment"],
    paid: ["brand", "Paid"],
    active: ["ok", "Active"],
    cancelled: ["neutral", "Cancelled"],
    expired: ["neutral", "Expired"],
  },
  invoice: {
    open: ["warn", "Open"],
    paid: ["ok", "Paid"],
    void: ["neutral", "Void"],
    uncollectible: ["bad", "Uncollectible"],
  },
  service: {
    pending: ["brand", "Being set up"],
    active: ["ok", "Active"],
    suspended: ["bad", "Suspended"],
    terminated: ["neutral", "Terminated"],
  },
  payment: {
    settled: ["ok", "Settled"],
    overpaid: ["ok", "Paid, rest as credit"],
    underpaid: ["warn", "Paid in part"],
    credited: ["brand", "Kept as credit"],
  },
  booking: {
    proposed: ["warn", "To approve"],
    booked: ["ok", "Booked"],
    rejected: ["neutral", "Rejected"],
  },
  approval: {
    proposed: ["warn", "To decide"],
    approved: ["ok", "Approved"],
    rejected: ["neutral", "Rejected"],
  },
  proof: {
    pending: ["warn", "To check"],
    accepted: ["ok", "Accepted"],
    rejected: ["bad", "Rejected"],
  },
  statement_line: {
    open: ["warn", "To match"],
    proposed: ["brand", "Awaits approval"],
    booking: ["brand", "Being booked"],
    booked: ["ok", "Booked"],
    ignored: ["neutral", "Ignored"],
    outgoing: ["neutral", "Went out"],
  },
  statement: {
    mapping: ["warn", "Columns to name"],
    running: ["brand", "Running"],
    done: ["ok", "Done"],
    failed: ["bad", "Failed"],
    undoing: ["warn", "Being undone"],
    undone: ["neutral", "Undone"],
  },
  sighting: {
    seen: ["brand", "In no block yet"],
    confirming: ["brand", "Being confirmed"],
    booked: ["ok", "Booked"],
    waits_for_staff: ["warn", "Staff decide"],
    waits_for_rate: ["warn", "Waits for a rate"],
    dismissed: ["neutral", "Not counted"],
    gone: ["neutral", "No longer there"],
    lost: ["bad", "Lost"],
  },
  claim: {
    pending: ["warn", "Being looked up"],
    accepted: ["ok", "Booked"],
    rejected: ["bad", "Not accepted"],
  },
  chain_payment: {
    waiting: ["neutral", "Waiting"],
    expired: ["neutral", "Rate has run out"],
    seen: ["brand", "In no block yet"],
    confirming: ["brand", "Being confirmed"],
    exact: ["ok", "Paid"],
    underpaid: ["warn", "Paid in part"],
    overpaid: ["ok", "Paid, rest as credit"],
    late: ["warn", "Late"],
    wrong_asset: ["warn", "Wrong asset"],
    reorganised: ["warn", "No longer there"],
    lost: ["bad", "Lost after booking"],
  },
  rate: {
    ok: ["ok", "Sources agree"],
    last_good: ["warn", "Last good rate"],
    paused: ["bad", "Paused"],
    unknown: ["neutral", "Not asked yet"],
  },
  rate_source: {
    counted: ["ok", "Counted"],
    too_old: ["warn", "Too old"],
    too_far: ["warn", "Too far off"],
    not_a_price: ["bad", "No price"],
    no_answer: ["bad", "No answer"],
    not_asked: ["neutral", "Not asked yet"],
  },
  mail: {
    waiting: ["brand", "Waiting"],
    sent: ["ok", "Sent"],
    kept: ["neutral", "Kept in outbox"],
    failed: ["bad", "Failed"],
  },
  job: {
    waiting: ["brand", "Waiting"],
    running: ["warn", "Running"],
    done: ["ok", "Done"],
    failed: ["bad", "Failed"],
  },
  account: {
    active: ["ok", "Active"],
    suspended: ["bad", "Suspended"],
  },
  promotion: {
    planned: ["brand", "Planned"],
    active: ["ok", "Active"],
    paused: ["warn", "Paused"],
    over: ["neutral", "Over"],
    ended: ["neutral", "Ended"],
  },
  stock: {
    available: ["ok", "In stock"],
    low: ["warn", "Few left"],
    sold_out: ["neutral", "Sold out"],
  },
} as const satisfies Record<string, Record<string, Look>>;

export type StatusKind = keyof typeof STATUS_LOOKS;
export type StatusOf<K extends StatusKind> = keyof typeof STATUS_LOOKS[K] & string;

export interface StatusBadgeProps<K extends StatusKind> {
  kind: K;
  status: StatusOf<K>;
}

/** The words for a state, for titles and option lists. */
export function statusLabel<K extends StatusKind>(kind: K, status: StatusOf<K>): string {
  return lookOf(kind, status)[1];
}

/** The states of a kind as options of a filter. */
export function statusOptions(kind: StatusKind): Array<{ value: string; label: string }> {
  return Object.entries(STATUS_LOOKS[kind]).map(([value, look]) => ({ value, label: look[1] }));
}

/** The badge of a state. */
export function StatusBadge<K extends StatusKind>({ kind, status }: StatusBadgeProps<K>) {
  const [tone, label] = lookOf(kind, status);
  return <Badge tone={tone} dot>{label}</Badge>;
}

function lookOf(kind: StatusKind, status: string): Look {
  const looks: Record<string, Look> = STATUS_LOOKS[kind];
  return looks[status] ?? ["neutral", status];
}
