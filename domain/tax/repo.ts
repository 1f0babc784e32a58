/** Keys of exemptions: `["tax_exemptions", accountId]`, one a customer; absent for everybody who isn't exempt. */
import { z } from "zod";
import type { Tx } from "../shared/kv.ts";

const day = z.iso.date().nullable();

const exemptionSchema = z.strictObject({
  schemaVersion: z.literal(2),
  accountId: z.string(),
  /** Printed on the customer's invoices. */
  reason: z.string(),
  /** Of what proves it, printed behind the reason; empty where there is none. */
  certificateNumber: z.string(),
  /** First and last day for which it holds, in UTC; `null` for from the beginning and until it is ended. */
  validFrom: day,
  validUntil: day,
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

/** An exemption from what is stored of it. Version 1 had but a reason, and held until it was ended. */
export function parseExemption(stored: unknown): TaxExemption | null {
  if (stored === null) return null;
  const { schemaVersion } = stored as { schemaVersion?: unknown };
  const added = { schemaVersion: 2, certificateNumber: "", validFrom: null, validUntil: null };
  return exemptionSchema.parse(schemaVersion === 1 ? { ...stored, ...added } : stored);
}

/** Where a day lies in an exemption's time. */
export type ExemptionState = "ahead" | "in_force" | "over";

/** Whether an exemption holds on a day. */
export function exemptionState(
  { validFrom, validUntil }: Pick<TaxExemption, "validFrom" | "validUntil">,
  day: string,
): ExemptionState {
  if (validUntil !== null && validUntil < day) return "over";
  return validFrom !== null && validFrom > day ? "ahead" : "in_force";
}

/** What is printed of it. */
export function exemptionText(
  { reason, certificateNumber }: Pick<TaxExemption, "reason" | "certificateNumber">,
): string {
  return certificateNumber === ""
    ? reason
    : `${reason.replace(/[.,;:]+$/, "")}, certificate ${certificateNumber}`;
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
