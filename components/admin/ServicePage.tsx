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
import { UNTOUCHED } from "./forms.ts";
import { MachineForm } from "./MachineForm.tsx";
import { ProofGate } from "./ProofGate.tsx";

/** Props of `ServicePage`. */
export interface ServicePageProps {
  service: StaffServiceView;
  /** May see credentials and change them. */
  canProvision: boolean;
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

/** Facts, credentials on demand, the form that corrects them. */
export function ServicePage(props: ServicePageProps) {
  const { service, canProvision, isConfirmed, credentials, sent } = props;
  const path = `/admin/services/${service.id}`;
  const isRunning = service.status === "active" || service.status === "suspended";
  const correction = sent?.action === "update_machine"
    ? { texts: sent.typed.texts, errors: sent.errors }
    : UNTOUCHED;
  return (
    <div class="flex flex-col gap-6">
      {sent && (sent.action !== "update_machine" || !isRunning) && (
        <Alert tone="bad" role="alert">{Object.values(sent.errors).join(" ")}</Alert>
      )}
      <ServiceFacts service={service} />
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
    </div>
  );
}

function ServiceFacts({ service }: { service: StaffServiceView }) {
  return (
    <Card title="Service">
      <DescriptionList
        columns={2}
        items={[
          { label: "State", value: <StatusBadge kind="service" status={service.status} /> },
          {
            label: "Customer",
            value: <TextLink href={`/admin/users/${service.customerId}`}>Account</TextLink>,
          },
          { label: "Plan", value: service.planName },
          { label: "Data center", value: service.datacenterName },
          { label: "Operating system", value: service.osName },
          { label: "Control panel", value: service.panelName || "None" },
          ...service.addons,
          { label: "Renewal", value: <Money amount={service.renewal} /> },
          {
            label: "Next due",
            value: service.nextDueOn ? <DateTime value={service.nextDueOn} /> : "Not started",
          },
          {
            label: "Active since",
            value: service.activatedAt ? <DateTime value={service.activatedAt} /> : "Not started",
          },
          { label: "Notes for staff", value: service.staffNotes || "None" },
        ]}
      />
    </Card>
  );
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
