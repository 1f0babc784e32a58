/**
 * Free trials: one for each customer and family of plans, whatever becomes of it once it has begun. Key:
 * `["trials", customerId, family]`, the order that it was taken with.
 */
import { z } from "zod";
import { FAMILIES, type Family } from "../catalog/mod.ts";
import type { Deps } from "../shared/deps.ts";
import { getAll, type Tx } from "../shared/kv.ts";
import { invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
import type { Order } from "./model.ts";

const trialSchema = z.strictObject({ schemaVersion: z.literal(1), orderId: z.string() });

/** Whose trial, and of what. */
interface Trial {
  customerId: string;
  family: Family;
}

const trialKey = ({ customerId, family }: Trial) => ["trials", customerId, family];

/** Takes a customer's trial of a family, under check. The form without it is another order, at another price. */
export async function stageTrial(
  tx: Tx,
  { orderId, ...trial }: Trial & { orderId: string },
): Promise<Result<void, ValidationError>> {
  if (await tx.get(trialKey(trial)) !== null) {
    return invalid({
      "": "You have had the free trial of these plans: each customer has one. " +
        "Look at the price, then order without it.",
    });
  }
  tx.set(trialKey(trial), trialSchema.parse({ schemaVersion: 1, orderId }));
  return ok(undefined);
}

/** Gives the trial of an order back that came to nothing; one check. */
export async function stageGiveBackTrial(
  tx: Tx,
  { id, customerId, trial }: Pick<Order, "id" | "customerId" | "trial">,
): Promise<void> {
  if (!trial) return;
  const key = trialKey({ customerId, family: trial.family });
  const stored = await tx.get(key);
  if (stored !== null && trialSchema.parse(stored).orderId === id) tx.delete(key);
}

/** The families of which a customer has had their trial. */
export async function trialsTaken(
  { kv }: Pick<Deps, "kv">,
  customerId: string,
): Promise<ReadonlySet<Family>> {
  const stored = await getAll(kv, FAMILIES.map((family) => trialKey({ customerId, family })));
  return new Set(FAMILIES.filter((_, at) => stored[at] !== null));
}

/** Forgets which trials a customer has had, on the commit that erases them. */
export function stageForgetTrials(tx: Tx, customerId: string): void {
  for (const family of FAMILIES) tx.delete(trialKey({ customerId, family }));
}
