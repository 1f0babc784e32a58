/** Small labels. A tone never stands alone: the text says it, the dot's shape of colour helps. */
import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";

/** `brand` leads, `neutral` informs; green, amber and red are for states alone. */
export type Tone = "neutral" | "brand" | "ok" | "warn" | "bad";

const TONES: Record<Tone, string> = {
  neutral: "border-line-strong bg-raised text-ink-soft",
  brand: "border-brand/30 bg-brand-950 text-brand-300",
  ok: "border-ok/25 bg-ok/10 text-ok",
  warn: "border-warn/25 bg-warn/10 text-warn",
  bad: "border-bad/30 bg-bad/10 text-bad",
};

const DOTS: Record<Tone, string> = {
  neutral: "bg-faint",
  brand: "bg-brand",
  ok: "bg-ok",
  warn: "bg-warn",
  bad: "bg-bad",
};

export interface BadgeProps {
  tone?: Tone;
  /** A dot before the text, for states. */
  dot?: boolean;
  class?: string;
  children: ComponentChildren;
}

/** A pill of one or two words. */
export function Badge({ tone = "neutral", dot, class: className, children }: BadgeProps) {
  return (
    <span
      class={cx(
        "inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-full border px-2.5 text-xs font-medium",
        TONES[tone],
        className,
      )}
    >
      {dot && <span aria-hidden="true" class={cx("size-1.5 rounded-full", DOTS[tone])} />}
      {children}
    </span>
  );
}
