/** A person's initials in a circle; decoration beside the name. */

/** `Ada Lovelace` → `AL`; the first letter alone for a single name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? "")][0] ?? "?";
  const last = words.length > 1 ? [...(words.at(-1) ?? "")][0] ?? "" : "";
  return (first + last).toUpperCase();
}

/** Initials of `name`; hidden from screen readers, the name belongs beside it. */
export function Avatar({ name, class: className = "size-9" }: { name: string; class?: string }) {
  return (
    <span
      aria-hidden="true"
      class={`inline-flex shrink-0 items-center justify-center rounded-full border border-brand-700 bg-brand-900 text-xs font-semibold text-brand-300 ${className}`}
    >
      {initials(name)}
    </span>
  );
}
