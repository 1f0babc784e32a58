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
}

/** A tile for a grid of two to four. */
export function StatTile(props: StatTileProps) {
  const { label, value, icon: Picture, href, hint, tone = "calm" } = props;
  const className = cx(
    "group relative flex min-w-0 flex-col rounded-lg border bg-surface p-5 shadow-edge",
    tone === "attention" ? "border-brand-700" : "border-line",
    href && "transition-colors duration-150 hover:border-line-strong hover:bg-raised",
  );
  const content = (
    <>
      <span class="flex items-center justify-between gap-3 text-sm text-muted">
        <span class="truncate">{label}</span>
        {Picture && (
          <span class={tone === "attention" ? "text-accent" : "text-faint"}>
            <Picture class="size-[18px]" />
          </span>
        )}
      </span>
      <span class="mt-2 text-3xl font-semibold tabular-nums text-ink">{value}</span>
      {(hint || href) && (
        <span class="mt-1 flex items-center justify-between gap-3 text-sm text-muted">
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
