/** The page of one service for staff. */
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { CodeField, SecretField } from "../ui/CodeField.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { DescriptionList } from "../ui/DescriptionList.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import { Money } from "../ui/Money.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import type { CredentialsView, StaffServiceView } from "@/domain/service/view.ts";
import { type FormState, UNTOUCHED } from "./forms.ts";
import { MachineForm } from "./MachineForm.tsx";
import { ProofGate } from "./ProofGate.tsx";
import { ServiceActions } from "./ServiceActions.tsx";

/** Props of `ServicePage`. */
export interface ServicePageProps {
  service: StaffServiceView;
  customerName: string;
  /** May see credentials and change them. */
  canProvision: boolean;
  maySuspend: boolean;
  mayTerminate: boolean;
  /** Whether it was proved a short while ago who asks. */
  isConfirmed: boolean;
  /** In the one answer that they were asked for. */
  credentials: CredentialsView | null;
  /** The form that was sent and refused. */
  sent: {
    action: string;
    typed: { texts: Record<string, string> };
    errors: Record<string, string>;
  } | null;
}

/** Forms that say beside their fields what is wrong. */
const WITH_FIELDS = ["update_machine", "suspend", "terminate"];

/** Facts, credentials on demand, the form that corrects them. */
export function ServicePage(props: ServicePageProps) {
  const { service, canProvision, isConfirmed, credentials, sent } = props;
  const path = `/admin/services/${service.id}`;
  const isRunning = service.status === "active" || service.status === "suspended";
  const formOf = (action: string): FormState =>
    sent?.action === action ? { texts: sent.typed.texts, errors: sent.errors } : UNTOUCHED;
  const correction = formOf("update_machine");
  // Errors that no field of an open form shows.
  const general = sent && (isRunning && WITH_FIELDS.includes(sent.action) ? sent.errors[""] : [
    ...Object.values(sent.errors),
  ].join(" "));
  return (
    <div class="flex flex-col gap-6">
      {general && <Alert tone="bad" role="alert">{general}</Alert>}
      <ServiceFacts service={service} customerName={props.customerName} />
      {canProvision && service.hasCredentials && (
        <Credentials credentials={credentials} isConfirmed={isConfirmed} path={path} />
      )}
      {canProvision && isRunning && isConfirmed && (
        <Disclosure summary="Correct the machine's data" open={correction !== UNTOUCHED}>
          <MachineForm
            action="update_machine"
            anchor="machine"
            button="Replace the data"
            initial={{ hostname: service.hostname, notes: service.staffNotes }}
            form={correction}
          />
        </Disclosure>
      )}
      <ServiceActions {...props} formOf={formOf} />
    </div>
  );
}

function ServiceFacts(
  { service, customerName }: Pick<ServicePageProps, "service" | "customerName">,
) {
  return (
    <Card title="Service">
      <DescriptionList
        columns={2}
        items={[
          { label: "State", value: <StatusBadge kind="service" status={service.status} /> },
          {
            label: "Customer",
            value: <TextLink href={`/admin/users/${service.customerId}`}>{customerName}</TextLink>,
          },
          { label: "Plan", value: service.planName },
          { label: "Data center", value: service.datacenterName },
          { label: "Operating system", value: service.osName },
          { label: "Control panel", value: service.panelName || "None" },
          ...service.addons,
          { label: "Renewal", value: <Money amount={service.renewal} /> },
          ...(service.trialEndsOn
            ? [{ label: "Free trial until", value: <DateTime value={service.trialEndsOn} /> }]
            : []),
          {
            label: "Next due",
            value: service.nextDueOn ? <DateTime value={service.nextDueOn} /> : "Not started",
          },
          {
            label: "Active since",
            value: service.activatedAt ? <DateTime value={service.activatedAt} /> : "Not started",
          },
          ...endItems(service),
          { label: "Notes for staff", value: service.staffNotes || "None" },
        ]}
      />
    </Card>
  );
}

/** Why it doesn't run, and when and why it ends. */
function endItems({ suspension, endsOn, deletedAt, cancelReason }: StaffServiceView) {
  return [
    ...suspension
      ? [
        { label: "Suspended since", value: <DateTime value={suspension.since} /> },
        { label: "Reason", value: `${suspension.reason}: ${suspension.note}` },
      ]
      : [],
    ...endsOn ? [{ label: "Cancelled for", value: <DateTime value={endsOn} /> }] : [],
    ...cancelReason ? [{ label: "Reason of the customer", value: cancelReason }] : [],
    ...deletedAt ? [{ label: "Deleted on", value: <DateTime value={deletedAt} /> }] : [],
  ];
}

function Credentials(
  { credentials, isConfirmed, path }: {
    credentials: CredentialsView | null;
    isConfirmed: boolean;
    path: string;
  },
) {
  return (
    <Card
      id="credentials"
      title="Credentials"
      description="Encrypted where they are stored. Each time they are shown is recorded in the audit log."
    >
      {credentials
        ? (
          <div class="grid gap-5 sm:grid-cols-2">
            <CodeField label="IP address" value={credentials.ip} />
            <CodeField label="User name" value={credentials.username} />
            <SecretField label="Password" value={credentials.password} />
            <CodeField label="Port" value={String(credentials.port)} />
            {credentials.panelUrl && (
              <CodeField label="Control panel" value={credentials.panelUrl} />
            )}
          </div>
        )
        : (
          <ProofGate isConfirmed={isConfirmed} path={path} what="see or change credentials">
            <form method="post" action="#credentials">
              <input type="hidden" name="action" value="reveal" />
              <Button variant="secondary">Show credentials</Button>
            </form>
          </ProofGate>
        )}
    </Card>
  );
}
