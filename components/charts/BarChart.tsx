/** A bar chart as SVG attributes, with its numbers as a table for those who can't see it. */

export interface Bar {
  label: string;
  value: number;
}

export interface BarChartProps {
  /** What the bars count, such as "Orders a day". */
  title: string;
  bars: Bar[];
  /** The number in words; the plain number unless given. */
  format?: (value: number) => string;
  /** Stands in the chart while every bar is zero. */
  empty?: string;
}

const HEIGHT = 120;
const SLOT = 20;

/** Bars from zero to the largest value. */
export function BarChart(
  { title, bars, format = String, empty = "Nothing in this time" }: BarChartProps,
) {
  const max = Math.max(1, ...bars.map((bar) => bar.value));
  const first = bars[0];
  const last = bars.at(-1);
  return (
    <figure class="relative">
      {bars.every((bar) => bar.value === 0) && (
        <p class="absolute inset-x-0 top-14 text-center text-sm text-muted">{empty}</p>
      )}
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${Math.max(bars.length, 1) * SLOT} ${HEIGHT}`}
        preserveAspectRatio="none"
        class="h-40 w-full"
      >
        {[0.25, 0.5, 0.75, 1].map((share) => (
          <line
            key={share}
            x1="0"
            x2={bars.length * SLOT}
            y1={HEIGHT - share * (HEIGHT - 4)}
            y2={HEIGHT - share * (HEIGHT - 4)}
            class="stroke-line"
            vector-effect="non-scaling-stroke"
          />
        ))}
        {bars.map((bar, index) => {
          const height = Math.max((bar.value / max) * (HEIGHT - 4), bar.value > 0 ? 2 : 0);
          return (
            <rect
              key={bar.label}
              x={index * SLOT + 4}
              y={HEIGHT - height}
              width={SLOT - 8}
              height={height}
              class="fill-brand-600"
            />
          );
        })}
      </svg>
      <p aria-hidden="true" class="mt-2 flex justify-between text-xs text-muted">
        <span>{first?.label}</span>
        <span>{bars.length > 1 ? last?.label : ""}</span>
      </p>
      <table class="sr-only">
        <caption>{title}</caption>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.label}>
              <th scope="row">{bar.label}</th>
              <td>{format(bar.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
