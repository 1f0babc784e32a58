/** Whether a proof of payment may be sent at all: asked before a file of megabytes is read. */
import { type Invoice, readInvoice } from "@/domain/invoice/mod.ts";
import { type CustomerActor, mayUse } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import {
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import type { ProofFolder } from "./model.ts";
import { readFolder } from "./repo.ts";
import { MAX_PROOFS } from "./view.ts";

/** Files that an account may send within an hour, whatever becomes of them. */
const MAX_FILES_PER_HOUR = 30;
const HOUR_SECONDS = 3600;

/** Why a file isn't even read; a message is beside `file`. */
export type AdmitProofError = ValidationError | NotFound | RateLimited;

/** Takes one of the account's tries; fails where the invoice isn't theirs, or takes no proof. */
export async function admitProof(
  deps: Deps,
  { actor, invoiceId }: { actor: CustomerActor; invoiceId: string },
): Promise<Result<void, AdmitProofError>> {
  const invoice = await findOwnInvoice(deps, { actor, invoiceId });
  if (!invoice) return notFound();
  const problem = whyNoProof(invoice, await readFolder(deps.kv, invoiceId));
  if (problem) return invalid({ file: problem });
  const limited = await takeRateLimit(deps, {
    scope: "proofs",
    subject: actor.id,
    limit: MAX_FILES_PER_HOUR,
    windowSeconds: HOUR_SECONDS,
  });
  return limited.ok ? ok(undefined) : limited;
}

/** The invoice if it is the customer's, and they may deal with bills. */
export async function findOwnInvoice(
  deps: Pick<Deps, "kv">,
  { actor, invoiceId }: { actor: CustomerActor; invoiceId: string },
): Promise<Invoice | null> {
  if (!mayUse(actor, "billing")) return null;
  const invoice = isId("inv", invoiceId) ? await readInvoice(deps.kv, invoiceId) : null;
  return invoice?.customerId === actor.id ? invoice : null;
}

/** What to tell somebody whose proof can't be taken; `null` if it can. */
export function whyNoProof(invoice: Invoice, folder: ProofFolder | null): string | null {
  switch (invoice.status) {
    case "paid":
      return "This invoice is paid already: no proof is needed any more.";
    case "void":
    case "uncollectible":
      return "This invoice is closed and takes no proof. Write to us if you have paid it.";
    case "open":
      return (folder?.proofs.length ?? 0) < MAX_PROOFS
        ? null
        : "This invoice has as many proofs as it can take. Write to us to add another one.";
  }
}
