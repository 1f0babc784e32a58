/** Changes of plan and billing term: reckoned by days, made when they are paid. */
export {
  type ChangeError,
  type NotChangeable,
  previewChange,
  requestChange,
  type RequestChangeError,
  type RequestChangeInput,
} from "./request_change.ts";
export {
  cancelChange,
  endOpenChange,
  expireChanges,
  isChangeRequested,
  isChangeWaiting,
  listChanges,
  stageChangePaid,
} from "./close_change.ts";
export { type ChangeOptionsView, getChangeOptions } from "./get_change.ts";
export { type Place, placeOf } from "./place.ts";
export { type Proposal, proposeChange, unusedRests } from "./propose.ts";
export type * from "./view.ts";
