/** What somebody sends to place an order, against the catalogue and the settings. Nothing in it carries a price. */
import { type Catalog, type Quote, quote, type Selection } from "../catalog/mod.ts";
import { invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
import { PAYMENT_METHODS, type PaymentMethod } from "./view.ts";

/** The order form, field by field; `accept_terms` is ticked when it is `true`, `on`, `yes` or `1`. */
export interface OrderForm extends Selection {
  promo?: string;
  payment_method: string;
  accept_terms: string | boolean;
}

/** What an order is made from. */
export interface CheckedOrder {
  quote: Quote;
  paymentMethod: PaymentMethod;
}

/** What the check looks at besides the form. */
export interface OrderRules {
  catalog: Catalog;
  taxRateBasisPoints: number;
  /** Whether there is an address to pay cryptocurrency to. */
  takesCrypto: boolean;
}

/** Prices the order, or says what is wrong beside each field. */
export function checkOrderForm(
  rules: OrderRules,
  form: OrderForm,
): Result<CheckedOrder, ValidationError> {
  const { catalog, taxRateBasisPoints } = rules;
  const priced = quote(catalog, form, { taxRateBasisPoints });
  const fields: Record<string, string> = priced.ok ? {} : { ...priced.error.fields };
  const paymentMethod = PAYMENT_METHODS.find((known) => known === form.payment_method);
  if (!paymentMethod) fields.payment_method = "Choose how you want to pay.";
  else if (paymentMethod === "crypto" && !rules.takesCrypto) {
    fields.payment_method = "We don't take cryptocurrency at the moment. Pay by bank transfer.";
  }
  if ((form.promo ?? "").trim() !== "") {
    fields.promo = "This code isn't valid. Check it, or leave the field empty.";
  }
  if (![true, "true", "on", "yes", "1"].includes(form.accept_terms)) {
    fields.accept_terms = "Accept the terms to place the order.";
  }
  if (!priced.ok || !paymentMethod || Object.keys(fields).length > 0) return invalid(fields);
  return ok({ quote: priced.value, paymentMethod });
}
