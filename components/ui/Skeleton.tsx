/** Grey shapes where content will come; the live region around them says that it is loading. */

/** One bar; width and height by class. */
export function Skeleton({ class: className = "h-4 w-full" }: { class?: string }) {
  return <span aria-hidden="true" class={`block animate-pulse rounded bg-hover ${className}`} />;
}

/** Bars in the shape of a list, with its announcement. */
export function SkeletonList({ rows = 4, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" class="divide-y divide-line">
      <span class="sr-only">{label}</span>
      {Array.from(
        { length: rows },
        (_, row) => (
          <div key={row} class="flex items-center gap-4 px-5 py-4">
            <Skeleton class="size-8 rounded-full" />
            <div class="flex flex-1 flex-col gap-2">
              <Skeleton class={row % 2 === 0 ? "h-3.5 w-2/5" : "h-3.5 w-1/3"} />
              <Skeleton class={row % 2 === 0 ? "h-3 w-1/4" : "h-3 w-2/5"} />
            </div>
            <Skeleton class="h-3.5 w-16" />
          </div>
        ),
      )}
    </div>
  );
}
