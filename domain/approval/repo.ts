/**
 * Keys of approvals: `["approvals", id]`, and owned by it `["approvals_by_status", status, id]` and, where it is known whose
 * money it is, `["approvals_by_customer", customerId, id]` and, until it is decided, `["approvals_open_of", customerId, id]`.
 */
import { isId } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { recordsAfter, type Walked } from "@/domain/shared/walk_records.ts";
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
  stageCustomerIndex(tx, after);
  const from = before?.status ?? null;
  stageStatusChange(tx, { kind: "approvals", from, to: after.status });
  tx.set(approvalKey(after.id), approvalSchema.parse(after));
}

/** Writes by which customer an approval is found. */
export function stageCustomerIndex(tx: Tx, { id, customerId, status }: Approval): void {
  if (customerId === null) return;
  tx.set(["approvals_by_customer", customerId, id], id);
  const open = ["approvals_open_of", customerId, id];
  if (status === "proposed") tx.set(open, id);
  else tx.delete(open);
}

/** The next approvals after an id, for walks over all of them. */
export function approvalsAfter(
  kv: Deno.Kv,
  request: { after: string; limit: number },
): Promise<Walked<Approval>[]> {
  const stored = { prefix: ["approvals"], ...request };
  return recordsAfter(kv, stored, (value) => approvalSchema.parse(value));
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

/** One page of the approvals about a customer's money, newest first; the caller has made sure who asks. */
export async function pageApprovalsOf(
  kv: Deno.Kv,
  customerId: string,
  request: PageRequest,
): Promise<Page<Approval>> {
  const page = await pageIds(kv, ["approvals_by_customer", customerId], request);
  const stored = await getAll(kv, page.items.map(approvalKey));
  return { items: stored.map((approval) => approvalSchema.parse(approval)), next: page.next };
}

/** Whether something about a customer's money is proposed and not decided. */
export async function hasOpenApprovals(kv: Deno.Kv, customerId: string): Promise<boolean> {
  const open = kv.list({ prefix: ["approvals_open_of", customerId] }, { limit: 1 });
  return (await Array.fromAsync(open)).length > 0;
}

/** Approvals by their ids, those that there are. */
export async function readApprovals(kv: Deno.Kv, ids: readonly string[]): Promise<Approval[]> {
  const stored = await getAll(kv, ids.map(approvalKey));
  return stored.flatMap((each) => each === null ? [] : [approvalSchema.parse(each)]);
}
