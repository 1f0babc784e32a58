/** Takes a person out of what they uploaded, at once, and out of the receipts, once those needn't be kept any more. */
import type { Deps } from "@/domain/shared/deps.ts";
import { ERASED } from "@/domain/shared/erasing.ts";
import { type Page, transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { deleteUpload } from "@/domain/upload/mod.ts";
import type { Payment, Proof, ProofFolder } from "./model.ts";
import { getFolder, pagePayments, setFolder, stageErasedPayment } from "./repo.ts";

/** Erases the proofs of an invoice with their files; their ids. Running it again changes nothing. */
export async function eraseProofs(
  deps: Pick<Deps, "kv" | "lanes">,
  invoiceId: string,
): Promise<string[]> {
  const folder = unwrap(
    await transact(deps, async (tx) => {
      const before = await getFolder(tx, invoiceId);
      if (before && before.proofs.some(({ fileName }) => fileName !== ERASED)) {
        const after: ProofFolder = { ...before, proofs: before.proofs.map(blanked) };
        setFolder(tx, before, after);
      }
      return ok(before);
    }),
  );
  for (const { uploadId } of folder?.proofs ?? []) await deleteUpload(deps.kv, uploadId);
  return folder?.proofs.map(({ id }) => id) ?? [];
}

/** The upload's id stays, so that a broken-off erasure still knows which file to delete. */
function blanked(proof: Proof): Proof {
  return {
    ...proof,
    status: proof.status === "pending" ? "rejected" : proof.status,
    fileName: ERASED,
    sha256: "",
    reference: "",
    note: "",
    rejectReason: proof.rejectReason && ERASED,
  };
}

/** Erases the references of what was received for an invoice. */
export async function eraseReceipts(
  deps: Pick<Deps, "kv" | "lanes">,
  invoiceId: string,
): Promise<void> {
  const page = await pagePayments(deps.kv, { invoiceId }, { limit: 100 });
  for (const { id } of page.items) await eraseReceipt(deps, id);
}

/** Erases the reference of one receipt. */
export async function eraseReceipt(
  deps: Pick<Deps, "kv" | "lanes">,
  paymentId: string,
): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      await stageErasedPayment(tx, paymentId);
      return ok(undefined);
    }),
  );
}

/** Payments of a customer that were for no invoice, with their days. */
export async function* walletPaymentsOf(
  deps: Pick<Deps, "kv">,
  customerId: string,
): AsyncGenerator<{ id: string; receivedOn: string }> {
  let after: string | null = null;
  do {
    const request = { limit: 100, ...(after !== null && { after }) };
    const page: Page<Payment> = await pagePayments(deps.kv, { customerId }, request);
    for (const { id, invoiceId, receivedOn } of page.items) {
      if (invoiceId === null) yield { id, receivedOn };
    }
    after = page.next;
  } while (after !== null);
}
