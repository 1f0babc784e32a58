/** A labelled text input of any HTML type, with optional icon, prefix and suffix. */
import type { ComponentChildren, InputHTMLAttributes } from "preact";
import type { Icon } from "../icons.tsx";
import { cx } from "./cx.ts";
import { CONTROL, Field, type FieldProps } from "./Field.tsx";
import { describedBy, fieldId } from "./field_ids.ts";

export interface InputProps
  extends
    FieldProps,
    Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "required" | "label" | "class"> {
  icon?: Icon;
  /** A unit or symbol at the right end, inside the box. */
  suffix?: string;
  /** At the right end of the label's line. */
  aside?: ComponentChildren;
}

/** `<input>` with label, hint and error. All other attributes go to the input. */
export function Input(props: InputProps) {
  const { label, hint, error, required, labelHidden, aside, class: className, ...rest } = props;
  const { id = fieldId(props.name), icon: Lead, suffix, ...attributes } = rest;
  return (
    <Field
      {...{ label, hint, error, required, labelHidden, aside, class: className }}
      controlId={id}
    >
      <div class="relative">
        {Lead && (
          <span class="pointer-events-none absolute inset-y-0 left-3 flex items-center text-faint">
            <Lead />
          </span>
        )}
        <input
          {...attributes}
          id={id}
          required={required}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={describedBy(id, { hint, error })}
          class={cx(CONTROL, "h-11", Lead ? "pl-10" : "pl-3.5", suffix ? "pr-14" : "pr-3.5")}
        />
        {suffix && (
          <span class="pointer-events-none absolute inset-y-0 right-3.5 flex items-center text-sm text-muted">
            {suffix}
          </span>
        )}
      </div>
    </Field>
  );
}
