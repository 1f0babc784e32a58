/** What staff may do with a service: suspend it, let it run again, end it, take that back. */
import type { StaffServiceView } from "@/domain/service/view.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Checkbox } from "../ui/Checkbox.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import { Select } from "../ui/Select.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import type { FormState } from "./forms.ts";
import { ProofGate } from "./ProofGate.tsx";

const REASONS = [
  { value: "unpaid", label: "Not paid: a payment lets it run again" },
  { value: "abuse", label: "Abuse" },
  { value: "request", label: "Asked for by the customer" },
];

/** Props of `ServiceActions`. */
export interface ServiceActionsProps {
  service: StaffServiceView;
  maySuspend: boolean;
  mayTerminate: boolean;
  isConfirmed: boolean;
  /** The state of an action's form. */
  formOf: (action: string) => FormState;
}

/** Nothing for those who may do nothing, and nothing once it is over. */
export function ServiceActions(props: ServiceActionsProps) {
  const { service, maySuspend, mayTerminate, isConfirmed, formOf } = props;
  const isOver = service.status === "terminated";
  if (isOver || !maySuspend && !mayTerminate) return null;
  const isEnding = service.deletedAt !== null;
  return (
    <Card title="Actions" description="Each is recorded in the audit log, with your name.">
      <ProofGate
        isConfirmed={isConfirmed}
        path={`/admin/services/${service.id}`}
        what="do something with this service"
      >
        <div class="flex flex-col gap-6">
          {maySuspend && service.status === "suspended" && !isEnding && (
            <form method="post">
              <Button name="action" value="resume" variant="secondary">Let it run again</Button>
            </form>
          )}
          {maySuspend && <NeverSuspend service={service} />}
          {maySuspend && !isEnding && (
            <ReasonForm
              action="suspend"
              summary={service.status === "suspended"
                ? "Give the suspension another reason"
                : "Suspend the service"}
              text="Its log-in is hidden from the customer, and nothing further is billed. Nothing is deleted."
              button="Suspend the service"
              form={formOf("suspend")}
            />
          )}
          {mayTerminate && isEnding && (
            <form method="post" class="flex flex-col items-start gap-3">
              <p class="text-sm text-ink-soft">
                Its machine is deleted on <DateTime value={service.deletedAt!} />.
              </p>
              <Button name="action" value="undo_termination" variant="secondary">
                Don't delete it
              </Button>
            </form>
          )}
          {mayTerminate && !isEnding && (
            <ReasonForm
              action="terminate"
              summary="End the service"
              text="It is stopped now and deleted after the hours that the settings leave to undo it. Open renewal invoices are voided."
              button="End the service"
              form={formOf("terminate")}
            />
          )}
        </div>
      </ProofGate>
    </Card>
  );
}

function NeverSuspend({ service }: { service: StaffServiceView }) {
  return (
    <form method="post" class="flex flex-col items-start gap-3">
      <Checkbox
        name="never_suspend"
        label="Never suspend it automatically"
        hint="It runs on, whatever isn't paid. Reminders still go out."
        checked={service.neverSuspend}
      />
      <Button name="action" value="set_never_suspend" variant="secondary" size="sm">Save</Button>
    </form>
  );
}

function ReasonForm(
  { action, summary, text, button, form }: {
    action: "suspend" | "terminate";
    summary: string;
    text: string;
    button: string;
    form: FormState;
  },
) {
  const { texts, errors } = form;
  return (
    <Disclosure summary={summary} variant="danger" open={Object.keys(errors).length > 0}>
      <form method="post" class="flex flex-col gap-5" novalidate>
        <p class="text-sm text-muted">{text}</p>
        <Select
          name="reason"
          id={`${action}-reason`}
          label="Reason"
          required
          placeholder="Choose a reason"
          options={REASONS}
          value={texts.reason ?? ""}
          error={errors.reason}
        />
        <Textarea
          name="note"
          id={`${action}-note`}
          label="What the customer has to know"
          required
          rows={3}
          value={texts.note ?? ""}
          error={errors.note}
        />
        <div>
          <Button name="action" value={action} variant="danger">{button}</Button>
        </div>
      </form>
    </Disclosure>
  );
}
