/**
 * The frame around a control: label above, hint and error below, tied together by ids. Use it
 * directly for a control that has no component here.
 */
import type { ComponentChildren } from "preact";
import { CircleAlertIcon } from "../icons.tsx";
import { cx } from "./cx.ts";

/** What all labelled controls share. */
export interface FieldProps {
  /** The form field's name; the control's id follows from it. */
  name: string;
  label: ComponentChildren;
  /** Overrides the id, for a second form with the same field on one page. */
  id?: string;
  hint?: ComponentChildren;
  /** What is wrong and what to do; marks the control as invalid. */
  error?: string | null;
  required?: boolean;
  /** Keeps the label for screen readers only. */
  labelHidden?: boolean;
  class?: string;
}

export interface FieldFrameProps extends Omit<FieldProps, "name" | "id"> {
  /** The id of the control inside. */
  controlId: string;
  /** Something at the right end of the label's line, such as a link. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** Label, control, error, hint, from top to bottom. */
export function Field(props: FieldFrameProps) {
  const { controlId, label, hint, error, required, labelHidden, aside, children } = props;
  return (
    <div class={cx("flex min-w-0 flex-col gap-1.5", props.class)}>
      <div class={labelHidden ? "sr-only" : "flex items-baseline justify-between gap-4"}>
        <label for={controlId} class="text-sm font-medium text-ink">
          {label}
          {required && <RequiredMark />}
        </label>
        {aside && <span class="text-sm text-muted">{aside}</span>}
      </div>
      {children}
      <FieldNotes id={controlId} hint={hint} error={error} />
    </div>
  );
}

/** The star of a field that must be filled; the attribute on the control says it to all others. */
export function RequiredMark() {
  return <span aria-hidden="true" class="ml-0.5 text-accent">*</span>;
}

/** Error and hint below a control, with the ids that `describedBy` names. */
export function FieldNotes(
  { id, hint, error }: { id: string; hint?: ComponentChildren; error?: string | null },
) {
  return (
    <>
      {error && (
        <p id={`${id}-error`} class="flex items-start gap-1.5 text-sm text-bad">
          <CircleAlertIcon class="mt-0.5 size-4" />
          <span>{error}</span>
        </p>
      )}
      {hint && <p id={`${id}-hint`} class="text-sm text-muted">{hint}</p>}
    </>
  );
}

/** The look of every box that takes text. */
export const CONTROL = "w-full min-w-0 rounded-md border border-line-control bg-field text-base " +
  "text-ink shadow-none transition-colors duration-150 sm:text-sm hover:border-muted " +
  "focus-visible:border-accent focus-visible:outline-offset-0 " +
  "aria-[invalid=true]:border-bad disabled:cursor-not-allowed disabled:opacity-50 " +
  "read-only:text-ink-soft";
