/** Where staff put open invoices of a customer together. */
import { ReceiptTextIcon } from "../icons.tsx";
import type { StaffInvoiceSummaryView } from "@/domain/invoice/view.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Checkbox } from "../ui/Checkbox.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { FieldNotes } from "../ui/Field.tsx";
import { Money } from "../ui/Money.tsx";
import { fieldId } from "../ui/field_ids.ts";

/** Props of `MergeForm`. */
export interface MergeFormProps {
  invoices: StaffInvoiceSummaryView[];
  chosen: readonly string[];
  errors: Readonly<Record<string, string>>;
}

/** `invoices[]`. */
export function MergeForm({ invoices, chosen, errors }: MergeFormProps) {
  if (invoices.length < 2) {
    return (
      <EmptyState
        icon={ReceiptTextIcon}
        title="There is nothing to merge"
        description="It takes two open invoices for renewals, or that staff wrote."
      />
    );
  }
  return (
    <Card
      title="Open invoices"
      description="The new invoice has all their lines, and is due when the first of them is. The old ones are void, and what is still paid for them counts for the new one."
    >
      <form method="post" class="flex flex-col gap-5" novalidate>
        <ErrorSummary errors={{ ...errors }} />
        <fieldset class="flex flex-col gap-3">
          <legend class="mb-3 text-sm font-medium text-ink">Which of them</legend>
          {invoices.map((invoice, at) => (
            <Checkbox
              key={invoice.id}
              id={at === 0 ? fieldId("invoices") : fieldId(`invoices-${at}`)}
              name="invoices[]"
              value={invoice.id}
              label={
                <>
                  {invoice.number}, <Money amount={invoice.due} />
                </>
              }
              hint={
                <>
                  Due on <DateTime value={invoice.dueOn} />
                </>
              }
              checked={chosen.includes(invoice.id)}
            />
          ))}
          <FieldNotes id={fieldId("invoices")} error={errors.invoices} />
        </fieldset>
        <div>
          <Button>Merge them</Button>
        </div>
      </form>
    </Card>
  );
}
