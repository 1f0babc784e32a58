/** A labelled native select: the platform's own list, our box. */
import type { SelectHTMLAttributes } from "preact";
import { ChevronDownIcon } from "../icons.tsx";
import { cx } from "./cx.ts";
import { CONTROL, Field, type FieldProps } from "./Field.tsx";
import { describedBy, fieldId } from "./field_ids.ts";

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean;
}

export interface SelectProps extends
  FieldProps,
  Omit<
    SelectHTMLAttributes<HTMLSelectElement>,
    "name" | "id" | "required" | "label" | "class" | "value"
  > {
  options: SelectOption[];
  value?: string;
  /** A first, empty option such as "Choose a region". */
  placeholder?: string;
}

/** `<select>` with label, hint and error. */
export function Select(props: SelectProps) {
  const { label, hint, error, required, labelHidden, class: className, ...rest } = props;
  const { id = fieldId(props.name), options, value, placeholder, ...attributes } = rest;
  return (
    <Field {...{ label, hint, error, required, labelHidden, class: className }} controlId={id}>
      <div class="relative">
        <select
          {...attributes}
          id={id}
          required={required}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={describedBy(id, { hint, error })}
          class={cx(CONTROL, "h-11 cursor-pointer appearance-none pl-3.5 pr-10")}
        >
          {placeholder !== undefined && <option value="" selected={!value}>{placeholder}</option>}
          {options.map((option) => (
            <option
              key={option.value}
              value={option.value}
              selected={option.value === value}
              disabled={option.disabled}
            >
              {option.label}
            </option>
          ))}
        </select>
        <span class="pointer-events-none absolute inset-y-0 right-3.5 flex items-center text-muted">
          <ChevronDownIcon />
        </span>
      </div>
    </Field>
  );
}
