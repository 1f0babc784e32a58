/** What staff have booked on a wallet: adjustments and refunds. */
import { BanknoteIcon } from "../icons.tsx";
import { RECEIPT_METHOD_LABELS } from "@/domain/payment/view.ts";
import type { AdjustmentView, RefundView } from "@/domain/wallet/view.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Input } from "../ui/Input.tsx";
import { Money } from "../ui/Money.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { ProofGate } from "./ProofGate.tsx";
import { Lines } from "./tables.tsx";

const ADJUSTMENT_COLUMNS: Column<AdjustmentView>[] = [
  { key: "reason", label: "Reason", primary: true, render: (each) => each.reason },
  { key: "when", label: "When", render: (each) => <DateTime value={each.createdAt} /> },
  { key: "state", label: "State", render: (each) => <BookingState booking={each} /> },
  {
    key: "amount",
    label: "Amount",
    numeric: true,
    render: (each) => (
      <span>
        {each.direction === "debit" ? "−" : "+"}
        <Money amount={each.amount} />
      </span>
    ),
  },
];

/** The adjustments of a wallet. */
export function AdjustmentsTable({ adjustments }: { adjustments: AdjustmentView[] }) {
  return (
    <DataTable
      caption="Adjustments"
      columns={ADJUSTMENT_COLUMNS}
      rows={adjustments}
      rowKey={(each) => each.id}
    />
  );
}

const REFUND_COLUMNS: Column<RefundView>[] = [
  {
    key: "to",
    label: "To",
    primary: true,
    render: (each) => (
      <Lines
        first={each.destination}
        second={RECEIPT_METHOD_LABELS[each.method]}
      />
    ),
  },
  { key: "reason", label: "Reason", render: (each) => each.reason },
  { key: "when", label: "When", render: (each) => <DateTime value={each.createdAt} /> },
  { key: "state", label: "State", render: (each) => <BookingState booking={each} /> },
  {
    key: "sent",
    label: "Sent",
    render: (each) =>
      each.sentAt
        ? <Lines first={<DateTime value={each.sentAt} />} second={each.reference} />
        : "Not yet",
  },
  {
    key: "amount",
    label: "Amount",
    numeric: true,
    render: (each) => <Money amount={each.amount} />,
  },
];

/** The refunds of a wallet. */
export function RefundsTable({ refunds }: { refunds: RefundView[] }) {
  return (
    <DataTable
      caption="Refunds"
      columns={REFUND_COLUMNS}
      rows={refunds}
      rowKey={(each) => each.id}
    />
  );
}

/** Where a booking stands, with the way to whoever decides about it. */
function BookingState({ booking }: { booking: AdjustmentView | RefundView }) {
  const badge = <StatusBadge kind="booking" status={booking.status} />;
  return booking.status === "proposed" && booking.approvalId
    ? <TextLink href={`/admin/approvals/${booking.approvalId}`}>{badge}</TextLink>
    : badge;
}

/** Props of `RefundsToSend`. */
export interface RefundsToSendProps {
  refunds: RefundView[];
  isConfirmed: boolean;
  /** The form that was refused: its refund, what was typed, and why. */
  sent: { id: string; reference: string; error: string } | null;
}

/** Refunds that were taken from their wallets, each with a form for what they were sent as. */
export function RefundsToSend({ refunds, isConfirmed, sent }: RefundsToSendProps) {
  if (refunds.length === 0) {
    return (
      <EmptyState
        icon={BanknoteIcon}
        title="Nothing to send"
        description="What is paid out of a wallet waits here until it is sent by hand."
      />
    );
  }
  return (
    <>
      {!isConfirmed && (
        <div class="border-b border-line px-5 py-4">
          <ProofGate isConfirmed={false} path="/admin/refunds" what="note what was sent">
            {null}
          </ProofGate>
        </div>
      )}
      <ul class="divide-y divide-line">
        {refunds.map((refund) => (
          <li
            key={refund.id}
            class="flex flex-col gap-4 px-5 py-4 lg:flex-row lg:items-end lg:justify-between"
          >
            <div class="min-w-0 text-sm">
              <p class="text-base font-medium text-ink">
                <Money amount={refund.amount} /> to{" "}
                <span class="wrap-anywhere">{refund.destination}</span>
              </p>
              <p class="mt-1 text-muted wrap-anywhere">
                {RECEIPT_METHOD_LABELS[refund.method]} · <DateTime value={refund.createdAt} /> ·
                {" "}
                <TextLink href={`/admin/users/${refund.customerId}/wallet`}>The wallet</TextLink>
              </p>
              <p class="mt-1 text-ink-soft wrap-anywhere">{refund.reason}</p>
            </div>
            {isConfirmed && <SentForm refund={refund} sent={sent} />}
          </li>
        ))}
      </ul>
    </>
  );
}

/** `id reference` of one refund. */
function SentForm({ refund, sent }: { refund: RefundView; sent: RefundsToSendProps["sent"] }) {
  return (
    <form method="post" class="flex flex-wrap items-end gap-3" novalidate>
      <input type="hidden" name="id" value={refund.id} />
      <Input
        id={`reference-${refund.id}`}
        name="reference"
        label="Bank's reference or transaction hash"
        value={sent?.id === refund.id ? sent.reference : ""}
        error={sent?.id === refund.id ? sent.error : null}
        maxlength={140}
        autocomplete="off"
        required
      />
      <Button variant="secondary" class="h-11">It is sent</Button>
    </form>
  );
}
