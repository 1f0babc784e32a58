/** A line without axes, for the run of a number beside the number. */

export interface SparklineProps {
  values: number[];
  /** What the line shows, for screen readers. */
  label: string;
  class?: string;
}

const WIDTH = 120;
const HEIGHT = 32;

/** Points of the line, in the units of the view box; the smallest value lies on the ground. */
export function sparklinePath(values: number[]): string {
  if (values.length === 0) return "";
  const min = Math.min(...values);
  const range = Math.max(...values) - min || 1;
  const step = values.length > 1 ? WIDTH / (values.length - 1) : 0;
  return values.map((value, index) => {
    const y = HEIGHT - 2 - ((value - min) / range) * (HEIGHT - 4);
    return `${index === 0 ? "M" : "L"}${round(index * step)} ${round(y)}`;
  }).join("");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A line with its last point lit. */
export function Sparkline({ values, label, class: className = "h-8 w-full" }: SparklineProps) {
  const path = sparklinePath(values);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      class={className}
      fill="none"
    >
      {path && (
        <>
          <path
            d={`${path}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`}
            class="fill-brand-600"
            opacity="0.14"
          />
          <path
            d={path}
            class="stroke-brand"
            stroke-width="1.5"
            vector-effect="non-scaling-stroke"
          />
        </>
      )}
    </svg>
  );
}
