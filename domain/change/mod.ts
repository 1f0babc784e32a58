/** Changes of plan and billing term: reckoned by days and made when they are paid, or with the next term. */
export {
  CHANGE_TIMES,
  type ChangeError,
  type ChangeTime,
  type NotChangeable,
} from "./admit_change.ts";
export { previewChange, requestChange, type RequestChangeInput } from "./request_change.ts";
export {
  cancelChange,
  endOpenChange,
  expireChanges,
  isChangeRequested,
  isChangeWaiting,
  stageChangePaid,
} from "./close_change.ts";
export { type ChangeOptionsView, getChangeOptions } from "./get_change.ts";
export { listAllChanges, listChanges } from "./list_changes.ts";
export { type Place, placeOf } from "./place.ts";
export { type Proposal, proposeChange, unusedRests } from "./propose.ts";
export { changeJobHandlers, stageNextBegun } from "./schedule_change.ts";
export type * from "./view.ts";
