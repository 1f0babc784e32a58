/** A key of the keyboard. */
import type { ComponentChildren } from "preact";

/** `<Kbd>Esc</Kbd>`. */
export function Kbd({ children }: { children: ComponentChildren }) {
  return (
    <kbd class="inline-flex min-w-[1.5rem] items-center justify-center rounded border border-line-strong bg-raised px-1.5 py-0.5 text-xs text-ink-soft shadow-edge">
      {children}
    </kbd>
  );
}
