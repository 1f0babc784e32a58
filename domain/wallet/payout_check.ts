/** What keeps money in a wallet: the books don't add up, or somebody may have got into the account. */
import { loadAccount } from "@/domain/customer/mod.ts";
import { checkPayoutStop } from "@/domain/ledger/mod.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Failure } from "@/domain/shared/result.ts";

/** Money can't leave this wallet, or no wallet at all. */
export interface PayoutsFrozen extends Failure {
  readonly code: "payouts_frozen";
  /** The books don't add up, or somebody may have got into the account. */
  readonly why: "books" | "account";
}

/** Why nothing leaves a wallet, under the check of the commit that would take it out. Two checks. */
export async function whyFrozen(
  tx: Tx,
  customerId: string,
): Promise<PayoutsFrozen | null> {
  if (await checkPayoutStop(tx)) return { code: "payouts_frozen", why: "books" };
  const account = await loadAccount(tx, customerId);
  return account?.payoutsFrozenAt ? { code: "payouts_frozen", why: "account" } : null;
}
