/** Proofs that wait to be checked, each beside its invoice and what the bank's statements say of it. */
import { PaperclipIcon } from "../../icons.tsx";
import { DownloadIcon } from "../../state_icons.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { DateTime } from "../../ui/DateTime.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Money } from "../../ui/Money.tsx";
import { StatusBadge } from "../../ui/StatusBadge.tsx";
import { TextLink } from "../../ui/TextLink.tsx";
import type { StaffInvoiceView } from "@/domain/invoice/view.ts";
import type { StaffProofView } from "@/domain/payment/view.ts";
import type { LineView } from "@/domain/statement/view.ts";
import { Suggestions } from "./Suggestions.tsx";

/** A proof with what it is held against. */
export interface ProofBeside {
  proof: StaffProofView;
  /** `null` for whoever may not see invoices. */
  invoice: StaffInvoiceView | null;
  lines: LineView[];
}

/** One card a proof. */
export function ProofDesk({ rows, canBook }: { rows: ProofBeside[]; canBook: boolean }) {
  if (rows.length === 0) {
    return (
      <Card flush>
        <EmptyState
          icon={PaperclipIcon}
          title="Nothing to check"
          description="Proofs of payment appear here when customers upload them."
        />
      </Card>
    );
  }
  return (
    <ul class="flex flex-col gap-6">
      {rows.map((row) => (
        <li key={row.proof.id}>
          <Card
            title={row.proof.invoiceNumber}
            actions={
              <Button href={placeOf(row.proof)} variant="secondary" size="sm">Check by hand</Button>
            }
          >
            <div class="grid gap-6 lg:grid-cols-3">
              <Proof proof={row.proof} />
              {row.invoice && <Invoice invoice={row.invoice} />}
              <Lines row={row} canBook={canBook} />
            </div>
          </Card>
        </li>
      ))}
    </ul>
  );
}

function Proof({ proof }: { proof: StaffProofView }) {
  return (
    <section class="flex min-w-0 flex-col items-start gap-2 text-sm">
      <h3 class="font-semibold text-ink">The proof</h3>
      <p class="text-ink-soft wrap-anywhere">{proof.fileName}</p>
      <p class="text-muted">
        Sent <DateTime value={proof.submittedAt} />
      </p>
      <p class="text-ink-soft wrap-anywhere">Reference: {proof.reference || "none given"}</p>
      {proof.note && <p class="whitespace-pre-line text-ink-soft wrap-anywhere">{proof.note}</p>}
      <Button
        href={`/admin/proofs/${proof.id}`}
        variant="secondary"
        size="sm"
        icon={DownloadIcon}
      >
        Download
      </Button>
    </section>
  );
}

function Invoice({ invoice }: { invoice: StaffInvoiceView }) {
  return (
    <section class="flex min-w-0 flex-col gap-2 text-sm">
      <h3 class="font-semibold text-ink">The invoice</h3>
      <p>
        <StatusBadge kind="invoice" status={invoice.status} />
      </p>
      <p class="text-ink-soft">
        <strong class="font-semibold text-ink">
          <Money amount={invoice.due} />
        </strong>{" "}
        due of <Money amount={invoice.total} />
      </p>
      <p class="text-ink-soft wrap-anywhere">
        <TextLink href={`/admin/users/${invoice.customerId}`}>{invoice.buyer.name}</TextLink>
      </p>
      <p class="text-muted wrap-anywhere">
        <code>{invoice.reference}</code>
      </p>
    </section>
  );
}

function Lines({ row, canBook }: { row: ProofBeside; canBook: boolean }) {
  return (
    <section class="flex min-w-0 flex-col gap-3 text-sm">
      <h3 class="font-semibold text-ink">On the statement</h3>
      {row.lines.length === 0 && (
        <p class="text-muted">No line of a statement fits yet. Import the bank's latest file.</p>
      )}
      {row.lines.map((line) => (
        <div key={line.id} class="flex flex-col gap-3">
          <p class="text-ink-soft wrap-anywhere">
            <TextLink href={`/admin/payments/lines/${line.id}`}>
              <Money amount={line.amount} />
            </TextLink>{" "}
            from {line.counterpartyName || "somebody"}, <DateTime value={line.bookedOn} />
          </p>
          <Suggestions line={fitting(line, row.proof.invoiceId)} canBook={canBook} limit={1} />
        </div>
      ))}
    </section>
  );
}

/** The line with those suggestions alone that pay the proof's invoice. */
function fitting(line: LineView, invoiceId: string): LineView {
  const suggestions = line.suggestions.filter(({ allocations }) =>
    allocations.some((each) => each.invoiceId === invoiceId)
  );
  return { ...line, suggestions };
}

function placeOf({ orderId, invoiceId }: StaffProofView): string {
  return orderId ? `/admin/orders/${orderId}#proofs` : `/admin/invoices/${invoiceId}#proofs`;
}
