/** Where staff record what they saw arrive for an invoice. */
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Checkbox.tsx";
import { Card } from "../ui/Card.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Input } from "../ui/Input.tsx";
import { formatMoney } from "../ui/Money.tsx";
import { Select } from "../ui/Select.tsx";
import type { StaffInvoiceView } from "@/domain/invoice/view.ts";
import { RECEIPT_METHOD_LABELS, RECEIPT_METHODS } from "@/domain/payment/view.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import type { FormState } from "./forms.ts";
import { ProofGate } from "./ProofGate.tsx";

/** Props of `PaymentForm`. */
export interface PaymentFormProps {
  invoice: StaffInvoiceView;
  /** Today, `2026-11-22`. */
  today: string;
  isConfirmed: boolean;
  /** The page that this is on. */
  path: string;
  form: FormState;
}

const METHOD_OPTIONS = RECEIPT_METHODS.map((value) => ({
  value,
  label: RECEIPT_METHOD_LABELS[value],
}));

/** Amount, currency, method, reference and day of one receipt; posts `action=record_payment`. */
export function PaymentForm(props: PaymentFormProps) {
  const { invoice } = props;
  const isOpen = invoice.status === "open";
  return (
    <Card
      id="payment"
      title="Record a payment"
      description={isOpen
        ? `${formatMoney(invoice.due)} are due on ${invoice.number}.`
        : `This invoice is ${invoice.status}: what you record becomes credit in the customer's wallet.`}
    >
      <ProofGate isConfirmed={props.isConfirmed} path={props.path} what="record a payment">
        <Fields {...props} />
      </ProofGate>
    </Card>
  );
}

function Fields({ invoice, today, form }: PaymentFormProps) {
  const { texts, errors } = form;
  const isOpen = invoice.status === "open";
  return (
    <form method="post" action="#payment" class="flex flex-col gap-5" novalidate>
      <input type="hidden" name="action" value="record_payment" />
      <ErrorSummary errors={errors} />
      <div class="grid gap-5 sm:grid-cols-2">
        <Input
          name="amount"
          label="Amount received"
          inputmode="decimal"
          value={texts.amount ?? (isOpen ? toDecimal(invoice.due) : "")}
          error={errors.amount}
          required
        />
        <Input
          name="currency"
          label="Currency"
          value={texts.currency ?? invoice.currency}
          error={errors.currency}
          maxlength={3}
          required
        />
        <Select
          name="method"
          label="Received by"
          options={METHOD_OPTIONS}
          value={texts.method ?? "bank_transfer"}
          error={errors.method}
          required
        />
        <Input
          name="received_on"
          type="date"
          label="Received on"
          value={texts.received_on ?? today}
          error={errors.received_on}
          required
        />
      </div>
      <Input
        name="reference"
        label="Reference"
        hint="The bank's number of the transaction, or its hash on the chain. Each is booked once."
        value={texts.reference}
        error={errors.reference}
        maxlength={140}
        required
      />
      <Checkbox
        name="accept_difference"
        value="1"
        label="Accept difference"
        hint={isOpen
          ? "Too much stays in the customer's wallet. With too little, the invoice stays open for the rest."
          : "All of it stays in the customer's wallet. Needed where the invoice is paid already."}
        checked={Boolean(texts.accept_difference)}
      />
      <div>
        <Button>Record payment</Button>
      </div>
    </form>
  );
}
