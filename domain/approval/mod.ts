/** Two pairs of eyes on what moves much money: proposed by one member of staff, decided by another. */
export { type AboveLimit, admitMove, type OwnAccount, refuseOwn, type Share } from "./admit.ts";
export {
  type AlreadyDecided,
  decideApproval,
  type DecideError,
  type DecideInput,
  type NotSecondPerson,
} from "./decide.ts";
export { indexApprovals } from "./index_approvals.ts";
export { eraseApproval } from "./erase.ts";
export { getApproval, listApprovals } from "./list_approvals.ts";
export type { Approval, ApprovalEffect, ApprovalEffects, Decision } from "./model.ts";
export { hasOpenApprovals, pageApprovalsOf, readApprovals } from "./repo.ts";
export { needsApproval, stageProposal } from "./propose.ts";
export * from "./view.ts";
