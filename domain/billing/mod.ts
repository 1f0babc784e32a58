/** Billing: further periods of services, what happens when nobody pays, and the end. */
export type { BillingReport, BillingStep, BillingStepKind } from "./model.ts";
export { runBilling, runDue } from "./run_billing.ts";
export { runRenewals } from "./run_renewals.ts";
export { voidJobHandlers } from "./void_renewals.ts";
