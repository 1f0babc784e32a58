/** One way to pay, under its name. */
import type { ComponentChildren } from "preact";
import type { Icon } from "../icons.tsx";

/** A section of the card. */
export function Way(
  { icon: Picture, title, children }: { icon: Icon; title: string; children: ComponentChildren },
) {
  return (
    <section class="border-t border-line pt-5">
      <h3 class="mb-4 flex items-center gap-2 text-sm font-semibold text-ink">
        <span class="text-brand">
          <Picture class="size-[18px]" />
        </span>
        {title}
      </h3>
      {children}
    </section>
  );
}
