/**
 * Approvals of before they could be found by their customer: each is indexed. Done once for a database; the key
 * `["approvals_indexed"]` says so.
 */
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { approvalsAfter, getApprovalRecord, stageCustomerIndex } from "./repo.ts";

const DONE_KEY = ["approvals_indexed"];
/** Approvals that are read at once. */
const BATCH = 100;

/** Walks the approvals, unless that was done before. */
export async function indexApprovals(deps: Pick<Deps, "kv" | "lanes">): Promise<void> {
  if ((await deps.kv.get(DONE_KEY)).value === true) return;
  for (let after: string | null = ""; after !== null;) {
    const batch = await approvalsAfter(deps.kv, { after, limit: BATCH });
    for (const { id } of batch) {
      unwrap(
        await transact(deps, async (tx) => {
          const approval = await getApprovalRecord(tx, id);
          if (approval) stageCustomerIndex(tx, approval);
          return ok(undefined);
        }),
      );
    }
    after = batch.length < BATCH ? null : batch.at(-1)!.id;
  }
  await deps.kv.set(DONE_KEY, true);
}
