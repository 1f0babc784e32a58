/**
 * Dialogs and disclosures. A dialog is a `<dialog popover>`: a button with `popovertarget` opens it
 * and Escape closes it without a script; an island may call `showModal()` on it as well.
 */
import type { ComponentChildren } from "preact";
import { ChevronDownIcon, XIcon } from "../icons.tsx";
import { cx } from "./cx.ts";

export interface DialogProps {
  /** What `popovertarget` names. */
  id: string;
  title: string;
  children: ComponentChildren;
  /** Buttons; the one that acts comes last. */
  footer?: ComponentChildren;
}

/** Opened by `<Button type="button" popovertarget={id}>`. */
export function Dialog({ id, title, children, footer }: DialogProps) {
  return (
    <dialog
      id={id}
      popover="auto"
      aria-labelledby={`${id}-title`}
      class="fixed inset-0 m-auto h-max max-h-[85vh] w-[min(32rem,calc(100vw-2rem))] overflow-y-auto rounded-xl border border-line-strong bg-raised p-0 text-ink shadow-float backdrop:bg-black/70"
    >
      <div class="flex items-start justify-between gap-4 px-6 pt-5">
        <h2 id={`${id}-title`} class="text-lg font-semibold text-ink">{title}</h2>
        <button
          type="button"
          popovertarget={id}
          popovertargetaction="hide"
          aria-label="Close"
          class="-mr-2 -mt-1 inline-flex size-9 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink"
        >
          <XIcon class="size-5" />
        </button>
      </div>
      <div class="px-6 pb-6 pt-3 text-sm text-ink-soft">{children}</div>
      {footer && (
        <div class="flex flex-wrap justify-end gap-3 border-t border-line-strong bg-surface px-6 py-4">
          {footer}
        </div>
      )}
    </dialog>
  );
}

export interface DisclosureProps {
  summary: ComponentChildren;
  children: ComponentChildren;
  /** `danger` for what destroys. */
  variant?: "plain" | "danger";
  open?: boolean;
}

/** A `<details>` that looks like a card: for forms that are seldom needed. */
export function Disclosure({ summary, children, variant = "plain", open }: DisclosureProps) {
  return (
    <details
      open={open}
      class={cx(
        "group rounded-lg border bg-surface shadow-edge",
        variant === "danger" ? "border-bad/30" : "border-line",
      )}
    >
      <summary
        class={cx(
          "flex min-h-[3rem] items-center justify-between gap-4 rounded-lg px-5 py-3 text-sm font-medium transition-colors duration-150 hover:bg-raised",
          variant === "danger" ? "text-bad" : "text-ink",
        )}
      >
        <span>{summary}</span>
        <span class="text-muted transition-transform duration-150 group-open:rotate-180">
          <ChevronDownIcon />
        </span>
      </summary>
      <div class="border-t border-line p-5">{children}</div>
    </details>
  );
}
