/** CloudNest's mark, a cloud made of linked nodes, and the mark with the name. */
import { cx } from "../ui/cx.ts";

/** The mark alone; size by class. static/favicon.svg is the same drawing. */
export function LogoMark({ class: className = "size-8" }: { class?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" class={cx("shrink-0", className)} fill="none">
      <rect width="32" height="32" rx="8" class="fill-brand-700" />
      <rect width="32" height="16" rx="8" class="fill-brand-600" opacity="0.55" />
      <path
        d="M8.5 19.5 14 11.5l8.5 3.8 1.2 5.2M8.5 19.5l7.3 2.2 7.9-1.2M14 11.5l1.8 10.2 6.7-6.4"
        class="stroke-white"
        stroke-width="1.25"
        stroke-opacity="0.55"
        stroke-linejoin="round"
      />
      <circle cx="8.5" cy="19.5" r="2.75" class="fill-white" />
      <circle cx="14" cy="11.5" r="3.5" class="fill-white" />
      <circle cx="22.5" cy="15.3" r="2.25" class="fill-accent-soft" />
      <circle cx="15.8" cy="21.7" r="1.75" class="fill-brand-300" />
      <circle cx="23.7" cy="20.5" r="2.75" class="fill-accent" />
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
