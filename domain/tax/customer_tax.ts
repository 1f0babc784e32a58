/** The tax of a customer's next invoice, by their profile, their exemption and the settings as they are now. */
import { accountKey, parseAccount } from "../customer/mod.ts";
import { getSettings } from "../settings/mod.ts";
import { dayOf } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { taxBuyer } from "./buyer.ts";
import { exemptionKey, exemptionState, exemptionText, parseExemption } from "./repo.ts";
import { type AppliedTax, type TaxBuyer, taxFor } from "./tax_for.ts";

/** Somebody of whom nothing is known: a visitor. */
const ANYBODY: TaxBuyer = { country: "", isBusiness: false, vatNumber: null, exemptReason: null };

/** Reads a value without a check, such as `tx.peek`. */
type Peek = (key: Deno.KvKey) => Promise<unknown>;

/**
 * The tax of a customer. With `peek`, their records are read on a commit: without a check, as an invoice has what the
 * profile says at the time.
 */
export async function customerTax(
  deps: Deps,
  { customerId, peek }: { customerId: string; peek?: Peek },
): Promise<AppliedTax> {
  const read = peek ?? (async (key: Deno.KvKey) => (await deps.kv.get(key)).value);
  const [account, exemption] = await Promise.all([
    read(accountKey(customerId)).then(parseAccount),
    read(exemptionKey(customerId)).then(parseExemption),
  ]);
  const profile = account?.profile ?? { company: "", country: "", taxNumber: "" };
  const isExempt = exemption !== null &&
    exemptionState(exemption, dayOf(deps.clock.now())) === "in_force";
  return await applied(deps, await taxBuyer(profile, isExempt ? exemptionText(exemption) : null));
}

/** The tax that prices are shown with to somebody who hasn't said who they are. */
export function visitorTax(deps: Deps): Promise<AppliedTax> {
  return applied(deps, ANYBODY);
}

async function applied(deps: Deps, buyer: TaxBuyer): Promise<AppliedTax> {
  const [settings, seller] = await Promise.all([
    getSettings(deps, "tax"),
    getSettings(deps, "company"),
  ]);
  return taxFor({ settings, seller, buyer });
}
