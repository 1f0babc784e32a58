/** What is done when an owner says that somebody else got into their account. */
export { readPayoutFreeze, releasePayouts } from "./payout_freeze.ts";
export { readReport, reportNotMe } from "./report_not_me.ts";
