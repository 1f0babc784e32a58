/** Keys of exemptions: `["tax_exemptions", accountId]`, one a customer; absent for everybody who isn't exempt. */
import { z } from "zod";
import type { Tx } from "../shared/kv.ts";

const exemptionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  accountId: z.string(),
  /** Printed on the customer's invoices. */
  reason: z.string(),
  grantedAt: z.string(),
  /** Account id of the member of staff. */
  grantedBy: z.string(),
});

/** Why a customer pays no tax. */
export type TaxExemption = z.infer<typeof exemptionSchema>;

/** Where a customer's exemption is stored. */
export function exemptionKey(accountId: string): Deno.KvKey {
  return ["tax_exemptions", accountId];
}

/** An exemption from what is stored of it. */
export function parseExemption(stored: unknown): TaxExemption | null {
  return stored === null ? null : exemptionSchema.parse(stored);
}

/** A customer's exemption as it is now. */
export async function readExemption(kv: Deno.Kv, accountId: string): Promise<TaxExemption | null> {
  return parseExemption((await kv.get(exemptionKey(accountId))).value);
}

/** The same under check. */
export async function getExemption(tx: Tx, accountId: string): Promise<TaxExemption | null> {
  return parseExemption(await tx.get(exemptionKey(accountId)));
}

/** Stages an exemption, or its end, that was read under check. */
export function setExemption(tx: Tx, accountId: string, exemption: TaxExemption | null): void {
  if (exemption === null) tx.delete(exemptionKey(accountId));
  else tx.set(exemptionKey(accountId), exemptionSchema.parse(exemption));
}
