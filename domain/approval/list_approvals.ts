/** Approvals as staff see them. */
import { getAccount } from "@/domain/customer/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import type { Approval } from "./model.ts";
import { pageApprovals, readApproval } from "./repo.ts";
import type { ApprovalStatus, ApprovalView } from "./view.ts";

/** One page of approvals, newest first; empty without `payments.approve`. */
export async function listApprovals(
  deps: Deps,
  input: { viewer: StaffActor; status?: ApprovalStatus; page?: PageRequest },
): Promise<Page<ApprovalView>> {
  if (!input.viewer.permissions.has("payments.approve")) return { items: [], next: null };
  const page = await pageApprovals(deps.kv, input.status, input.page ?? {});
  return {
    items: await Promise.all(page.items.map((each) => toView(deps, each))),
    next: page.next,
  };
}

/** One approval; needs `payments.approve`. */
export async function getApproval(
  deps: Deps,
  { viewer, id }: { viewer: StaffActor; id: string },
): Promise<Result<ApprovalView, NotFound>> {
  if (!viewer.permissions.has("payments.approve") || !isId("apr", id)) return notFound();
  const approval = await readApproval(deps.kv, id);
  return approval ? ok(await toView(deps, approval)) : notFound();
}

async function toView(deps: Deps, approval: Approval): Promise<ApprovalView> {
  const { schemaVersion: _, decidedBy, ...rest } = approval;
  const nameOf = async (id: string) => (await getAccount(deps, id))?.name ?? id;
  const [proposedByName, decidedByName] = await Promise.all([
    nameOf(approval.proposedBy),
    decidedBy === null ? null : nameOf(decidedBy),
  ]);
  return { ...rest, proposedByName, decidedByName };
}
