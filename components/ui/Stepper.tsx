/** Where we are in a task of a few steps. */
import { CheckIcon } from "../icons.tsx";
import { cx } from "./cx.ts";

export interface StepperProps {
  steps: string[];
  /** Counted from 1; steps before it are done. */
  current: number;
  /** Links back to done steps, by position. */
  hrefs?: Array<string | undefined>;
  /** Names the list for screen readers. */
  label: string;
}

const CIRCLE = "flex size-7 shrink-0 items-center justify-center rounded-full border text-xs " +
  "font-semibold tabular-nums";

/** Numbered steps joined by lines; a phone shows the words of the current one only. */
export function Stepper({ steps, current, hrefs = [], label }: StepperProps) {
  return (
    <nav aria-label={label}>
      <ol class="flex items-center gap-3">
        {steps.map((step, index) => {
          const state = index + 1 < current ? "done" : index + 1 === current ? "current" : "ahead";
          const href = state === "done" ? hrefs[index] : undefined;
          const content = <Step number={index + 1} name={step} state={state} />;
          return (
            <li
              key={step}
              aria-current={state === "current" ? "step" : undefined}
              class={cx("flex items-center gap-3", index < steps.length - 1 && "flex-1")}
            >
              {href
                ? <a href={href} class="group rounded-md">{content}</a>
                : <span>{content}</span>}
              {index < steps.length - 1 && (
                <span
                  aria-hidden="true"
                  class={cx("h-px flex-1", state === "done" ? "bg-brand-600" : "bg-line-strong")}
                />
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

type StepState = "done" | "current" | "ahead";

const STATES: Record<StepState, { circle: string; name: string }> = {
  done: {
    circle: "border-brand-600 bg-brand-600 text-white",
    name: "hidden text-ink-soft group-hover:text-ink sm:inline",
  },
  current: { circle: "border-brand bg-brand-950 text-brand-300", name: "text-ink" },
  ahead: {
    circle: "border-line-strong bg-surface text-muted",
    name: "hidden text-muted sm:inline",
  },
};

function Step({ number, name, state }: { number: number; name: string; state: StepState }) {
  const look = STATES[state];
  return (
    <span class="flex items-center gap-2.5">
      <span class={cx(CIRCLE, look.circle)}>
        {state === "done" ? <CheckIcon class="size-3.5" /> : number}
      </span>
      <span class={cx("whitespace-nowrap text-sm font-medium", look.name)}>{name}</span>
      {state === "done" && <span class="sr-only">{`${name}, done`}</span>}
    </span>
  );
}
