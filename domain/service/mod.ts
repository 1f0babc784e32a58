/** Services: what customers rent, with the sealed credentials of their machines. */
export {
  type Credentials,
  type NextTerms,
  type RecurringItem,
  recurringSchema,
  type Service,
  SERVICE_STATUSES,
  type ServiceStatus,
  SUSPENSION_REASONS,
  type SuspensionReason,
  type Termination,
} from "./model.ts";
export { billableFrom, endingAt, VOID_RENEWALS_JOB } from "./due.ts";
export {
  type CapReached,
  stageCancelled,
  stageDestroyed,
  stageEndUndone,
  stageTermination,
  stageTerminationAt,
  stageTerminationUndone,
} from "./end.ts";
export {
  nextPeriod,
  type Renewal,
  stageBilled,
  stageNextTerms,
  stageRenewed,
  stageUnbilled,
} from "./renew.ts";
export {
  isUnpaidTrial,
  stageTrialReminded,
  TRIAL_REMINDER_DAYS,
  trialEndOn,
  trialReminderOn,
} from "./trial.ts";
export { stageNeverSuspend, stageResumed, stageSuspended } from "./suspend.ts";
export { indexServices } from "./index_services.ts";
export { eraseServices } from "./erase.ts";
export {
  checkService,
  type MachineInput,
  type ServiceOrder,
  type ServiceTerms,
  stageActive,
  stageMachine,
  stageService,
  stageTerms,
} from "./stage_service.ts";
export { changedTerms, paidTermOf } from "./paid_terms.ts";
export {
  dropDue,
  type DueEntry,
  type DueIndex,
  dueServices,
  nextDueAt,
  readService,
  scanServices,
  setDueAside,
} from "./repo.ts";
export {
  findServiceOfOrder,
  findVisible,
  getService,
  listServices,
  listServicesForStaff,
  type ServiceListRequest,
} from "./get_service.ts";
export { type NotActive, revealCredentials } from "./reveal_credentials.ts";
export type * from "./view.ts";
