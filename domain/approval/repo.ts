/**
 * Keys of approvals: `["approvals", id]`, and owned by it `["approvals_by_status", status, id]`.
 */
import { ERASED } from "@/domain/shared/erasing.ts";
import { isId } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { stageStatusChange } from "@/domain/stats/mod.ts";
import { type Approval, approvalSchema } from "./model.ts";
import type { ApprovalStatus } from "./view.ts";

const approvalKey = (id: string) => ["approvals", id];

/** An approval, under check. */
export async function getApprovalRecord(tx: Tx, id: string): Promise<Approval | null> {
  const stored = await tx.get(approvalKey(id));
  return stored === null ? null : approvalSchema.parse(stored);
}

/** An approval as it stands now. */
export async function readApproval(kv: Deno.Kv, id: string): Promise<Approval | null> {
  const stored = (await kv.get(approvalKey(id))).value;
  return stored === null ? null : approvalSchema.parse(stored);
}

/** Writes a new approval, or one that was read with `getApprovalRecord()` as `before`. */
export function writeApproval(tx: Tx, before: Approval | null, after: Approval): void {
  if (before) tx.delete(["approvals_by_status", before.status, before.id]);
  tx.set(["approvals_by_status", after.status, after.id], after.id);
  const from = before?.status ?? null;
  stageStatusChange(tx, { kind: "approvals", from, to: after.status });
  tx.set(approvalKey(after.id), approvalSchema.parse(after));
}

/** One page of approvals, newest first; an empty one where the cursor is no id. */
export async function pageApprovals(
  kv: Deno.Kv,
  status: ApprovalStatus | undefined,
  request: PageRequest,
): Promise<Page<Approval>> {
  if (request.after !== undefined && !isId("apr", request.after)) return { items: [], next: null };
  const index = status === undefined ? ["approvals"] : ["approvals_by_status", status];
  const page = await pageIds(kv, index, request);
  const stored = await getAll(kv, page.items.map(approvalKey));
  return { items: stored.map((approval) => approvalSchema.parse(approval)), next: page.next };
}

/** Takes the person out of what an approval was about; one check. */
export async function stageErasedSummary(tx: Tx, id: string): Promise<void> {
  const before = await getApprovalRecord(tx, id);
  if (before) {
    writeApproval(tx, before, { ...before, summary: ERASED, note: before.note && ERASED });
  }
}
