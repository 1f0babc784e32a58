/** What billing will do in the days to come, as a rehearsal found it. */
import type { BillingStep, Rehearsal } from "@/domain/billing/view.ts";
import {
  Alert,
  Badge,
  Card,
  DataTable,
  DateTime,
  EmptyState,
  formatMoney,
  Money,
  StatTile,
  TextLink,
  type Tone,
} from "../ui/mod.ts";

const KINDS: Readonly<Record<BillingStep["kind"], readonly [tone: Tone, label: string]>> = {
  invoice_issued: ["brand", "Invoice"],
  late_fee: ["warn", "Late fee"],
  reminder: ["neutral", "Reminder"],
  paid_from_wallet: ["ok", "Paid from the wallet"],
  suspended: ["bad", "Suspension"],
  trial_ending: ["neutral", "End of a trial"],
  warned: ["bad", "Last warning"],
  ending: ["warn", "Stopped"],
  terminated: ["bad", "Deletion"],
};

/** Figures, then every step. */
export function BillingAhead({ rehearsal }: { rehearsal: Rehearsal }) {
  const { steps, mails, failed, isCut, until } = rehearsal;
  return (
    <div class="flex flex-col gap-6">
      {failed > 0 && (
        <Alert tone="bad" title="Some records can't be dealt with">
          {failed === 1 ? "One failed" : `${failed} tries failed`}{" "}
          in the rehearsal. The log of the next night says which records they are.
        </Alert>
      )}
      {isCut && (
        <Alert tone="info">
          Only the first {steps.length} steps are shown, until{" "}
          <DateTime value={until} />. The command <code>deno task billing --dry-run</code>{" "}
          goes through all of them.
        </Alert>
      )}
      <div class="grid gap-3 sm:grid-cols-2 sm:gap-4 xl:grid-cols-4">
        <StatTile
          compact
          label="Invoices"
          value={String(count(steps, "invoice_issued"))}
          hint={sums(steps)}
        />
        <StatTile compact label="Reminders" value={String(count(steps, "reminder"))} />
        <StatTile compact label="Suspensions" value={String(count(steps, "suspended"))} />
        <StatTile compact label="Deletions" value={String(count(steps, "terminated"))} />
      </div>
      <Card title="Step by step" description={`With ${mails.length} mails.`} flush>
        <DataTable
          caption="What billing will do"
          rows={steps.map((step, at) => ({ step, at }))}
          rowKey={({ at }) => String(at)}
          empty={
            <EmptyState
              title="Nothing goes out"
              description="No term is to be billed in these days, and nothing is overdue."
            />
          }
          columns={[
            {
              key: "at",
              label: "When",
              primary: true,
              render: ({ step }) => <DateTime value={step.at} />,
            },
            { key: "kind", label: "What", render: ({ step }) => <Kind kind={step.kind} /> },
            { key: "about", label: "About", render: ({ step }) => <About step={step} /> },
            {
              key: "customer",
              label: "Customer",
              render: ({ step }) => (
                <TextLink href={`/admin/users/${step.customerId}`}>Account</TextLink>
              ),
            },
            {
              key: "amount",
              label: "Amount",
              numeric: true,
              render: ({ step }) => {
                const amount = amountOf(step);
                return amount ? <Money amount={amount} /> : "–";
              },
            },
          ]}
        />
      </Card>
    </div>
  );
}

function Kind({ kind }: { kind: BillingStep["kind"] }) {
  const [tone, label] = KINDS[kind];
  return <Badge tone={tone}>{label}</Badge>;
}

function About({ step }: { step: BillingStep }) {
  switch (step.kind) {
    case "invoice_issued":
    case "late_fee":
      return (
        <>
          {step.serviceId && (
            <>
              <ServiceLink serviceId={step.serviceId} hostname={step.hostname ?? ""} />,{" "}
            </>
          )}
          due on <DateTime value={step.dueOn} />
        </>
      );
    case "reminder":
      return <>{`${step.number}, ${dayText(step.day)}`}</>;
    case "paid_from_wallet":
      return <>{step.number}</>;
    case "suspended":
    case "terminated":
      return <ServiceLink {...step} />;
    case "trial_ending":
      return (
        <>
          <ServiceLink {...step} />, reminded: free until <DateTime value={step.endsOn} />
        </>
      );
    case "warned":
    case "ending":
      return (
        <>
          <ServiceLink {...step} />, deleted on <DateTime value={step.endsAt} />
        </>
      );
  }
}

function ServiceLink({ serviceId, hostname }: { serviceId: string; hostname: string }) {
  return <TextLink href={`/admin/services/${serviceId}`}>{hostname}</TextLink>;
}

function dayText(day: number): string {
  const days = Math.abs(day) === 1 ? "1 day" : `${Math.abs(day)} days`;
  return day < 0 ? `${days} before the due day` : `${days} after the due day`;
}

function amountOf(step: BillingStep) {
  switch (step.kind) {
    case "invoice_issued":
    case "late_fee":
      return step.total;
    case "reminder":
      return step.due;
    case "paid_from_wallet":
      return step.paid;
    default:
      return null;
  }
}

function count(steps: readonly BillingStep[], kind: BillingStep["kind"]): number {
  return steps.filter((step) => step.kind === kind).length;
}

/** What is billed, by currency. */
function sums(steps: readonly BillingStep[]): string {
  const totals = new Map<string, number>();
  for (const step of steps) {
    if (step.kind !== "invoice_issued") continue;
    const { currency, minor } = step.total;
    totals.set(currency, (totals.get(currency) ?? 0) + minor);
  }
  return [...totals].map(([currency, minor]) => formatMoney({ currency, minor })).join(", ");
}
