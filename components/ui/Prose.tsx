/** Running text: terms, privacy, articles. Styles what is inside by element, no classes needed. */
import type { ComponentChildren } from "preact";

const PROSE = "max-w-[68ch] text-base leading-7 text-ink-soft [&>*+*]:mt-5 " +
  "[&_h2]:text-2xl [&_h2]:font-semibold [&_h2]:text-ink [&>h2]:mt-12 [&_h3]:text-lg " +
  "[&_h3]:font-semibold [&_h3]:text-ink [&>h3]:mt-8 [&_a]:text-brand [&_a]:underline " +
  "[&_a]:underline-offset-4 [&_ul]:list-disc [&_ol]:list-decimal [&_ul]:pl-6 [&_ol]:pl-6 " +
  "[&_li+li]:mt-2 [&_strong]:font-semibold [&_strong]:text-ink [&_code]:rounded-sm " +
  "[&_code]:bg-raised [&_code]:px-1.5 [&_code]:py-0.5 [&_code]:text-sm [&_code]:text-ink";

/** Headings, paragraphs, lists and links with the measure of a book. */
export function Prose({ children }: { children: ComponentChildren }) {
  return <div class={PROSE}>{children}</div>;
}
