/**
 * The stop of all payouts: set when the books don't add up, under the check of whatever lets money out, so that nothing
 * leaves on the commit after. Key: `["payout_stop"]`.
 */
import { z } from "zod";
import type { Tx } from "@/domain/shared/kv.ts";

const KEY: Deno.KvKey = ["payout_stop"];

const stopSchema = z.strictObject({
  schemaVersion: z.literal(1),
  since: z.string(),
  /** Problems that the audit found. */
  problemCount: z.int().positive(),
});

/** Why and since when nothing is paid out. */
export type PayoutStop = z.infer<typeof stopSchema>;

/** The stop under check of a commit; `null` while payouts may go out. One check. */
export async function checkPayoutStop(tx: Tx): Promise<PayoutStop | null> {
  const stored = await tx.get(KEY);
  return stored === null ? null : stopSchema.parse(stored);
}

/** The stop as it is now. */
export async function readPayoutStop(kv: Deno.Kv): Promise<PayoutStop | null> {
  const { value } = await kv.get(KEY);
  return value === null ? null : stopSchema.parse(value);
}

/** Sets the stop that was read with `checkPayoutStop()`, or with `null` lifts it. */
export function setPayoutStop(tx: Tx, stop: PayoutStop | null): void {
  if (stop === null) tx.delete(KEY);
  else tx.set(KEY, stopSchema.parse(stop));
}
