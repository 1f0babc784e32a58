/** Billing: further periods of services, what happens when nobody pays, and the end. */
export type { BillingReport } from "./model.ts";
export {
  type CancelForm,
  type CancelInput,
  cancelService,
  undoCancellation,
} from "./cancel_service.ts";
export type { NotDue } from "./issue_renewal.ts";
export { getRenewal, payEarly } from "./pay_early.ts";
export { getPromise, type NotPromisable, promisePayment } from "./promise_payment.ts";
export { stageReleased } from "./release_service.ts";
export { nextTermLines } from "./renewal_lines.ts";
export { type RehearsalOptions, rehearse, showAhead } from "./rehearse.ts";
export { runBilling, runDue } from "./run_billing.ts";
export { runRenewals } from "./run_renewals.ts";
export {
  type ReasonForm,
  resumeService,
  setNeverSuspend,
  type StaffServiceInput,
  suspendService,
  type WrongServiceState,
} from "./suspend_service.ts";
export { terminateService, undoTermination } from "./terminate_service.ts";
export type * from "./view.ts";
export { laterRenewals, voidJobHandlers, voidLaterRenewals } from "./void_renewals.ts";
