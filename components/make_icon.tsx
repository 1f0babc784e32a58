/** How Lucide's data becomes an icon: inline SVG, decoration unless it has a `title`. */
import type { JSX } from "preact";
import { h } from "preact";

/** Lucide's data for one icon: SVG elements with their attributes. */
export interface IconData {
  name: string;
  node: Array<[string, Record<string, string>]>;
}

/** Size and colour come from classes: `size-4` by default, `currentColor` always. */
export interface IconProps {
  class?: string;
  /** A name for people who can't see it; without one the icon is hidden from them. */
  title?: string;
}

/** An icon, for props that take one. */
export type Icon = (props: IconProps) => JSX.Element;

/** An icon from its data. */
export function icon(data: IconData): Icon {
  return function LucideIcon({ class: className = "size-4", title }) {
    return (
      <svg
        class={`shrink-0 ${className}`}
        viewBox="0 0 24 24"
        width="16"
        height="16"
        fill="none"
        stroke="currentColor"
        stroke-width="1.75"
        stroke-linecap="round"
        stroke-linejoin="round"
        role={title ? "img" : undefined}
        aria-hidden={title ? undefined : "true"}
        aria-label={title}
      >
        {data.node.map(([tag, attributes]) => h(tag, attributes))}
      </svg>
    );
  };
}
