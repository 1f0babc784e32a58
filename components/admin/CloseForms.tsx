/** Where staff end an invoice that isn't paid, and ask for one again. */
import type { StaffInvoiceView } from "@/domain/invoice/view.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { fieldId } from "../ui/field_ids.ts";
import { type FormState, prefixed } from "./forms.ts";

/** Props of `CloseForms`. */
export interface CloseFormsProps {
  invoice: StaffInvoiceView;
  stateOf: (action: string) => FormState;
}

/** `action=void|write_off reason`, `action=reopen`; nothing for what has come to its end. */
export function CloseForms({ invoice, stateOf }: CloseFormsProps) {
  const { status, kind, orderId } = invoice;
  if (status === "uncollectible") {
    return (
      <Card title="Ask for it again" description="The invoice is open then, as it was before.">
        <form method="post">
          <ErrorSummary errors={stateOf("reopen").errors} />
          <Button name="action" value="reopen" variant="secondary">Open the invoice again</Button>
        </form>
      </Card>
    );
  }
  if (status !== "open") return null;
  if (kind === "order") {
    return (
      <Card title="Close it">
        <p class="text-sm text-muted">
          An order's invoice is void when{" "}
          <TextLink href={`/admin/orders/${orderId}`}>the order</TextLink> is cancelled.
        </p>
      </Card>
    );
  }
  const mayWriteOff = kind !== "change" && kind !== "top_up";
  return (
    <Card title="Close it" description="Both are final for the customer, and in the audit log.">
      <div class="flex flex-col gap-4">
        <CloseForm
          action="void"
          summary="Void the invoice"
          text="Nobody should have asked for it. What was paid of it goes back into the wallet, and periods of services are billed again. A server that was stopped for it runs again."
          form={stateOf("void")}
        />
        {mayWriteOff && (
          <CloseForm
            action="write_off"
            summary="Give it up"
            text="Nobody will pay it. It counts as uncollectible; what was paid of it stays paid, and nobody is reminded of it. What it would have paid for ends on its day, if the settings say so. You can open it again."
            form={stateOf("write_off")}
          />
        )}
      </div>
    </Card>
  );
}

function CloseForm(
  { action, summary, text, form }: {
    action: "void" | "write_off";
    summary: string;
    text: string;
    form: FormState;
  },
) {
  const isSent = Object.keys(form.errors).length > 0;
  return (
    <Disclosure summary={summary} variant="danger" open={isSent}>
      <p class="mb-4 text-sm text-muted">{text}</p>
      <form method="post" class="flex flex-col gap-4" novalidate>
        <ErrorSummary errors={prefixed(form.errors, action)} />
        <Textarea
          id={fieldId(`${action}-reason`)}
          name="reason"
          label="Reason"
          value={form.texts.reason}
          error={form.errors.reason}
          rows={2}
          maxlength={500}
          required
        />
        <div>
          <Button name="action" value={action} variant="danger">{summary}</Button>
        </div>
      </form>
    </Disclosure>
  );
}
