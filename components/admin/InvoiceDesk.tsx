/** Everything that staff can do with one invoice, below what it says. */
import type { CreditNoteSummaryView } from "@/domain/credit_note/view.ts";
import type { StaffInvoiceView } from "@/domain/invoice/view.ts";
import type { Permission } from "@/domain/shared/permissions.ts";
import { CreditNotesTable } from "../billing/CreditNotes.tsx";
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import { fieldId } from "../ui/field_ids.ts";
import { CloseForms } from "./CloseForms.tsx";
import { CreditForm } from "./CreditForm.tsx";
import { type FormState, prefixed, UNTOUCHED } from "./forms.ts";
import { PaymentForm } from "./PaymentForm.tsx";
import { ProofGate } from "./ProofGate.tsx";

/** A form of the page that was refused. */
export interface SentDeskForm extends FormState {
  action: string;
  amounts: readonly string[];
}

/** Props of `InvoiceDesk`. */
export interface InvoiceDeskProps {
  invoice: StaffInvoiceView;
  creditNotes: CreditNoteSummaryView[];
  notes: string;
  permissions: ReadonlySet<Permission>;
  isConfirmed: boolean;
  /** Today, `2026-11-22`. */
  today: string;
  creditId: string;
  sent: SentDeskForm | null;
}

/** Payment, credit notes, the ends, notes: each for those who may. */
export function InvoiceDesk(props: InvoiceDeskProps) {
  const { invoice, creditNotes, permissions, sent } = props;
  // What is about no field stands above: the form may not be there any more.
  const { "": problem, ...errors } = sent?.errors ?? {};
  const stateOf = (...actions: string[]): FormState =>
    sent && actions.includes(sent.action) ? { texts: sent.texts, errors } : UNTOUCHED;
  const path = `/admin/invoices/${invoice.id}`;
  const mayEdit = permissions.has("invoices.edit");
  const mayRecord = permissions.has("payments.record") && invoice.kind !== "order" &&
    invoice.status === "open";
  const credit = stateOf("credit", "credit_all");
  return (
    <>
      {problem && <Alert tone="bad" role="alert">{problem}</Alert>}
      {creditNotes.length > 0 && (
        <Card title="Credit notes" flush>
          <CreditNotesTable notes={creditNotes} base="/admin" />
        </Card>
      )}
      {mayRecord && (
        <PaymentForm
          {...{ invoice, path }}
          today={props.today}
          isConfirmed={props.isConfirmed}
          form={stateOf("record_payment")}
        />
      )}
      {mayEdit && (
        <ProofGate
          isConfirmed={props.isConfirmed}
          path={path}
          what="credit or close this invoice"
        >
          <div class="grid items-start gap-6 empty:hidden xl:grid-cols-2">
            <CreditForm
              invoice={invoice}
              id={credit.texts.id ?? props.creditId}
              form={{ ...credit, amounts: credit === UNTOUCHED ? [] : sent?.amounts ?? [] }}
            />
            <CloseForms invoice={invoice} stateOf={stateOf} />
          </div>
        </ProofGate>
      )}
      <StaffNotes notes={props.notes} mayEdit={mayEdit} form={stateOf("note")} />
    </>
  );
}

function StaffNotes(
  { notes, mayEdit, form }: { notes: string; mayEdit: boolean; form: FormState },
) {
  if (!mayEdit) {
    return notes === "" ? null : (
      <Card title="Notes of staff">
        <p class="whitespace-pre-line text-sm text-ink-soft wrap-anywhere">{notes}</p>
      </Card>
    );
  }
  return (
    <Card id="notes" title="Notes of staff" description="Customers never see them.">
      <form method="post" action="#notes" class="flex flex-col gap-4" novalidate>
        <ErrorSummary errors={prefixed(form.errors, "staff")} />
        <Textarea
          id={fieldId("staff-notes")}
          name="notes"
          label="Notes"
          labelHidden
          value={form.texts.notes ?? notes}
          error={form.errors.notes}
          rows={3}
          maxlength={2000}
        />
        <div>
          <Button name="action" value="note" variant="secondary">Save the notes</Button>
        </div>
      </form>
    </Card>
  );
}
