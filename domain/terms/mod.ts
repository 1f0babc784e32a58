/** Terms: by which a customer's services are billed again, and what happens when nobody pays. */
export { changeTerms, setWalletPayment, type TermsForm } from "./change_terms.ts";
export { type Agreed, type LateFee, NOTHING_AGREED, type Reminder, type Terms } from "./model.ts";
export { deleteCustomerTerms, readCustomerTerms } from "./repo.ts";
export { getCustomerTerms, getWalletPayment, readLeadHorizon, readTerms } from "./read_terms.ts";
