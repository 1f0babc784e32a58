/** Terms: by which a customer's services are billed again, and what happens when nobody pays. */
export { changeTerms, setWalletPayment, type TermsForm } from "./change_terms.ts";
export type { Agreed, LateFee, Reminder, Terms } from "./model.ts";
export { getCustomerTerms, getWalletPayment, readLeadHorizon, readTerms } from "./read_terms.ts";
