/** What the order wizard knows besides its form: the catalogue, what is left, the customer's tax, the code that was typed. */
import { pricedAs, type WizardForm, type WizardRules } from "@/components/order/wizard.ts";
import {
  assess,
  assessOrder,
  getCatalog,
  getStock,
  priceCurrencies,
} from "@/domain/catalog/mod.ts";
import { previewCode, trialsTaken } from "@/domain/order/mod.ts";
import { getSettings, payableAddresses } from "@/domain/settings/mod.ts";
import { customerTax } from "@/domain/tax/mod.ts";
import { requireCustomer } from "./guards.ts";
import type { Ctx } from "./state.ts";

/** A currency as it was asked for; `""`, for that of the house, where nothing has a price in it. */
export async function readCurrency({ state }: Pick<Ctx, "state">, typed: string): Promise<string> {
  const [house, ...others] = await priceCurrencies(state.deps);
  return typed !== house && others.includes(typed) ? typed : "";
}

/** Texts that the wizard gets from here: what travels to the browser as a script is dear. */
const BANK = {
  value: "bank_transfer",
  label: "Bank transfer",
  description: "To the account on your invoice, with its reference.",
};
const CRYPTO = {
  value: "crypto",
  label: "Cryptocurrency",
  description: "To the address on your invoice.",
};
const TRIAL_HINT = "Nothing is due now: the first invoice comes after these days. Cancel before, " +
  "and you pay nothing. One trial for each customer and kind of plans.";

/** The rules for whoever orders, without a promotion, with the prices of a currency. */
export async function readRules(ctx: Ctx, currency: string): Promise<WizardRules> {
  const { deps } = ctx.state;
  const { id: customerId } = requireCustomer(ctx);
  const [full, { rule: tax }, crypto, trials] = await Promise.all([
    getCatalog(deps, { currency }),
    customerTax(deps, { customerId }),
    getSettings(deps, "crypto"),
    trialsTaken(deps, customerId),
  ]);
  const plans = full.plans.map((plan) =>
    trials.has(plan.family) ? { ...plan, trialDays: 0 } : plan
  );
  const catalog = { ...full, plans };
  const takesCrypto = payableAddresses(deps.config, crypto.addresses).length > 0;
  const stock = await Promise.all(
    catalog.plans.map(async ({ slug }) => [slug, await getStock(deps, slug)] as const),
  );
  return {
    catalog,
    stock: Object.fromEntries(stock),
    tax,
    withCode: null,
    takesCrypto,
    ways: takesCrypto ? [BANK, CRYPTO] : [BANK],
    trialHint: TRIAL_HINT,
  };
}

/** What became of the code in the form: the price with it, or what is wrong with it. */
export interface Code {
  withCode: WizardRules["withCode"];
  problems: Record<string, string>;
}

/** Nothing was typed, or it isn't asked for yet. */
export const UNTYPED: Code = { withCode: null, problems: {} };

/** Looks the code up for this person and this order. */
export async function readCode(
  ctx: Ctx,
  { rules, form }: { rules: WizardRules; form: WizardForm },
): Promise<Code> {
  const { deps, client } = ctx.state;
  const actor = requireCustomer(ctx);
  const found = await previewCode(deps, { actor, code: form.promo, ip: client.ip });
  if (!found.ok) return { withCode: null, problems: { ...found.error.fields } };
  if (!found.value) return UNTYPED;
  const { catalog, tax } = rules;
  const { fields, quote } = assessOrder(catalog, form, { tax, promotion: found.value });
  if (fields.promo) return { withCode: null, problems: { promo: fields.promo } };
  const plain = assess(catalog, form, { tax }).quote;
  return { withCode: quote && { for: pricedAs(plain, form), quote }, problems: {} };
}
