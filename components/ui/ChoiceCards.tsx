/**
 * Radio buttons or checkboxes as cards, for a choice that deserves room: a data center, an image, a
 * plan. Plain inputs underneath; the selected look is CSS.
 */
import type { ComponentChildren } from "preact";
import { CheckIcon } from "../icons.tsx";
import { cx } from "./cx.ts";
import { FieldNotes, RequiredMark } from "./Field.tsx";
import { describedBy, fieldId } from "./field_ids.ts";

export interface ChoiceCard {
  value: string;
  label: ComponentChildren;
  description?: ComponentChildren;
  /** Ends the card's bottom line, such as a price. */
  detail?: ComponentChildren;
  disabled?: boolean;
}

export interface ChoiceCardsProps {
  name: string;
  legend: ComponentChildren;
  options: ChoiceCard[];
  /** `radio` picks one, `checkbox` any number. */
  type?: "radio" | "checkbox";
  /** The selected value, or values. */
  value?: string | string[];
  hint?: ComponentChildren;
  error?: string | null;
  required?: boolean;
  columns?: 2 | 3 | 4;
  id?: string;
  class?: string;
}

const COLUMNS = {
  2: "grid-cols-1 sm:grid-cols-2",
  3: "grid-cols-1 sm:grid-cols-2 lg:grid-cols-3",
  4: "grid-cols-2 lg:grid-cols-4",
};

/** A fieldset of cards. The first card has the id that the error summary links to. */
export function ChoiceCards(props: ChoiceCardsProps) {
  const { name, legend, options, value, hint, error, required, columns = 2 } = props;
  const id = props.id ?? fieldId(name);
  const chosen = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return (
    <fieldset
      class={cx("min-w-0", props.class)}
      aria-describedby={describedBy(id, { hint, error })}
      aria-invalid={error ? "true" : undefined}
    >
      <legend class="mb-2 text-sm font-medium text-ink">
        {legend}
        {required && <RequiredMark />}
      </legend>
      <div class={cx("grid gap-3", COLUMNS[columns])}>
        {options.map((option, index) => (
          <Card
            key={option.value}
            option={option}
            input={{
              type: props.type ?? "radio",
              name,
              id: index === 0 ? id : `${id}-${option.value}`,
              checked: chosen.includes(option.value),
              required: required && props.type !== "checkbox",
            }}
          />
        ))}
      </div>
      <div class={error || hint ? "mt-2 flex flex-col gap-1" : "hidden"}>
        <FieldNotes id={id} hint={hint} error={error} />
      </div>
    </fieldset>
  );
}

interface CardInput {
  type: "radio" | "checkbox";
  name: string;
  id: string;
  checked: boolean;
  required?: boolean;
}

function Card({ option, input }: { option: ChoiceCard; input: CardInput }) {
  const { disabled } = option;
  const marker = input.type === "radio" ? "rounded-full" : "rounded-sm";
  return (
    <label
      class={cx(
        "relative isolate flex min-w-0 items-start gap-3 p-4",
        disabled ? "cursor-not-allowed opacity-50" : "cursor-pointer",
      )}
    >
      <input
        {...input}
        value={option.value}
        disabled={disabled}
        class="peer absolute inset-0 z-10 h-full w-full appearance-none opacity-0"
      />
      <span class="absolute inset-0 -z-10 rounded-lg border border-line-strong bg-surface shadow-edge transition-colors duration-150 peer-checked:border-brand peer-checked:bg-brand-950 peer-hover:bg-raised peer-focus-visible:outline peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent" />
      <span class="relative flex min-w-0 flex-1 flex-col gap-0.5 pr-7">
        <span class="text-sm font-medium text-ink">{option.label}</span>
        {option.description && <span class="text-sm text-muted">{option.description}</span>}
        {option.detail && <span class="mt-1.5 text-sm text-ink-soft">{option.detail}</span>}
      </span>
      <span
        class={cx(
          "absolute right-4 top-4 flex size-5 items-center justify-center border border-line-control text-transparent peer-checked:border-brand-500 peer-checked:bg-brand-600 peer-checked:text-white",
          marker,
        )}
      >
        <CheckIcon class="size-3.5" />
      </span>
    </label>
  );
}
