/** The last part of the order form: payment and terms. Pure, for the server and the order wizard alike. */
import { PAYMENT_METHODS } from "./view.ts";

/** What is looked at. */
export interface PaymentForm {
  payment_method: string;
  /** Ticked when it is `true`, `on`, `yes` or `1`. */
  accept_terms: string | boolean;
}

/** What is wrong, by field name; empty if nothing is. */
export function paymentProblems(
  form: PaymentForm,
  rules: { takesCrypto: boolean },
): Record<string, string> {
  const fields: Record<string, string> = {};
  const method = PAYMENT_METHODS.find((known) => known === form.payment_method);
  if (!method) fields.payment_method = "Choose how you want to pay.";
  else if (method === "crypto" && !rules.takesCrypto) {
    fields.payment_method = "We don't take cryptocurrency at the moment. Pay by bank transfer.";
  }
  if (![true, "true", "on", "yes", "1"].includes(form.accept_terms)) {
    fields.accept_terms = "Accept the terms to place the order.";
  }
  return fields;
}
