/** What a staff form needs to be shown again: the state of one action's form. */

/** Values and messages by field; empty where the form wasn't sent. */
export interface FormState {
  texts: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
}

/** A form that nobody has sent yet. */
export const UNTOUCHED: FormState = { texts: {}, errors: {} };

/** Messages for a summary whose fields have ids of their own: pages with two forms that share names. */
export function prefixed(errors: FormState["errors"], prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([name, text]) => [name === "" ? "" : `${prefix}-${name}`, text]),
  );
}
