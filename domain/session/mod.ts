/** Sessions: signing up, logging in and out, who sends a request, and limits on tries. */
export {
  type ApiGrant,
  type BadRefreshToken,
  endApiSession,
  logInApi,
  refreshApiSession,
} from "./api_log_in.ts";
export { changePassword } from "./change_password.ts";
export {
  confirmEmailChange,
  type EmailChangeForm,
  readEmailChange,
  requestEmailChange,
} from "./change_email.ts";
export { cancelEmailChange, readPendingEmail } from "./pending_email.ts";
export {
  endSession,
  isSessionThere,
  stageEndOfSessions,
  stageStaffSession,
} from "./end_session.ts";
export {
  beginPasskeyStep,
  type FinishedLogIn,
  finishLogIn,
  getSecondStep,
  type LogInExpired,
} from "./finish_log_in.ts";
export { eraseSessions, readTraces } from "./erase.ts";
export { needsCode, proveCode, provePassword } from "./prove.ts";
export { isBrowserId, momentOf, readKnownDevices, stageNoDevices } from "./known_devices.ts";
export { type BadCredentials, logIn, type LogInInput } from "./log_in.ts";
export type { SecondFactorRequired } from "./log_in_challenge.ts";
export type { SignedIn, StartedSession } from "./model.ts";
export { networkOf } from "@/domain/shared/network.ts";
export {
  type RateLimit,
  type RateLimited,
  takeRateLimit,
  takeRateLimits,
} from "@/domain/shared/rate_limit.ts";
export {
  ACTING_MINUTES,
  openOwnAccount,
  openTeamAccount,
  startActing,
  type StepUpNeeded,
} from "./open_account.ts";
export { beginPasskeyLogIn, logInByPasskey } from "./passkey_log_in.ts";
export { resolveSession } from "./resolve_session.ts";
export type { ActingAs } from "./standing.ts";
export { isSteppedUp, proofAskedOf, STEP_UP_MINUTES, stepUp } from "./step_up.ts";
export { type SignedUp, signUp } from "./sign_up.ts";
export { deleteOldSigningKeys, listSigningKeys, rotateSigningKey } from "./signing_key.ts";
export type { Client } from "./start_session.ts";
export {
  readPasswordReset,
  requestPasswordReset,
  resetJobHandlers,
  resetPassword,
} from "./reset_password.ts";
export {
  countSessions,
  endOneSession,
  endOtherSessions,
  endSessions,
  listSessions,
  type SessionView,
} from "./sessions.ts";
export { openToken, signToken } from "./token.ts";
