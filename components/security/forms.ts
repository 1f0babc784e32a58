/** Which form of the security page was sent, and what to say beside its fields. */

/** The form that was sent, if one was. */
export interface SecurityForm {
  /** The value of its field `action`; empty if none was sent. */
  action: string;
  /** The passkey or device that it is about. */
  subject: string;
  /** Messages by field; `""` is the form as a whole. */
  errors: Readonly<Record<string, string>>;
  /** What was typed as a name. */
  name: string;
}

/** No form was sent. */
export const NO_FORM: SecurityForm = { action: "", subject: "", errors: {}, name: "" };

/** The messages for one form of the page. */
export function errorsFor(
  form: SecurityForm,
  action: string,
  subject = "",
): Readonly<Record<string, string>> {
  return form.action === action && form.subject === subject ? form.errors : {};
}
