/** Names and values of one record. */
import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";

export interface Description {
  label: string;
  value: ComponentChildren;
}

export interface DescriptionListProps {
  items: Description[];
  columns?: 1 | 2;
}

/** A `<dl>`: lines with one column, blocks with two. */
export function DescriptionList({ items, columns = 1 }: DescriptionListProps) {
  return (
    <dl
      class={columns === 2 ? "grid gap-x-8 gap-y-5 sm:grid-cols-2" : "-my-2.5 divide-y divide-line"}
    >
      {items.map((item) => (
        <div
          key={item.label}
          class={columns === 2
            ? "min-w-0"
            : "flex min-w-0 flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-2.5"}
        >
          <dt class="text-sm text-muted">{item.label}</dt>
          <dd
            class={cx("min-w-0 text-sm text-ink wrap-anywhere", columns === 2 && "mt-1")}
          >
            {item.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
