/**
 * Who may move a customer's money: everything that staff book, credit or pay out asks here first, whatever it is. Nobody moves
 * their own money, not a cent of it, and nobody moves much alone.
 */
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Money } from "@/domain/shared/money.ts";
import { fail, type Failure, ok, type Result } from "@/domain/shared/result.ts";
import { needsApproval } from "./propose.ts";

/** It is the account of whoever asks: somebody else has to do it. */
export interface OwnAccount extends Failure {
  readonly code: "own_account";
}

/** What is about to be moved. */
export interface Move {
  actor: StaffActor;
  /** Whose money it is. */
  customerIds: readonly string[];
  /** More than zero. */
  amount: Money;
}

/** Whether a member of staff moves it alone, or proposes it to another one. */
export async function admitMove(
  deps: Deps,
  { actor, customerIds, amount }: Move,
): Promise<Result<"alone" | "proposed", OwnAccount>> {
  const own = refuseOwn(actor, customerIds);
  if (own) return fail(own);
  return ok(await needsApproval(deps, amount) ? "proposed" : "alone");
}

/** Why somebody may not do it; `null` if none of the accounts is theirs. */
export function refuseOwn(
  actor: Pick<StaffActor, "id">,
  customerIds: readonly string[],
): OwnAccount | null {
  return customerIds.includes(actor.id) ? { code: "own_account" } : null;
}
