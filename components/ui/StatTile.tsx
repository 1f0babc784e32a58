/** One number that matters, with its name; a link when there is a list behind it. */
import type { ComponentChildren } from "preact";
import { ArrowRightIcon, type Icon } from "../icons.tsx";
import { cx } from "./cx.ts";

export interface StatTileProps {
  label: string;
  value: ComponentChildren;
  icon?: Icon;
  href?: string;
  /** A line below the number. */
  hint?: ComponentChildren;
  /** `attention` when somebody should act on it. */
  tone?: "calm" | "attention";
  /** One line on a phone, where there are many of them. */
  compact?: boolean;
}

/** A tile for a grid of two to four. */
export function StatTile(props: StatTileProps) {
  const { label, value, icon: Picture, href, hint, tone = "calm", compact } = props;
  const className = cx(
    "group relative flex min-w-0 rounded-lg border bg-surface shadow-edge",
    compact
      ? "items-center justify-between gap-4 px-5 py-3 sm:flex-col sm:items-stretch sm:justify-start sm:gap-0 sm:p-5"
      : "flex-col p-5",
    tone === "attention" ? "border-brand-700" : "border-line",
    href && "transition-colors duration-150 hover:border-line-strong hover:bg-raised",
  );
  const content = (
    <>
      <span class="flex items-center justify-between gap-3 text-sm text-muted">
        <span class="truncate">{label}</span>
        {Picture && (
          <span
            class={cx(
              tone === "attention" ? "text-accent" : "text-faint",
              compact && "hidden sm:inline",
            )}
          >
            <Picture class="size-[18px]" />
          </span>
        )}
      </span>
      <span
        class={cx(
          "font-semibold tabular-nums text-ink",
          compact ? "text-xl sm:mt-2 sm:text-3xl" : "mt-2 text-3xl",
        )}
      >
        {value}
      </span>
      {(hint || href) && (
        <span
          class={cx(
            "mt-1 items-center justify-between gap-3 text-sm text-muted",
            compact ? "hidden sm:flex" : "flex",
          )}
        >
          <span>{hint}</span>
          {href && <ArrowRightIcon class="size-4 text-faint group-hover:text-brand" />}
        </span>
      )}
    </>
  );
  return href
    ? <a href={href} class={className}>{content}</a>
    : <div class={className}>{content}</div>;
}
