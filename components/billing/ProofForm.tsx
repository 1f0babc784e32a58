/** The form that uploads a proof of payment, and what became of proofs and payments. */
import { UploadIcon } from "../icons.tsx";
import { DownloadIcon } from "../state_icons.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { FileInput } from "../ui/FileInput.tsx";
import { Input } from "../ui/Input.tsx";
import { formatMoney } from "../ui/Money.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { type PaymentView, type ProofView, RECEIPT_METHOD_LABELS } from "@/domain/payment/view.ts";

export interface ProofFormProps {
  /** Path of the invoice, and `#proof` so that a refusal shows the form. */
  action: string;
  errors: Readonly<Record<string, string>>;
  typed: Readonly<Record<string, string>>;
}

/** `file reference note`, with what was typed kept. */
export function ProofForm({ action, errors, typed }: ProofFormProps) {
  return (
    <Card
      id="proof"
      title="Upload a proof of payment"
      description="Not needed, but it helps us find your payment before the bank tells us."
    >
      <form
        method="post"
        action={action}
        encType="multipart/form-data"
        class="flex flex-col gap-5"
        novalidate
      >
        <ErrorSummary errors={{ ...errors }} />
        <FileInput
          name="file"
          label="File"
          accept=".pdf,.png,.jpg,.jpeg,.webp,application/pdf,image/png,image/jpeg,image/webp"
          hint="PDF, PNG, JPEG or WebP, 5 MB at the most."
          error={errors.file}
          required
        />
        <Input
          name="reference"
          label="Reference of your payment"
          hint="What your bank calls it, or the hash of the transaction."
          value={typed.reference}
          error={errors.reference}
          maxlength={140}
        />
        <Textarea
          name="note"
          label="Note"
          value={typed.note}
          error={errors.note}
          rows={3}
          maxlength={1000}
        />
        <div>
          <Button icon={UploadIcon}>Upload the proof</Button>
        </div>
      </form>
    </Card>
  );
}

/** The proofs of an invoice, newest first; `href` leads to a proof's file. */
export function ProofList(
  { proofs, href }: { proofs: ProofView[]; href: (id: string) => string },
) {
  return (
    <Card title="Proofs of payment" flush>
      <ul class="divide-y divide-line">
        {proofs.map((proof) => (
          <li key={proof.id} class="px-5 py-4 text-sm">
            <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
              <TextLink
                href={href(proof.id)}
                class="inline-flex min-w-0 items-center gap-2 wrap-anywhere"
                download
              >
                <DownloadIcon class="size-4 shrink-0" />
                {proof.fileName}
              </TextLink>
              <StatusBadge kind="proof" status={proof.status} />
            </div>
            <p class="mt-1 text-muted">
              <DateTime value={proof.submittedAt} />, {sizeText(proof.sizeBytes)}
            </p>
            {proof.reference && (
              <p class="mt-1 text-ink-soft wrap-anywhere">Reference: {proof.reference}</p>
            )}
            {proof.note && (
              <p class="mt-1 whitespace-pre-line text-ink-soft wrap-anywhere">{proof.note}</p>
            )}
            {proof.rejectReason && (
              <p class="mt-2 text-bad wrap-anywhere">
                We couldn't accept it: {proof.rejectReason}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What was received for an invoice. */
export function PaymentList({ payments }: { payments: PaymentView[] }) {
  return (
    <Card title="Payments received" flush>
      <ul class="divide-y divide-line">
        {payments.map((payment) => (
          <li
            key={payment.id}
            class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-4 text-sm"
          >
            <div>
              <p class="font-medium tabular-nums text-ink">{formatMoney(payment.amount)}</p>
              <p class="mt-0.5 text-muted">
                {RECEIPT_METHOD_LABELS[payment.method]}, <DateTime value={payment.receivedOn} />
              </p>
            </div>
            <StatusBadge kind="payment" status={payment.outcome} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function sizeText(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
