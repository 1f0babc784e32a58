/** Staff turn a proof down; the customer is told why and can send another. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { getAccount } from "@/domain/customer/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type Failure,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { findInvoiceOfProof, getFolder, setFolder } from "./repo.ts";

const MAX_REASON = 500;

/** Somebody has accepted or rejected the proof already. */
export interface AlreadyDecided extends Failure {
  readonly code: "already_decided";
}

/** Rejects a pending proof of an invoice; needs `payments.record`. The message is beside `reason`. */
export async function rejectProof(
  deps: Deps,
  input: {
    actor: StaffActor;
    invoiceId: string;
    proofId: string;
    reason: string;
    requestId?: string;
  },
): Promise<Result<{ invoiceId: string }, ValidationError | NotFound | AlreadyDecided | Conflict>> {
  const { actor, proofId, invoiceId } = input;
  if (!actor.permissions.has("payments.record")) return notFound();
  const known = isId("prf", proofId) ? await findInvoiceOfProof(deps.kv, proofId) : null;
  if (known === null || known !== invoiceId) return notFound();
  const reason = input.reason.trim();
  if (reason === "") return invalid({ reason: "Say why: the customer gets these words by mail." });
  if (reason.length > MAX_REASON) {
    return invalid({ reason: `Use at most ${MAX_REASON} characters.` });
  }
  return await transact(deps, async (tx) => {
    const before = await getFolder(tx, invoiceId);
    const proof = before?.proofs.find((each) => each.id === proofId);
    if (!before || !proof) return notFound();
    if (proof.status !== "pending") return fail({ code: "already_decided" });
    const rejected = {
      ...proof,
      status: "rejected" as const,
      decidedAt: isoNow(deps.clock),
      decidedBy: actor.id,
      rejectReason: reason,
    };
    const proofs = before.proofs.map((each) => each.id === proofId ? rejected : each);
    setFolder(tx, before, { ...before, proofs });
    stageAudit(tx, deps, {
      actor,
      action: "proof.rejected",
      subject: { kind: "invoice", id: invoiceId },
      before: { proofId, status: "pending" },
      after: { proofId, status: "rejected", reason },
      requestId: input.requestId,
    });
    const account = await getAccount(deps, before.customerId);
    if (account) {
      await stageMail(tx, deps, {
        fact: `proof_rejected:${proofId}`,
        to: { email: account.email, name: account.name },
        accountId: account.id,
        template: "proof_rejected",
        variables: {
          customerName: account.name,
          invoiceNumber: before.invoiceNumber,
          reason,
          link: `/dashboard/invoices/${invoiceId}`,
        },
      });
    }
    return ok({ invoiceId });
  });
}
