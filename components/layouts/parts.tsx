/** What every layout has: the skip link, the log-out form, a person's block, the menu's items. */
import { LogOutIcon } from "../icons.tsx";
import { Avatar } from "../ui/Avatar.tsx";
import { cx } from "../ui/cx.ts";
import { isCurrent, type NavItem } from "./nav.ts";

/** Who is signed in, as far as a layout shows it. */
export interface LayoutUser {
  name: string;
  email: string;
}

/** Numbers beside menu items, by their `href`; nothing is shown for 0. */
export type NavBadges = Record<string, number | undefined>;

/** The first stop of the Tab key: past the menu, to the page. */
export function SkipLink() {
  return (
    <a
      href="#main"
      class="sr-only focus:not-sr-only focus:fixed focus:left-4 focus:top-4 focus:z-50 focus:rounded-md focus:bg-brand-600 focus:px-4 focus:py-2 focus:text-sm focus:font-medium focus:text-white"
    >
      Skip to content
    </a>
  );
}

/** Logging out changes state, so it is a form. */
export function LogOutForm({ compact }: { compact?: boolean }) {
  return (
    <form method="post" action="/logout">
      <button
        type="submit"
        aria-label={compact ? "Log out" : undefined}
        title={compact ? "Log out" : undefined}
        class={cx(
          "inline-flex h-9 items-center justify-center gap-2 rounded-md text-sm font-medium text-muted transition-colors hover:bg-raised hover:text-ink",
          compact ? "w-9" : "px-3",
        )}
      >
        <LogOutIcon />
        {!compact && "Log out"}
      </button>
    </form>
  );
}

/** Name, address and log-out, at the foot of a sidebar. */
export function UserBlock({ user }: { user: LayoutUser }) {
  return (
    <div class="flex items-center gap-3 border-t border-line p-4">
      <Avatar name={user.name} />
      <div class="min-w-0 flex-1">
        <p class="truncate text-sm font-medium text-ink">{user.name}</p>
        <p class="truncate text-xs text-muted" title={user.email}>{user.email}</p>
      </div>
      <LogOutForm compact />
    </div>
  );
}

/** One line of a sidebar's menu. */
export function SideLink(
  { item, path, badge }: { item: NavItem; path: string; badge?: number },
) {
  const current = isCurrent(item.href, path);
  const Picture = item.icon;
  return (
    <li>
      <a
        href={item.href}
        aria-current={current ? "page" : undefined}
        class={cx(
          "relative flex h-10 items-center gap-3 rounded-md px-3 text-sm font-medium transition-colors duration-150",
          current
            ? "bg-brand-950 text-ink shadow-edge before:absolute before:inset-y-2.5 before:left-0 before:w-0.5 before:rounded-full before:bg-accent"
            : "text-muted hover:bg-raised hover:text-ink",
        )}
      >
        {Picture && (
          <span class={current ? "text-brand" : ""}>
            <Picture class="size-[18px]" />
          </span>
        )}
        <span class="flex-1 truncate">{item.label}</span>
        {badge
          ? (
            <span class="rounded-full bg-brand-900 px-2 py-0.5 text-xs tabular-nums text-brand-300">
              {badge}
            </span>
          )
          : null}
      </a>
    </li>
  );
}
