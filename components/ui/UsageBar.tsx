/** How much of something is used, as a bar. */

export interface UsageBarProps {
  label: string;
  value: number;
  max: number;
  /** The amount in words, such as "3 of 20 left"; also what screen readers hear. */
  text?: string;
}

/** A bar from 0 to `max`; amber from 80 percent, red from 95, always with its words. */
export function UsageBar({ label, value, max, text }: UsageBarProps) {
  const share = max > 0 ? Math.min(Math.max(value / max, 0), 1) : 0;
  const percent = Math.round(share * 100);
  const words = text ?? `${percent}%`;
  const fill = share >= 0.95 ? "fill-bad" : share >= 0.8 ? "fill-warn" : "fill-brand-500";
  return (
    <div>
      <div class="mb-2 flex items-baseline justify-between gap-4 text-sm">
        <span class="text-ink-soft">{label}</span>
        <span class="tabular-nums text-muted">{words}</span>
      </div>
      <svg
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={words}
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        class="h-1.5 w-full overflow-hidden rounded-full bg-hover"
      >
        <rect width={share * 100} height="6" class={fill} />
      </svg>
    </div>
  );
}
