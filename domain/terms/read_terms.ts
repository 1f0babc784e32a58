/** Reading terms: for the tasks that bill, and for the pages that show them. */
import { getSettings } from "@/domain/settings/mod.ts";
import { type CustomerActor, mayUse, type StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { type Agreed, NOTHING_AGREED, type Terms, termsOf } from "./model.ts";
import { readCustomerTerms, readLongestLead } from "./repo.ts";

/** The terms of a customer. */
export async function readTerms(deps: Deps, customerId: string): Promise<Terms> {
  const [billing, { currency }, own] = await Promise.all([
    getSettings(deps, "billing"),
    getSettings(deps, "money"),
    readCustomerTerms(deps.kv, customerId),
  ]);
  return termsOf({ billing, currency }, own);
}

/** By how many days the first invoice of anybody is issued ahead of its term. */
export async function readLeadHorizon(deps: Deps): Promise<number> {
  const [{ leadDays }, longest] = await Promise.all([
    getSettings(deps, "billing"),
    readLongestLead(deps.kv),
  ]);
  return Math.max(leadDays, longest);
}

/** Whether one's renewals are paid from the wallet; for those who may see bills. */
export async function getWalletPayment(
  deps: Deps,
  { viewer }: { viewer: CustomerActor },
): Promise<Result<{ paysFromWallet: boolean }, NotFound>> {
  if (!mayUse(viewer, "billing")) return notFound();
  const { paysFromWallet } = await readTerms(deps, viewer.id);
  return ok({ paysFromWallet });
}

/** What was agreed with a customer, and what holds; needs `users.view`. */
export async function getCustomerTerms(
  deps: Deps,
  { viewer, customerId }: { viewer: StaffActor; customerId: string },
): Promise<Result<{ agreed: Agreed; terms: Terms }, NotFound>> {
  if (!viewer.permissions.has("users.view") || !isId("cus", customerId)) return notFound();
  const [own, terms] = await Promise.all([
    readCustomerTerms(deps.kv, customerId),
    readTerms(deps, customerId),
  ]);
  return ok({ agreed: own?.agreed ?? NOTHING_AGREED, terms });
}
