/**
 * The frame of dashboard and admin: a sidebar that is fixed on wide screens and a drawer on small
 * ones. The drawer is a popover, so that it opens, closes and takes Escape without a script.
 */
import type { ComponentChildren } from "preact";
import { Logo } from "../brand/Logo.tsx";
import { MenuIcon, XIcon } from "../icons.tsx";
import { Flash, type FlashMessage } from "../ui/Alert.tsx";
import { Breadcrumbs, type Crumb } from "../ui/Breadcrumbs.tsx";
import { cx } from "../ui/cx.ts";
import type { NavGroup } from "./nav.ts";
import { type LayoutUser, type NavBadges, SideLink, SkipLink, UserBlock } from "./parts.tsx";

/** What a page tells its shell. */
export interface ShellPageProps {
  user: LayoutUser;
  /** `ctx.url.pathname`, marks where we are in the menu. */
  path: string;
  /** The page's `h1`. */
  title: ComponentChildren;
  description?: ComponentChildren;
  breadcrumbs?: Crumb[];
  /** Buttons at the right of the title. */
  actions?: ComponentChildren;
  badges?: NavBadges;
  /** Addresses of menu items that aren't for whoever is signed in. */
  hidden?: string[];
  flash?: FlashMessage | null;
  /** `narrow` for forms and wizards. */
  width?: "narrow" | "wide";
  children: ComponentChildren;
}

export interface ShellProps extends ShellPageProps {
  /** Where the logo leads. */
  home: string;
  nav: NavGroup[];
  /** Names the menu for screen readers. */
  navLabel: string;
  /** A word beside the logo, such as "Staff". */
  mark?: string;
  /** Below the menu: links to elsewhere. */
  aside?: ComponentChildren;
}

const DRAWER = "sidebar";
const ICON_BUTTON = "inline-flex size-10 items-center justify-center rounded-md text-ink-soft " +
  "transition-colors hover:bg-raised hover:text-ink lg:hidden";

/** Sidebar, top bar on small screens, page head, flash message, page. */
export function Shell(props: ShellProps) {
  const { home, mark, flash, children } = props;
  return (
    <>
      <SkipLink />
      <header class="sticky top-0 z-20 acting:top-12 flex h-14 items-center justify-between gap-4 border-b border-line bg-ground/90 px-4 backdrop-blur lg:hidden">
        <Home home={home} mark={mark} />
        <button
          type="button"
          popovertarget={DRAWER}
          aria-label="Open the menu"
          class={ICON_BUTTON}
        >
          <MenuIcon class="size-5" />
        </button>
      </header>
      <Sidebar {...props} />
      <main id="main" class="min-h-screen bg-halo-end lg:pl-64">
        <div
          class={cx(
            "mx-auto w-full px-4 pb-20 pt-6 sm:px-8 lg:pt-10",
            props.width === "narrow" ? "max-w-4xl" : "max-w-[80rem]",
          )}
        >
          <PageHead {...props} />
          {flash && (
            <div class="mb-6">
              <Flash flash={flash} />
            </div>
          )}
          {children}
        </div>
      </main>
    </>
  );
}

function Home({ home, mark }: { home: string; mark?: string }) {
  return (
    <a href={home} class="flex items-center gap-2.5 rounded-md">
      <Logo />
      {mark && (
        <span class="rounded border border-line-strong px-1.5 py-0.5 text-2xs font-medium uppercase tracking-wider text-muted">
          {mark}
        </span>
      )}
    </a>
  );
}

function Sidebar(props: ShellProps) {
  const { home, mark, navLabel, path, badges = {}, aside, user } = props;
  const nav = shownItems(props);
  return (
    <aside
      id={DRAWER}
      popover="auto"
      aria-label={navLabel}
      class="fixed inset-y-0 left-0 right-auto z-30 m-0 hidden h-full max-h-none w-72 max-w-[85vw] flex-col border-r border-line bg-surface p-0 text-ink shadow-float backdrop:bg-black/70 [&:popover-open]:flex lg:flex lg:w-64 lg:shadow-none lg:acting:top-12 lg:acting:h-[calc(100%-3rem)]"
    >
      <div class="flex h-14 shrink-0 items-center justify-between px-4 lg:h-16 lg:px-5">
        <Home home={home} mark={mark} />
        <button
          type="button"
          popovertarget={DRAWER}
          popovertargetaction="hide"
          aria-label="Close the menu"
          class={ICON_BUTTON}
        >
          <XIcon class="size-5" />
        </button>
      </div>
      <nav aria-label={navLabel} class="flex-1 overflow-y-auto px-3 py-3">
        {nav.map((group) => (
          <div key={group.title ?? ""} class="mb-6">
            {group.title && <p class="mb-1.5 px-3 text-xs font-medium text-faint">{group.title}</p>}
            <ul class="flex flex-col gap-0.5">
              {group.items.map((item) => (
                <SideLink key={item.href} item={item} path={path} badge={badges[item.href]} />
              ))}
            </ul>
          </div>
        ))}
      </nav>
      {aside && <div class="px-3 pb-3">{aside}</div>}
      <UserBlock user={user} />
    </aside>
  );
}

/** The menu without what isn't for this person, and without groups that have nothing left. */
function shownItems({ nav, hidden = [] }: ShellProps): NavGroup[] {
  return nav
    .map((group) => ({ ...group, items: group.items.filter(({ href }) => !hidden.includes(href)) }))
    .filter(({ items }) => items.length > 0);
}

function PageHead({ title, description, breadcrumbs, actions }: ShellProps) {
  return (
    <div class="mb-6 lg:mb-8">
      {breadcrumbs && (
        <div class="mb-3">
          <Breadcrumbs crumbs={breadcrumbs} />
        </div>
      )}
      <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div class="min-w-0">
          <h1 class="text-balance text-2xl font-semibold text-ink sm:text-3xl">
            {unbroken(title)}
          </h1>
          {description && <p class="mt-1.5 max-w-2xl text-sm text-muted">{description}</p>}
        </div>
        {actions && <div class="flex flex-wrap items-center gap-3">{actions}</div>}
      </div>
    </div>
  );
}

/** A title whose numbers of invoices and credit notes stay on one line. */
function unbroken(title: ComponentChildren): ComponentChildren {
  if (typeof title !== "string") return title;
  return title.split(/([A-Z]{2,6}-\d{4}-\d{6,})/).map((part, at) =>
    at % 2 === 1 ? <span key={at} class="whitespace-nowrap">{part}</span> : part
  );
}
