/**
 * Who may move a customer's money: everything that staff book, credit or pay out asks here first, whatever it is. Nobody moves
 * their own money, not a cent of it. Nobody moves much alone, neither at once nor in parts: what one person has moved alone for
 * one customer in the last 24 hours is summed up, whichever way it went, on the commit that moves more.
 *
 * Key: `["moved_alone", staffId, customerId, currency]`, gone a day after the last.
 */
import { z } from "zod";
import { getSettings, limitsOf } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { add, compare, type Money, money, sum, zero } from "@/domain/shared/money.ts";
import { fail, type Failure, ok, type Result } from "@/domain/shared/result.ts";

/** Hours in which what somebody moves alone adds up. */
const WINDOW_HOURS = 24;
/** Customers whose sums go into one commit beside what it books; more of them are for two people. */
const MAX_CUSTOMERS = 7;
/** Entries that a sum is kept as: where there are more, the oldest count with the ones after them, which is longer. */
const MAX_ENTRIES = 50;

const movedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  moves: z.array(z.strictObject({ at: z.string(), minor: z.int().positive() })),
});

type Moves = z.infer<typeof movedSchema>["moves"];

/** It is the account of whoever asks: somebody else has to do it. */
export interface OwnAccount extends Failure {
  readonly code: "own_account";
}

/** Nobody moves so much alone: it has to be proposed. */
export interface AboveLimit extends Failure {
  readonly code: "above_limit";
}

/** What of the money is whose. */
export interface Share {
  customerId: string;
  /** More than zero, whether it is given or taken. */
  amount: Money;
}

/**
 * Whether a member of staff moves it alone, or proposes it to another one; all shares are in one currency. What they move
 * alone is counted on the commit: one check a customer, none where a currency has no limit.
 */
export async function admitMove(
  tx: Tx,
  deps: Deps,
  { actor, shares }: { actor: StaffActor; shares: readonly Share[] },
): Promise<Result<"alone" | "proposed", OwnAccount>> {
  const own = refuseOwn(actor, shares.map(({ customerId }) => customerId));
  if (own) return fail(own);
  const limit = await limitOf(deps, shares[0]!.amount.currency);
  if (limit === null) return ok("alone");
  const { currency } = limit;
  const isAbove = (amount: Money) => compare(amount, limit) > 0;
  const sums = sumsByCustomer(shares);
  if (isAbove(sum([...sums.values()], currency)) || sums.size > MAX_CUSTOMERS) {
    return ok("proposed");
  }
  const counted: Array<[key: Deno.KvKey, moves: Moves]> = [];
  for (const [customerId, amount] of sums) {
    const key = ["moved_alone", actor.id, customerId, currency];
    const before = await recentMoves(tx, deps, key);
    const known = before.reduce((all, { minor }) => all + minor, 0);
    if (isAbove(add(money(known, currency), amount))) return ok("proposed");
    counted.push([key, [...before, { at: isoNow(deps.clock), minor: amount.minor }]]);
  }
  for (const [key, moves] of counted) setMoves(tx, key, moves);
  return ok("alone");
}

/** Why somebody may not do it; `null` if none of the accounts is theirs. */
export function refuseOwn(
  actor: Pick<StaffActor, "id">,
  customerIds: readonly string[],
): OwnAccount | null {
  return customerIds.includes(actor.id) ? { code: "own_account" } : null;
}

/** What one person moves alone; `null` for as much as they like. Nothing in a currency of which the settings say nothing. */
async function limitOf(deps: Deps, currency: string): Promise<Money | null> {
  const known = limitsOf(await getSettings(deps, "limits"), currency);
  return known === null ? zero(currency) : known.approveAbove;
}

function sumsByCustomer(shares: readonly Share[]): Map<string, Money> {
  const sums = new Map<string, Money>();
  for (const { customerId, amount } of shares) {
    const known = sums.get(customerId);
    sums.set(customerId, known ? add(known, amount) : amount);
  }
  return sums;
}

/** What was moved within the window, under check. */
async function recentMoves(tx: Tx, deps: Pick<Deps, "clock">, key: Deno.KvKey): Promise<Moves> {
  const stored = await tx.get(key);
  if (stored === null) return [];
  const since = deps.clock.now().subtract({ hours: WINDOW_HOURS });
  return movedSchema.parse(stored).moves.filter(({ at }) =>
    Temporal.Instant.compare(Temporal.Instant.from(at), since) > 0
  );
}

function setMoves(tx: Tx, key: Deno.KvKey, moves: Moves): void {
  const extra = moves.slice(0, Math.max(0, moves.length - MAX_ENTRIES));
  const [first, ...rest] = moves.slice(extra.length);
  const minor = extra.reduce((all, each) => all + each.minor, first!.minor);
  const kept = movedSchema.parse({ schemaVersion: 1, moves: [{ ...first!, minor }, ...rest] });
  tx.set(key, kept, { expireInMs: WINDOW_HOURS * 3_600_000 });
}
