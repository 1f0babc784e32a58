/** Raised surfaces: the boxes that pages are built of, and the heads of pages and sections. */
import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";

export interface CardProps {
  title?: ComponentChildren;
  description?: ComponentChildren;
  /** Buttons or links at the right end of the head. */
  actions?: ComponentChildren;
  footer?: ComponentChildren;
  /** `flush` lets the content reach the edges, for tables and lists. */
  flush?: boolean;
  id?: string;
  class?: string;
  children?: ComponentChildren;
}

/** A surface with an optional head and foot. Its title is an `h2`. */
export function Card(props: CardProps) {
  const { title, description, actions, footer, flush, id, class: className, children } = props;
  return (
    <section
      id={id}
      class={cx(
        "min-w-0 overflow-hidden rounded-lg border border-line bg-surface shadow-edge",
        className,
      )}
    >
      {(title || actions) && (
        <div
          class={cx(
            "flex flex-wrap justify-between gap-x-6 gap-y-3 border-b border-line px-5 py-4",
            description ? "items-start" : "items-center",
          )}
        >
          <div class="min-w-0">
            {title && <h2 class="text-base font-semibold text-ink">{title}</h2>}
            {description && <p class="mt-1 text-sm text-muted">{description}</p>}
          </div>
          {actions && <div class="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      )}
      <div class={flush ? "" : "p-5"}>{children}</div>
      {footer && (
        <div class="flex flex-wrap items-center justify-end gap-3 border-t border-line bg-ground/40 px-5 py-3.5">
          {footer}
        </div>
      )}
    </section>
  );
}
