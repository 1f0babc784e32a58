/** What waits for a second pair of eyes, and what became of it. */
import { ShieldCheckIcon } from "../icons.tsx";
import type { ApprovalKind, ApprovalView } from "@/domain/approval/view.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { DescriptionList } from "../ui/DescriptionList.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Money } from "../ui/Money.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import type { FormState } from "./forms.ts";
import { ProofGate } from "./ProofGate.tsx";
import { Lines } from "./tables.tsx";

/** What each kind is called. */
export const APPROVAL_LABELS: Readonly<Record<ApprovalKind, string>> = {
  adjustment: "Credit or debit of a wallet",
  refund: "Payout from a wallet",
  receipt: "Receipt to book",
  manual_receipt: "Payment recorded by hand",
  chain_receipt: "Crypto payment to book",
  credit_note: "Credit note",
};

const COLUMNS: Column<ApprovalView>[] = [
  {
    key: "what",
    label: "What",
    primary: true,
    nowrap: true,
    render: (each) => (
      <TextLink href={`/admin/approvals/${each.id}`}>{APPROVAL_LABELS[each.kind]}</TextLink>
    ),
  },
  { key: "why", label: "Why", render: (each) => each.summary },
  {
    key: "by",
    label: "Proposed by",
    render: (each) => (
      <Lines first={each.proposedByName} second={<DateTime value={each.proposedAt} />} />
    ),
  },
  {
    key: "state",
    label: "State",
    render: (each) => <StatusBadge kind="approval" status={each.status} />,
  },
  {
    key: "amount",
    label: "Amount",
    numeric: true,
    render: (each) => <Money amount={each.amount} />,
  },
];

/** The list. */
export function ApprovalsTable({ approvals }: { approvals: ApprovalView[] }) {
  return (
    <DataTable
      caption="Approvals"
      columns={COLUMNS}
      rows={approvals}
      rowKey={(each) => each.id}
      empty={
        <EmptyState
          icon={ShieldCheckIcon}
          title="Nothing waits for you"
          description="What staff book above the limits of the settings appears here."
        />
      }
    />
  );
}

/** Who proposed what, and who decided. */
export function ApprovalFacts({ approval }: { approval: ApprovalView }) {
  const { customerId, decidedAt, decidedByName, note } = approval;
  return (
    <Card title="What is proposed">
      <DescriptionList
        columns={2}
        items={[
          { label: "State", value: <StatusBadge kind="approval" status={approval.status} /> },
          { label: "Amount", value: <Money amount={approval.amount} /> },
          { label: "Why", value: approval.summary },
          {
            label: "Customer",
            value: customerId
              ? <TextLink href={`/admin/users/${customerId}/wallet`}>Their wallet</TextLink>
              : "Not known",
          },
          ...approval.kind === "receipt"
            ? [{
              label: "Line",
              value: (
                <TextLink href={`/admin/payments/lines/${approval.subjectId}`}>
                  What the bank says
                </TextLink>
              ),
            }]
            : [],
          { label: "Proposed by", value: approval.proposedByName },
          { label: "Proposed", value: <DateTime value={approval.proposedAt} /> },
          ...decidedAt
            ? [
              { label: "Decided by", value: decidedByName ?? "" },
              { label: "Decided", value: <DateTime value={decidedAt} /> },
            ]
            : [],
          ...note ? [{ label: "Note", value: note }] : [],
        ]}
      />
    </Card>
  );
}

/** Props of `DecideForm`. */
export interface DecideFormProps {
  approval: ApprovalView;
  isConfirmed: boolean;
  /** Whoever looks has proposed it, or it is their money. */
  isOwn: boolean;
  form: FormState;
}

/** `action=approve|reject note`; nothing once it is decided. */
export function DecideForm({ approval, isConfirmed, isOwn, form }: DecideFormProps) {
  if (approval.status !== "proposed") return null;
  return (
    <Card title="Decide" description="What you approve is booked at once.">
      {isOwn
        ? <p class="text-sm text-muted">You have proposed this, so somebody else has to decide.</p>
        : (
          <ProofGate
            isConfirmed={isConfirmed}
            path={`/admin/approvals/${approval.id}`}
            what="decide"
          >
            <form method="post" class="flex flex-col gap-5" novalidate>
              <ErrorSummary errors={form.errors} />
              <Textarea
                name="note"
                label="Note"
                hint="Needed to reject it: why, for your colleague."
                value={form.texts.note}
                error={form.errors.note}
                rows={2}
                maxlength={500}
              />
              <div class="flex flex-wrap gap-3">
                <Button name="action" value="approve">Approve and book</Button>
                <Button name="action" value="reject" variant="secondary">Reject</Button>
              </div>
            </form>
          </ProofGate>
        )}
    </Card>
  );
}
