/** Views of one thing as links; each has its own address and works without a script. */
import { cx } from "./cx.ts";

export interface Tab {
  href: string;
  label: string;
  count?: number;
  current?: boolean;
}

export interface TabsProps {
  /** Names the group for screen readers, such as "Orders by state". */
  label: string;
  tabs: Tab[];
}

/** A row of links with a line under the current one; several rows on a phone, so that none is out of sight. */
export function Tabs({ label, tabs }: TabsProps) {
  return (
    <nav aria-label={label} class="mb-5 border-b border-line">
      <ul class="flex flex-wrap gap-x-1">
        {tabs.map((tab) => (
          <li key={tab.href} class="shrink-0">
            <a
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              class={cx(
                "flex h-11 items-center gap-2 rounded-t-md border-b-2 px-3 text-sm font-medium transition-colors duration-150 focus-visible:-outline-offset-2",
                tab.current
                  ? "border-brand text-ink"
                  : "border-transparent text-muted hover:border-line-strong hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count !== undefined && (
                <span class="rounded-full bg-raised px-2 text-xs leading-5 tabular-nums text-ink-soft">
                  {tab.count}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
