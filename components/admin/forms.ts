/** What a staff form needs to be shown again: the state of one action's form. */

/** Values and messages by field; empty where the form wasn't sent. */
export interface FormState {
  texts: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
}

/** A form that nobody has sent yet. */
export const UNTOUCHED: FormState = { texts: {}, errors: {} };
