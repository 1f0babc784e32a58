/** The frame of the pages that everybody sees: header with menu, page, footer. */
import type { ComponentChildren } from "preact";
import { Logo } from "../brand/Logo.tsx";
import { MenuIcon } from "../icons.tsx";
import { Flash, type FlashMessage } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { FOOTER_NAV, isCurrent, type NavItem, PUBLIC_NAV } from "./nav.ts";
import { type LayoutUser, LogOutForm, SkipLink } from "./parts.tsx";

export interface PublicLayoutProps {
  /** Who is signed in; changes the links at the right. */
  user?: LayoutUser | null;
  path: string;
  flash?: FlashMessage | null;
  nav?: NavItem[];
  children: ComponentChildren;
}

const MENU = "site-menu";

/** Header, `main`, footer. The page brings its own sections, edge to edge. */
export function PublicLayout(props: PublicLayoutProps) {
  const { user, path, flash, nav = PUBLIC_NAV, children } = props;
  return (
    <div class="flex min-h-screen flex-col">
      <SkipLink />
      <header class="sticky top-0 z-30 acting:top-12 border-b border-line bg-ground/85 backdrop-blur">
        <div class="mx-auto flex h-16 max-w-[76rem] items-center gap-8 px-4 sm:px-6">
          <a href="/" class="flex rounded-md">
            <Logo />
          </a>
          <SiteMenu nav={nav} path={path} user={user} />
          <button
            type="button"
            popovertarget={MENU}
            aria-label="Menu"
            class="ml-auto inline-flex size-10 items-center justify-center rounded-md text-ink-soft transition-colors hover:bg-raised hover:text-ink lg:hidden"
          >
            <MenuIcon class="size-5" />
          </button>
        </div>
      </header>
      <main id="main" class="flex-1 bg-halo-end">
        {flash && (
          <div class="mx-auto max-w-[76rem] px-4 pt-6 sm:px-6">
            <Flash flash={flash} />
          </div>
        )}
        {children}
      </main>
      <SiteFooter signedIn={Boolean(user)} />
    </div>
  );
}

/** In the header on wide screens; a sheet below it on small ones. */
function SiteMenu({ nav, path, user }: Required<Pick<PublicLayoutProps, "nav" | "path">> & {
  user?: LayoutUser | null;
}) {
  return (
    <div
      id={MENU}
      popover="auto"
      class="fixed inset-x-0 bottom-auto top-16 m-0 hidden w-full max-w-none flex-col gap-6 border-b border-line bg-surface p-4 text-ink shadow-float backdrop:bg-black/60 [&:popover-open]:flex lg:static lg:flex lg:w-auto lg:flex-1 lg:flex-row lg:items-center lg:border-0 lg:bg-transparent lg:p-0 lg:shadow-none"
    >
      <nav aria-label="Main" class="lg:flex-1">
        <ul class="flex flex-col gap-1 lg:flex-row">
          {nav.map((item) => (
            <li key={item.href}>
              <a
                href={item.href}
                aria-current={isCurrent(item.href, path) ? "page" : undefined}
                class={cx(
                  "flex h-11 items-center rounded-md px-3 text-base font-medium transition-colors duration-150 lg:h-9 lg:text-sm",
                  isCurrent(item.href, path)
                    ? "bg-raised text-ink"
                    : "text-muted hover:bg-raised hover:text-ink",
                )}
              >
                {item.label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="flex flex-col gap-3 sm:flex-row lg:items-center lg:gap-2">
        {user
          ? (
            <>
              <LogOutForm />
              <Button href="/dashboard">Dashboard</Button>
            </>
          )
          : (
            <>
              <Button href="/login" variant="ghost">Log in</Button>
              <Button href="/register">Create account</Button>
            </>
          )}
      </div>
    </div>
  );
}

function SiteFooter({ signedIn }: { signedIn: boolean }) {
  const account = signedIn
    ? [{ href: "/dashboard", label: "Dashboard" }, {
      href: "/dashboard/services",
      label: "Your services",
    }, { href: "/dashboard/invoices", label: "Your invoices" }]
    : [{ href: "/login", label: "Log in" }, { href: "/register", label: "Create account" }];
  return (
    <footer class="border-t border-line bg-surface">
      <div class="mx-auto grid max-w-[76rem] gap-10 px-4 py-14 sm:grid-cols-2 sm:px-6 lg:grid-cols-[1.6fr_1fr_1fr_1fr]">
        <div class="max-w-xs">
          <Logo />
          <p class="mt-4 text-sm text-muted">
            Virtual servers, shared hosting and dedicated machines, set up by people who can tell
            you where each one stands.
          </p>
        </div>
        {[...FOOTER_NAV, { title: "Account", items: account }].map((column) => (
          <nav key={column.title} aria-label={column.title}>
            <p class="text-sm font-semibold text-ink">{column.title}</p>
            <ul class="mt-3 flex flex-col gap-1">
              {column.items.map((item) => (
                <li key={item.href}>
                  <a
                    href={item.href}
                    class="inline-flex min-h-[1.75rem] items-center rounded text-sm text-muted transition-colors hover:text-ink"
                  >
                    {item.label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        ))}
      </div>
      <div class="border-t border-line">
        <p class="mx-auto max-w-[76rem] px-4 py-5 text-xs text-muted sm:px-6">
          © CloudNest. Paid by bank transfer or cryptocurrency.
        </p>
      </div>
    </footer>
  );
}
