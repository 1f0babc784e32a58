/** Plans with a free trial, for tests. */
import { changePrices, getCatalog, getPricedView, priceField } from "@/domain/catalog/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import { CYCLES } from "@/domain/shared/period.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeStaff } from "@/tests/domain/order/fixtures.ts";

/** What the form of a plan's prices holds, with changes. */
export async function planForm(deps: Deps, slug: string, change: Record<string, string> = {}) {
  const { plans } = await getCatalog(deps);
  const { id } = plans.find((plan) => plan.slug === slug)!;
  const { lists, trialDays } = unwrap(await getPricedView(deps, { viewer: makeStaff(), id }));
  const form: Record<string, string> = { trial_days: String(trialDays ?? 0) };
  for (const { currency, prices, setupFee } of lists) {
    for (const cycle of CYCLES) {
      const price = prices[cycle];
      form[priceField(currency, cycle)] = price ? toDecimal(price) : "";
    }
    form[priceField(currency, "setup")] = setupFee ? toDecimal(setupFee) : "";
  }
  return { id, form: { ...form, ...change } };
}

/** Sets how many days of a plan are free; its prices stay. */
export async function offerTrial(deps: Deps, slug: string, days: number): Promise<void> {
  const { id, form } = await planForm(deps, slug, { trial_days: String(days) });
  unwrap(await changePrices(deps, { actor: makeStaff(), id, form }));
}
