/** Where staff take lines of an invoice back, or parts of them. */
import type { StaffInvoiceView } from "@/domain/invoice/view.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { FieldNotes } from "../ui/Field.tsx";
import { Input } from "../ui/Input.tsx";
import { formatMoney } from "../ui/Money.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import { fieldId } from "../ui/field_ids.ts";
import { type FormState, prefixed } from "./forms.ts";

/** Props of `CreditForm`. */
export interface CreditFormProps {
  invoice: StaffInvoiceView;
  /** Made with the page: what is sent twice is one credit note. */
  id: string;
  form: FormState & { amounts: readonly string[] };
}

/** `action=credit|credit_all id amounts[] reason`; nothing where there is nothing to credit. */
export function CreditForm({ invoice, id, form }: CreditFormProps) {
  const { creditable, status, kind } = invoice;
  const left = creditable.reduce((all, { minor }) => all + minor, 0);
  const isAllowed = (status === "open" || status === "paid") && kind !== "top_up" && left > 0;
  if (!isAllowed) return null;
  const rest = { minor: left, currency: invoice.currency };
  return (
    <Card
      id="credit"
      title="Credit note"
      description={status === "paid"
        ? "What you credit goes back into the customer's wallet."
        : "What you credit is due no more. If nothing is due then, the invoice counts as paid, and what it is for is done: to withdraw it, void it instead."}
    >
      <form method="post" action="#credit" class="flex flex-col gap-5" novalidate>
        <input type="hidden" name="id" value={id} />
        <ErrorSummary errors={prefixed(form.errors, "credit")} />
        <fieldset class="flex flex-col gap-4">
          <legend class="mb-2 text-sm font-medium text-ink">With tax, of each line</legend>
          {invoice.lines.map((line, at) => (
            <Input
              key={at}
              id={at === 0 ? fieldId("credit-amounts") : fieldId(`credit-amount-${at}`)}
              name="amounts[]"
              label={line.label}
              inputmode="decimal"
              autocomplete="off"
              suffix={invoice.currency}
              value={form.amounts[at] ?? ""}
              hint={creditable[at]!.minor > 0
                ? `${formatMoney(creditable[at]!)} at most`
                : "Only with all of the invoice."}
              readonly={creditable[at]!.minor <= 0}
            />
          ))}
          <FieldNotes id={fieldId("credit-amounts")} error={form.errors.amounts} />
        </fieldset>
        <Textarea
          id={fieldId("credit-reason")}
          name="reason"
          label="Reason"
          hint="The customer reads this."
          value={form.texts.reason}
          error={form.errors.reason}
          rows={2}
          maxlength={500}
          required
        />
        <div class="flex flex-wrap gap-3">
          <Button name="action" value="credit">Credit these amounts</Button>
          <Button name="action" value="credit_all" variant="secondary">
            Credit all {formatMoney(rest)}
          </Button>
        </div>
      </form>
    </Card>
  );
}
