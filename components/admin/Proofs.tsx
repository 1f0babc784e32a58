/** The proofs of payment of an invoice, beside the form that records what arrived. */
import { PaperclipIcon } from "../icons.tsx";
import { DownloadIcon } from "../state_icons.tsx";
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Input } from "../ui/Input.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import type { StaffProofView } from "@/domain/payment/view.ts";
import type { FormState } from "./forms.ts";

/** Props of `Proofs`. */
export interface ProofsProps {
  proofs: StaffProofView[];
  /** May turn a proof down. */
  canReject: boolean;
  /** The form that was sent, if one was; its `proof_id` says of which proof. */
  form: FormState;
}

/** Each proof with what its sender wrote, its file, and what can be done with it. */
export function Proofs({ proofs, canReject, form }: ProofsProps) {
  return (
    <Card id="proofs" title="Proofs of payment" flush>
      {form.errors[""] && (
        <div class="p-5">
          <Alert tone="bad">{form.errors[""]}</Alert>
        </div>
      )}
      {proofs.length === 0
        ? (
          <EmptyState
            icon={PaperclipIcon}
            title="No proof yet"
            description="The customer can upload one on the invoice's page. A payment can be recorded without."
          />
        )
        : (
          <ul class="divide-y divide-line">
            {proofs.map((proof) => (
              <li key={proof.id} class="flex flex-col gap-4 p-5">
                <ProofHead proof={proof} />
                {canReject && proof.status === "pending" && (
                  <RejectForm
                    proof={proof}
                    error={form.texts.proof_id === proof.id ? form.errors.reason : undefined}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
    </Card>
  );
}

function ProofHead({ proof }: { proof: StaffProofView }) {
  return (
    <div class="flex flex-wrap items-start justify-between gap-4">
      <div class="min-w-0 text-sm">
        <p class="flex flex-wrap items-center gap-3 font-medium text-ink">
          <span class="wrap-anywhere">{proof.fileName}</span>
          <StatusBadge kind="proof" status={proof.status} />
        </p>
        <p class="mt-1 text-muted">
          {kilobytes(proof.sizeBytes)}, sent <DateTime value={proof.submittedAt} />
        </p>
        {proof.reference && <p class="mt-2 text-ink-soft">Reference: {proof.reference}</p>}
        {proof.note && <p class="mt-1 whitespace-pre-line text-ink-soft">{proof.note}</p>}
        {proof.rejectReason && <p class="mt-2 text-bad">Rejected: {proof.rejectReason}</p>}
      </div>
      <Button
        href={`/admin/proofs/${proof.id}`}
        variant="secondary"
        size="sm"
        icon={DownloadIcon}
      >
        Download
      </Button>
    </div>
  );
}

function RejectForm({ proof, error }: { proof: StaffProofView; error: string | undefined }) {
  return (
    <Disclosure summary="Reject this proof" variant="danger" open={error !== undefined}>
      <form method="post" action="#proofs" class="flex flex-col gap-4" novalidate>
        <input type="hidden" name="action" value="reject_proof" />
        <input type="hidden" name="proof_id" value={proof.id} />
        <Input
          id={`reason-${proof.id}`}
          name="reason"
          label="Reason"
          hint="The customer gets these words by mail and can send another proof."
          error={error}
          maxlength={500}
          required
        />
        <div>
          <Button variant="danger" size="sm">Reject proof</Button>
        </div>
      </form>
    </Disclosure>
  );
}

function kilobytes(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} kB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
