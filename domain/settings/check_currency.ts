/** The house's currency: what it says has to be what plans cost. */
import { getCatalog } from "../catalog/mod.ts";
import type { Deps } from "../shared/deps.ts";
import { invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
import type { SettingsOf } from "./model.ts";

/** Refuses a currency in which no plan has a price; any will do as long as there are no plans. */
export async function checkCurrency(
  deps: Deps,
  { currency }: Pick<SettingsOf<"money">, "currency">,
): Promise<Result<void, ValidationError>> {
  const { plans } = await getCatalog(deps);
  const prices = plans.flatMap((plan) => Object.values(plan.prices));
  const known = new Set(prices.flatMap((price) => price ? [price.currency] : []));
  if (known.size === 0 || known.has(currency)) return ok(undefined);
  const names = [...known].sort().join(", ");
  return invalid({
    currency:
      `No plan has a price in ${currency}: orders and invoices would stay in ${names}. Choose ${names}.`,
  });
}
