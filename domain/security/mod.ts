/** The state of what keeps an installation safe, for staff. */
export { getSecurityReport, paymentFacts } from "./get_security_report.ts";
export type * from "./view.ts";
