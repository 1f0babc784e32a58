/**
 * Keys: `["customer_terms", customerId]`, absent until something differs from the settings; `["longest_lead_days"]`, the
 * most days before a term by which any customer was ever agreed to be billed: how far ahead due work is looked for.
 */
import type { Tx } from "@/domain/shared/kv.ts";
import { type CustomerTerms, customerTermsSchema } from "./model.ts";

const termsKey = (customerId: string): Deno.KvKey => ["customer_terms", customerId];
const LONGEST_LEAD = ["longest_lead_days"];

/** What is stored for a customer as it stands now. */
export async function readCustomerTerms(
  kv: Deno.Kv,
  customerId: string,
): Promise<CustomerTerms | null> {
  const { value } = await kv.get(termsKey(customerId));
  return value === null ? null : customerTermsSchema.parse(value);
}

/** The same under check. */
export async function loadCustomerTerms(tx: Tx, customerId: string): Promise<CustomerTerms | null> {
  const stored = await tx.get(termsKey(customerId));
  return stored === null ? null : customerTermsSchema.parse(stored);
}

/** Writes what was loaded on the same commit. */
export function stageCustomerTerms(tx: Tx, terms: CustomerTerms): void {
  tx.set(termsKey(terms.customerId), customerTermsSchema.parse(terms));
}

/** Forgets what holds for one customer alone: the settings hold from then on. */
export async function deleteCustomerTerms(kv: Deno.Kv, customerId: string): Promise<void> {
  await kv.delete(termsKey(customerId));
}

/** Sees to it that work is looked for at least so many days ahead; one check. */
export async function stageLongestLead(tx: Tx, leadDays: number): Promise<void> {
  if (leadDays > (await tx.get<number>(LONGEST_LEAD) ?? 0)) tx.set(LONGEST_LEAD, leadDays);
}

/** The most days of any customer; 0 where nothing was agreed. */
export async function readLongestLead(kv: Deno.Kv): Promise<number> {
  return (await kv.get<number>(LONGEST_LEAD)).value ?? 0;
}
