/** CloudNest's mark, a cloud made of linked nodes, and the mark with the name. */
import { cx } from "../ui/cx.ts";

/** The mark alone; size by class. */
export function LogoMark({ class: className = "size-8" }: { class?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" class={cx("shrink-0", className)} fill="none">
      <rect width="32" height="32" rx="8" class="fill-brand-900" />
      <rect x="0.5" y="0.5" width="31" height="31" rx="7.5" class="stroke-brand-700" />
      <path
        d="M9.5 20.5 14 12l8 3.5 1 5.5-13.5-.5L22 15.5M14 12l9 9"
        class="stroke-brand-500"
        stroke-width="1.5"
        stroke-linejoin="round"
      />
      <circle cx="9.5" cy="20.5" r="3" class="fill-brand-400" />
      <circle cx="14" cy="12" r="3.75" class="fill-white" />
      <circle cx="22" cy="15.5" r="2.25" class="fill-brand-300" />
      <circle cx="23" cy="21" r="2.75" class="fill-accent" />
    </svg>
  );
}

/** Mark and name; wrap it in a link to the home page. */
export function Logo() {
  return (
    <span class="inline-flex items-center gap-2.5">
      <LogoMark />
      <span class="text-lg font-semibold tracking-tight text-ink">
        Cloud<span class="text-brand">Nest</span>
      </span>
    </span>
  );
}
