/** The frame of one sample in the style guide. */
import type { ComponentChildren } from "preact";

/** A titled group of samples. */
export function Group({ title, children }: { title: string; children: ComponentChildren }) {
  const id = title.toLowerCase().replace(/\W+/g, "-");
  return (
    <section aria-labelledby={id} class="border-t border-line py-10">
      <h2 id={id} class="mb-6 text-xl font-semibold text-ink">{title}</h2>
      <div class="flex flex-col gap-6">{children}</div>
    </section>
  );
}

/** Samples side by side, wrapping. */
export function Row({ children }: { children: ComponentChildren }) {
  return <div class="flex flex-wrap items-center gap-3">{children}</div>;
}

/** Samples in two columns. */
export function Columns({ children }: { children: ComponentChildren }) {
  return <div class="grid items-start gap-6 md:grid-cols-2">{children}</div>;
}
