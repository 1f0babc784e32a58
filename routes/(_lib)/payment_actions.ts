/** What the forms of a customer's invoice page do: paying from the wallet, promising to pay, cancelling a top-up, and a proof of payment. */
import { z } from "zod";
import type { SentInvoiceForm } from "@/components/billing/PaymentColumn.tsx";
import { formatMoney } from "@/components/ui/mod.ts";
import { promisePayment } from "@/domain/billing/mod.ts";
import { payFromWallet, submitProof } from "@/domain/payment/mod.ts";
import { cancelTopUp } from "@/domain/wallet/mod.ts";
import { type Failure, ok, type Result, type ValidationError } from "@/domain/shared/result.ts";
import { BROKEN_FORM, formError } from "./actions.ts";
import type { Typed } from "./forms.ts";
import { requireCustomer } from "./guards.ts";
import { retryAfterOf, waitText } from "./problems.ts";
import type { Ctx } from "./state.ts";

/** The fields of all forms: paying from the wallet and promising have an action, a proof has a file. */
export const paymentForm = z.strictObject({
  action: z.enum(["pay_from_wallet", "promise", "cancel_top_up"], BROKEN_FORM).optional(),
  amount: z.string().default(""),
  pay_on: z.string().default(""),
  file: z.file("Choose the file with your proof of payment.").optional(),
  reference: z.string().default(""),
  note: z.string().default(""),
});

/** Runs the form's use-case; the value is what people are told. */
export async function paymentAction(
  ctx: Ctx,
  { action, amount, pay_on: payOn, ...proof }: z.output<typeof paymentForm>,
): Promise<Result<string, Failure>> {
  const { deps, requestId } = ctx.state;
  const input = { actor: requireCustomer(ctx), invoiceId: ctx.params.id!, requestId };
  switch (action) {
    case "pay_from_wallet": {
      const paid = await payFromWallet(deps, { ...input, amount });
      if (!paid.ok) return paid;
      const { due } = paid.value;
      const rest = due.minor === 0 ? "The invoice is paid." : `${formatMoney(due)} are still due.`;
      return ok(`${formatMoney(paid.value.paid)} paid from your wallet. ${rest}`);
    }
    case "promise": {
      const promised = await promisePayment(deps, { ...input, payOn });
      return promised.ok ? ok(`Thank you. We wait until ${payOn}.`) : promised;
    }
    case "cancel_top_up": {
      const cancelled = await cancelTopUp(deps, input);
      return cancelled.ok
        ? ok(
          "The top-up is cancelled. Nothing is to be paid; money that is on its way is still yours.",
        )
        : cancelled;
    }
    case undefined: {
      const { file = null, ...texts } = proof;
      const submitted = await submitProof(deps, { ...input, ...texts, file });
      return submitted.ok
        ? ok("Your proof of payment is here. We look at it and tell you by mail.")
        : submitted;
    }
  }
}

/** The form that was refused, as the page shows it again. */
export function refusedPayment({ texts }: Typed, error: Failure): SentInvoiceForm {
  switch (texts.action) {
    case "pay_from_wallet":
      return { name: "wallet", texts, errors: formError(error) };
    case "promise":
      return { name: "promise", texts, errors: formError(error) };
    case "cancel_top_up":
      return { name: "top_up", texts, errors: formError(error) };
    default:
      return { name: "proof", texts, errors: proofErrors(error) };
  }
}

function proofErrors(error: Failure): Readonly<Record<string, string>> {
  if (error.code === "validation") return (error as ValidationError).fields;
  const wait = retryAfterOf(error);
  return {
    "": wait === null
      ? "We are busy right now. Try again in a moment."
      : `That were many files within an hour. Try again in ${waitText(wait)}.`,
  };
}
