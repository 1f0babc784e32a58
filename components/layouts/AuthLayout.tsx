/** Log-in, registration and their relatives: the form on one side, the brand on the other. */
import type { ComponentChildren } from "preact";
import { Logo } from "../brand/Logo.tsx";
import { drawNetwork } from "../brand/network.ts";
import { Network } from "../brand/Network.tsx";
import { Flash, type FlashMessage } from "../ui/Alert.tsx";
import { SkipLink } from "./parts.tsx";

const NETWORK = drawNetwork({ seed: 21, width: 760, height: 960, spacing: 92 });

export interface AuthLayoutProps {
  /** The page's `h1`. */
  title: string;
  description?: ComponentChildren;
  flash?: FlashMessage | null;
  /** Below the form, such as the way to the other form. */
  footer?: ComponentChildren;
  children: ComponentChildren;
}

/** A column for one short form. */
export function AuthLayout(props: AuthLayoutProps) {
  const { title, description, flash, footer, children } = props;
  return (
    <div class="grid min-h-screen lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <SkipLink />
      <div class="flex flex-col px-4 sm:px-10">
        <header class="flex h-16 items-center lg:h-20">
          <a href="/" class="flex rounded-md">
            <Logo />
          </a>
        </header>
        <main
          id="main"
          class="mx-auto flex w-full max-w-md flex-1 flex-col justify-center pb-20 pt-8"
        >
          <h1 class="text-3xl font-semibold text-ink">{title}</h1>
          {description && <p class="mt-2 text-base text-muted">{description}</p>}
          {flash && (
            <div class="mt-6">
              <Flash flash={flash} />
            </div>
          )}
          <div class="mt-8">{children}</div>
          {footer && <p class="mt-8 text-sm text-muted">{footer}</p>}
        </main>
      </div>
      <BrandPanel />
    </div>
  );
}

function BrandPanel() {
  return (
    <aside
      aria-label="About CloudNest"
      class="relative hidden overflow-hidden border-l border-line bg-surface lg:block"
    >
      <div class="absolute inset-0 bg-aurora" />
      <Network id="auth" drawing={NETWORK} focus={[58, 34]} />
      <div class="absolute inset-x-0 bottom-0 bg-gradient-to-b from-transparent to-ground/90 p-14 pt-32">
        <p class="max-w-md text-balance text-2xl font-semibold text-ink">
          Every order, invoice and machine, with its state in plain sight.
        </p>
        <p class="mt-3 max-w-md text-base text-muted">
          Pick a plan, transfer the money, and follow your server from payment to the first log-in.
        </p>
      </div>
    </aside>
  );
}
