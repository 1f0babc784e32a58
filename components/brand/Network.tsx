/** The network motif as decoration behind a page's head. */
import type { NetworkDrawing } from "./network.ts";

export interface NetworkProps {
  /** From `drawNetwork()`, made once and not with each page. */
  drawing: NetworkDrawing;
  /** Where it is at its clearest, in percent of the box; it fades out from there. */
  focus?: readonly [x: number, y: number];
  /** Unique on the page: the fade refers to it. */
  id: string;
  class?: string;
}

/** Nodes and links that fade out from `focus`. Place it `absolute inset-0` in a `relative` box. */
export function Network(props: NetworkProps) {
  const { drawing, focus = [70, 40], id } = props;
  const { width, height, links, nodes, lit } = drawing;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid slice"
      class={props.class ?? "pointer-events-none absolute inset-0 h-full w-full"}
      fill="none"
      stroke-linecap="round"
    >
      <defs>
        <radialGradient id={`${id}-fade`} cx={`${focus[0]}%`} cy={`${focus[1]}%`} r="62%">
          <stop offset="0" stop-color="#fff" />
          <stop offset="0.55" stop-color="#fff" stop-opacity="0.45" />
          <stop offset="1" stop-color="#fff" stop-opacity="0" />
        </radialGradient>
        <mask id={`${id}-mask`}>
          <rect width={width} height={height} fill={`url(#${id}-fade)`} />
        </mask>
      </defs>
      <g mask={`url(#${id}-mask)`}>
        <path d={links[0]} class="stroke-brand-800" stroke-width="1" />
        <path d={links[1]} class="stroke-brand-700" stroke-width="1" />
        <path d={links[2]} class="stroke-brand-600" stroke-width="1" />
        <path d={nodes[0]} class="stroke-brand-700" stroke-width="3" />
        <path d={nodes[1]} class="stroke-brand-600" stroke-width="4" />
        <path d={nodes[2]} class="stroke-brand-500" stroke-width="5.5" />
        {lit.map(([x, y]) => (
          <g key={`${x}-${y}`}>
            <circle cx={x} cy={y} r="11" class="fill-accent" opacity="0.12" />
            <circle cx={x} cy={y} r="3.5" class="fill-accent" />
          </g>
        ))}
      </g>
    </svg>
  );
}
