/** What somebody sends to place an order, against the catalogue and the settings. Nothing in it carries a price. */
import { type Catalog, type Quote, quote, type Selection } from "../catalog/mod.ts";
import type { PromotionOffer } from "../promotion/mod.ts";
import { invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
import type { TaxArithmetic } from "../shared/tax_arithmetic.ts";
import { type PaymentForm, paymentProblems } from "./check_payment.ts";
import { PAYMENT_METHODS, type PaymentMethod } from "./view.ts";

/** The order form, field by field. */
export interface OrderForm extends Selection, PaymentForm {
  promo?: string;
  /** In which it is priced and billed; that of the house where there is none. */
  currency?: string;
}

/** What an order is made from. */
export interface CheckedOrder {
  quote: Quote;
  paymentMethod: PaymentMethod;
}

/** What the check looks at besides the form. */
export interface OrderRules {
  catalog: Catalog;
  /** The tax of whoever orders. */
  tax: TaxArithmetic;
  /** The promotion of the code that was typed; `null` without one. */
  promotion: PromotionOffer | null;
  /** Whether there is an address to pay cryptocurrency to. */
  takesCrypto: boolean;
}

/** Prices the order, or says what is wrong beside each field. */
export function checkOrderForm(
  rules: OrderRules,
  form: OrderForm,
): Result<CheckedOrder, ValidationError> {
  const { catalog, tax, promotion } = rules;
  const plan = catalog.plans.find(({ slug }) => slug === form.plan);
  const priced = quote(catalog, form, { tax, promotion });
  const fields = {
    ...(priced.ok ? {} : priced.error.fields),
    ...paymentProblems(form, rules),
    ...(form.trial && plan?.trialDays === 0 && {
      "": `${plan.name} has no free trial any more. Look at the price, then order without it.`,
    }),
  };
  const paymentMethod = PAYMENT_METHODS.find((known) => known === form.payment_method);
  if (!priced.ok || !paymentMethod || Object.keys(fields).length > 0) return invalid(fields);
  return ok({ quote: priced.value, paymentMethod });
}
