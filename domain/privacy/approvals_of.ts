/** What staff had to decide about somebody's money. */
import { type Approval, pageApprovalsOf } from "@/domain/approval/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { paged } from "./walk.ts";

/** All of it, newest first. */
export function approvalsOf(
  deps: Pick<Deps, "kv">,
  accountId: string,
): AsyncIterable<Approval> {
  return paged((page) => pageApprovalsOf(deps.kv, accountId, page));
}
