/** Newer and older, for lists that page by cursor: there is no number of pages to show. */
import { ArrowLeftIcon, ArrowRightIcon } from "../icons.tsx";
import { Button } from "./Button.tsx";

export interface PaginationProps {
  newerHref?: string | null;
  olderHref?: string | null;
  /** What is paged, such as "orders". */
  label?: string;
}

/** Two links; nothing when the list has one page. */
export function Pagination({ newerHref, olderHref, label = "entries" }: PaginationProps) {
  if (!newerHref && !olderHref) return null;
  return (
    <nav aria-label={`Pages of ${label}`} class="mt-4 flex items-center justify-between gap-3">
      {newerHref
        ? (
          <Button href={newerHref} variant="secondary" size="sm" icon={ArrowLeftIcon} rel="prev">
            Newer {label}
          </Button>
        )
        : <span />}
      {olderHref && (
        <Button href={olderHref} variant="secondary" size="sm" iconEnd={ArrowRightIcon} rel="next">
          Older {label}
        </Button>
      )}
    </nav>
  );
}
