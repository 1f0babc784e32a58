/** Pages with several forms: which one was sent, and what to say beside its fields. */
import type { Failure, ValidationError } from "@/domain/shared/result.ts";
import type { Typed } from "./forms.ts";
import { retryAfterOf, waitText } from "./problems.ts";

/** A form that couldn't be carried out. */
export interface SentForm {
  /** The value of its field `action`. */
  action: string;
  typed: Typed;
  error: Failure;
}

/** For a field that no person fills in. */
export const BROKEN_FORM = "This form is broken: reload the page.";

/** What staff are told when an amount was proposed; the sum of a day may be above the limit where no part of it is. */
export function proposedText(amount: string): string {
  return `${amount} wait for another member of staff to approve: with what you have booked for this customer in ` +
    "24 hours, it is above your limit.";
}

/** What people are told about failures that aren't about one field. */
const MESSAGES: Readonly<Record<string, string>> = {
  email_not_verified:
    "Confirm your e-mail address first: the link is in the mail that we sent you.",
  already_paid: "This invoice is paid already: somebody was faster. Nothing was recorded now.",
  already_decided: "This was decided already. Reload the page to see how.",
  already_booked: "This payment is booked already. Look for it among the received payments.",
  not_final: "It doesn't lie deep enough in the chain yet. Wait for its confirmations.",
  is_watched: "We watch this chain and see your payment by ourselves. There is nothing to name.",
  not_offered: "This way to pay isn't on offer just now. Choose another one.",
  nothing_due: "Nothing is due, or the rest is on its way already.",
  too_small: "So little can't be paid in this asset. Choose another one, or pay from your wallet.",
  rate_paused:
    "We can't tell what this asset is worth just now, so it is paused. Try again in a minute, or choose another way to pay.",
  line_decided: "Somebody has decided about this line already. Reload the page to see how.",
  already_mapped: "This file is on its way already. Reload the page to see where it is.",
  import_in_use:
    "A line of this file is booked, or proposed to a colleague, so the import stands. Nothing was changed.",
  not_undoable: "This import can't be undone as it stands. Reload the page to see how it stands.",
  already_active: "This service is active already: somebody was faster. Nothing was changed.",
  not_open: "This invoice isn't open any more. Reload the page to see where it stands.",
  not_from_wallet: "A top-up can't be paid from the wallet that it fills.",
  not_creditable: "A top-up is the customer's own money: pay it out of the wallet instead.",
  cancel_the_order: "This is an order's invoice: cancel the order instead.",
  outdated: "Somebody else has changed this meanwhile. Reload the page, and look at it again.",
  own_account: "This is your own account: a colleague has to do this. Nothing was booked.",
  payouts_frozen:
    "Payouts are frozen, for this account or because the books differ. Nothing was booked.",
  not_to_send: "This refund was sent already, or isn't booked. Reload the page.",
  not_second_person: "You have proposed this yourself, or it is your own money. Ask a colleague.",
  insufficient_funds: "There is less than that in the wallet. Nothing was booked.",
  not_ready: "This order isn't paid, so there is nothing to set up yet.",
  not_running: "This service isn't running, so it has no machine to change.",
  erasure_blocked: "Something is in the way, see below. Nothing was changed.",
  export_running: "A copy is being made already. We send you a mail when it is ready.",
  not_active: "This service isn't active, so there are no credentials to show.",
  wrong_state: "The order has moved on, so this can't be done any more. Reload the page.",
  wrong_service_state:
    "The service has moved on, so this can't be done any more. Reload the page to see how it stands.",
  not_due:
    "There is nothing to bill yet: the next term is too far away, or the service doesn't run.",
  not_promisable:
    "This can't be put off: the service is suspended, or you have named a day before.",
  not_failed: "This job isn't failed any more. Reload the page to see where it stands.",
  not_resendable: "This mail was sent already, or is about to be.",
  already_on: "There is an authenticator app already. Switch it off before you set up another.",
  setup_expired: "That took too long. Begin again with a new secret.",
  bad_passkey: "The passkey couldn't be checked. Try again.",
  too_many_passkeys: "You have as many passkeys as an account can have. Remove one first.",
  beyond_authority:
    "You can only give and take what you may do yourself, and only owners change owners.",
  last_owner: "This is the last owner. Make somebody else an owner first.",
  role_in_use: "Somebody still has this role. Give them another one first.",
  promotion_ended: "This promotion has ended, so it can't be changed any more.",
  conflict: "Somebody else changed the same thing at this moment. Try again.",
};

/** Messages by field of any failure; `""` is the form as a whole. */
export function formError(error: Failure): Record<string, string> {
  if (error.code === "validation") return { ...(error as ValidationError).fields };
  const wait = retryAfterOf(error);
  if (wait !== null) return { "": `That was too often. Try again in ${waitText(wait)}.` };
  return { "": MESSAGES[error.code] ?? "This can't be done right now. Reload the page." };
}
