/** What a list says while it has nothing: why, and what to do next. */
import type { ComponentChildren } from "preact";
import { type Icon, InboxIcon } from "../icons.tsx";

export interface EmptyStateProps {
  title: string;
  description?: ComponentChildren;
  icon?: Icon;
  /** A button or link to the next step. */
  action?: ComponentChildren;
}

/** An icon in a node ring, a sentence, the next step. */
export function EmptyState(props: EmptyStateProps) {
  const { title, description, icon: Picture = InboxIcon, action } = props;
  return (
    <div class="flex flex-col items-center px-6 py-14 text-center">
      <div class="relative flex size-16 items-center justify-center">
        <svg
          aria-hidden="true"
          viewBox="0 0 64 64"
          class="absolute inset-0 size-16 text-line-strong"
          fill="none"
          stroke="currentColor"
        >
          <circle cx="32" cy="32" r="31" stroke-dasharray="2 5" />
          <circle cx="32" cy="32" r="22" class="fill-raised" />
          <circle cx="10" cy="10" r="3" class="fill-brand-700" stroke="none" />
          <circle cx="59" cy="17" r="2" class="fill-accent-deep" stroke="none" />
          <circle cx="52" cy="56" r="2.5" class="fill-brand-600" stroke="none" />
        </svg>
        <span class="relative text-brand">
          <Picture class="size-5" />
        </span>
      </div>
      <p class="mt-5 text-base font-semibold text-ink">{title}</p>
      {description && <p class="mt-1.5 max-w-sm text-pretty text-sm text-muted">{description}</p>}
      {action && <div class="mt-5 flex flex-wrap justify-center gap-3">{action}</div>}
    </div>
  );
}
