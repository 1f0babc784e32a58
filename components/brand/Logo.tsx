/** CloudNest's mark, a cloud that holds three linked nodes, and the mark with the name. */
import { cx } from "../ui/cx.ts";

/** The mark alone; size by class. static/favicon.svg is the same drawing. */
export function LogoMark({ class: className = "size-8" }: { class?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" class={cx("shrink-0", className)} fill="none">
      <rect width="32" height="32" rx="8" class="fill-brand-600" />
      <path d="M0 20a24 24 0 0 0 32-9v13a8 8 0 0 1-8 8H8a8 8 0 0 1-8-8z" class="fill-brand-700" />
      <path
        d="M10.25 24a5.75 5.75 0 0 1-1-11.4 7.5 7.5 0 0 1 14.2-.95A6.25 6.25 0 0 1 22.6 24z"
        class="fill-white"
      />
      <path
        d="M11 19.25 16.25 13.5l5.5 5.75z"
        class="stroke-brand-600"
        stroke-width="1.5"
        stroke-linejoin="round"
      />
      <circle cx="11" cy="19.25" r="2" class="fill-brand-700" />
      <circle cx="21.75" cy="19.25" r="2" class="fill-brand-700" />
      <circle cx="16.25" cy="13.25" r="2.5" class="fill-brand-500" />
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
