/** A checkbox or radio button with its text beside it; the whole line can be clicked. */
import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { CheckIcon } from "../icons.tsx";
import { cx } from "./cx.ts";
import { FieldNotes, RequiredMark } from "./Field.tsx";
import { describedBy, fieldId } from "./field_ids.ts";

export interface CheckboxProps extends
  Omit<
    InputHTMLAttributes<HTMLInputElement>,
    "name" | "id" | "required" | "label" | "class" | "type" | "value"
  > {
  name: string;
  label: ComponentChildren;
  value?: string;
  id?: string;
  hint?: ComponentChildren;
  error?: string | null;
  required?: boolean;
  class?: string;
}

const BOX = "peer size-5 appearance-none border border-line-control bg-field " +
  "transition-colors duration-150 hover:border-muted cursor-pointer aria-[invalid=true]:border-bad " +
  "disabled:cursor-not-allowed disabled:opacity-50";

/** A checkbox that sends `value` (`on` unless given) when ticked. */
export function Checkbox(props: CheckboxProps) {
  const { label, hint, error, required, class: className, ...rest } = props;
  const { id = fieldId(props.name), ...attributes } = rest;
  return (
    <Line id={id} {...{ label, hint, error, required }} class={className}>
      <input
        {...attributes}
        type="checkbox"
        id={id}
        required={required}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        class={cx(BOX, "rounded-sm checked:border-brand-500 checked:bg-brand-600")}
      />
      <CheckIcon class="pointer-events-none absolute left-0.5 top-0.5 size-4 text-white opacity-0 peer-checked:opacity-100" />
    </Line>
  );
}

export interface RadioProps extends Omit<CheckboxProps, "value" | "error"> {
  value: string;
}

/** One radio button of the group `name`. */
export function Radio(props: RadioProps) {
  const { label, hint, required, class: className, ...rest } = props;
  const { id = `${fieldId(props.name)}-${props.value}`, ...attributes } = rest;
  return (
    <Line id={id} {...{ label, hint, required: false }} class={className}>
      <input
        {...attributes}
        type="radio"
        id={id}
        required={required}
        aria-describedby={describedBy(id, { hint })}
        class={cx(BOX, "rounded-full checked:border-brand-500 checked:bg-brand-600")}
      />
      <span class="pointer-events-none absolute left-1.5 top-1.5 size-2 rounded-full bg-white opacity-0 peer-checked:opacity-100" />
    </Line>
  );
}

interface LineProps extends Pick<CheckboxProps, "label" | "hint" | "error" | "required" | "class"> {
  id: string;
  children: ComponentChildren;
}

function Line({ id, label, hint, error, required, class: className, children }: LineProps) {
  return (
    <div class={cx("flex items-start gap-3", className)}>
      <span class="relative flex size-5 shrink-0">{children}</span>
      <div class="flex min-w-0 flex-col gap-1">
        <label for={id} class="cursor-pointer text-sm text-ink">
          {label}
          {required && <RequiredMark />}
        </label>
        <FieldNotes id={id} hint={hint} error={error} />
      </div>
    </div>
  );
}
