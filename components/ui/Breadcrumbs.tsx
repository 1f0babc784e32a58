/** The way down to this page. */
import { ChevronRightIcon } from "../icons.tsx";

export interface Crumb {
  label: string;
  /** Missing on the last one: the page itself. */
  href?: string;
}

/** An ordered list of links, the last one being the current page. */
export function Breadcrumbs({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs">
      <ol class="flex flex-wrap items-start gap-x-1.5 gap-y-1 text-sm text-muted">
        {crumbs.map((crumb, index) => (
          <li key={crumb.label} class="flex min-w-0 items-start gap-1.5 wrap-anywhere">
            {index > 0 && <ChevronRightIcon class="mt-[3px] size-3.5 shrink-0 text-faint" />}
            {crumb.href
              ? (
                <a href={crumb.href} class="rounded transition-colors hover:text-ink">
                  {crumb.label}
                </a>
              )
              : <span aria-current="page" class="text-ink-soft">{crumb.label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
