/** A labelled box for several lines of text. */
import type { TextareaHTMLAttributes } from "preact";
import { cx } from "./cx.ts";
import { CONTROL, Field, type FieldProps } from "./Field.tsx";
import { describedBy, fieldId } from "./field_ids.ts";

export interface TextareaProps extends
  FieldProps,
  Omit<
    TextareaHTMLAttributes<HTMLTextAreaElement>,
    "name" | "id" | "required" | "label" | "class"
  > {}

/** `<textarea>` with label, hint and error; `value` is its text. */
export function Textarea(props: TextareaProps) {
  const { label, hint, error, required, labelHidden, class: className, ...rest } = props;
  const { id = fieldId(props.name), rows = 5, ...attributes } = rest;
  return (
    <Field {...{ label, hint, error, required, labelHidden, class: className }} controlId={id}>
      <textarea
        {...attributes}
        id={id}
        rows={rows}
        required={required}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        class={cx(CONTROL, "block px-3.5 py-2.5")}
      />
    </Field>
  );
}
