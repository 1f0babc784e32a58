/** Where staff give to a wallet, take from it, or pay out of it. */
import { RECEIPT_METHOD_LABELS, RECEIPT_METHODS } from "@/domain/payment/view.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { ChoiceCards } from "../ui/ChoiceCards.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Input } from "../ui/Input.tsx";
import { formatMoney, type MoneyValue } from "../ui/Money.tsx";
import { Select } from "../ui/Select.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import { fieldId } from "../ui/field_ids.ts";
import { type FormState, prefixed } from "./forms.ts";

/** Props of both forms. */
export interface WalletFormProps {
  /** Made with the page: what is sent twice is booked once. */
  id: string;
  balances: MoneyValue[];
  form: FormState;
}

/** `action=adjust id direction amount currency reason`. */
export function AdjustForm({ id, balances, form }: WalletFormProps) {
  const { texts, errors } = form;
  return (
    <Card
      id="adjust"
      title="Credit or debit"
      description="Above the limit of the settings another member of staff has to approve."
    >
      <form method="post" action="#adjust" class="flex flex-col gap-5" novalidate>
        <input type="hidden" name="action" value="adjust" />
        <input type="hidden" name="id" value={id} />
        <ErrorSummary errors={prefixed(errors, "adjust")} />
        <ChoiceCards
          name="direction"
          id={fieldId("adjust-direction")}
          legend="What is done"
          value={texts.direction ?? "credit"}
          error={errors.direction}
          options={[
            { value: "credit", label: "Credit", description: "The customer gets it." },
            { value: "debit", label: "Debit", description: "It is taken from the wallet." },
          ]}
          required
        />
        <AmountFields texts={texts} errors={errors} balances={balances} prefix="adjust" />
        <Reason prefix="adjust" form={form} />
        <div>
          <Button>Book it</Button>
        </div>
      </form>
    </Card>
  );
}

/** `action=refund id amount currency method destination reason`. */
export function RefundForm({ id, balances, form }: WalletFormProps) {
  const { texts, errors } = form;
  const methods = RECEIPT_METHODS.map((value) => ({ value, label: RECEIPT_METHOD_LABELS[value] }));
  return (
    <Card
      id="refund"
      title="Pay out"
      description="The wallet is debited now. Then send the money by hand, and note it under Refunds."
    >
      <form method="post" action="#refund" class="flex flex-col gap-5" novalidate>
        <input type="hidden" name="action" value="refund" />
        <input type="hidden" name="id" value={id} />
        <ErrorSummary errors={prefixed(errors, "refund")} />
        <AmountFields texts={texts} errors={errors} balances={balances} prefix="refund" />
        <div class="grid gap-5 sm:grid-cols-2">
          <Select
            id={fieldId("refund-method")}
            name="method"
            label="Sent by"
            options={methods}
            value={texts.method ?? "bank_transfer"}
            error={errors.method}
            required
          />
          <Input
            id={fieldId("refund-destination")}
            name="destination"
            label="Account or address"
            value={texts.destination}
            error={errors.destination}
            maxlength={140}
            autocomplete="off"
            required
          />
        </div>
        <Reason prefix="refund" form={form} />
        <div>
          <Button>Take it out of the wallet</Button>
        </div>
      </form>
    </Card>
  );
}

function AmountFields(
  props: FormState & { balances: MoneyValue[]; prefix: string },
) {
  const { texts, errors, balances, prefix } = props;
  const options = balances.map((balance) => ({
    value: balance.currency,
    label: `${balance.currency} (${formatMoney(balance)})`,
  }));
  return (
    <div class="grid gap-5 sm:grid-cols-2">
      <Input
        id={fieldId(`${prefix}-amount`)}
        name="amount"
        label="Amount"
        inputmode="decimal"
        autocomplete="off"
        value={texts.amount}
        error={errors.amount}
        required
      />
      <Select
        id={fieldId(`${prefix}-currency`)}
        name="currency"
        label="Currency"
        options={options}
        value={texts.currency ?? balances[0]?.currency}
        error={errors.currency}
        required
      />
    </div>
  );
}

function Reason({ prefix, form }: { prefix: string; form: FormState }) {
  return (
    <Textarea
      id={fieldId(`${prefix}-reason`)}
      name="reason"
      label="Reason"
      hint="The customer reads this."
      value={form.texts.reason}
      error={form.errors.reason}
      rows={2}
      maxlength={500}
      required
    />
  );
}
