/** The head of the home page: what CloudNest is, where to go, and what a running service looks like. */
import { drawNetwork } from "../brand/network.ts";
import { Network } from "../brand/Network.tsx";
import { ArrowRightIcon, CheckIcon } from "../icons.tsx";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { StatusBadge } from "../ui/StatusBadge.tsx";

const NETWORK = drawNetwork({ seed: 11, width: 1280, height: 680, spacing: 92 });

export interface HeroProps {
  primaryHref?: string;
  secondaryHref?: string;
  /** Figures of the catalogue, such as `{ value: "7", label: "plans" }`. */
  facts?: Array<{ value: string; label: string }>;
}

/** Title, two ways on, and the picture of a service. */
export function Hero(props: HeroProps) {
  const { primaryHref = "/pricing", secondaryHref = "/vps", facts = [] } = props;
  return (
    <section class="relative isolate overflow-hidden border-b border-line">
      <div class="absolute inset-0 -z-10 bg-aurora" />
      <div class="absolute inset-0 -z-10 opacity-40 sm:opacity-100">
        <Network id="hero" drawing={NETWORK} focus={[74, 42]} />
      </div>
      <div class="mx-auto grid max-w-[76rem] items-center gap-14 px-4 pb-20 pt-16 sm:px-6 sm:pb-28 sm:pt-24 lg:grid-cols-[1.05fr_1fr] lg:gap-20">
        <div>
          <p class="mb-5 text-sm font-medium text-accent">VPS, shared hosting, dedicated servers</p>
          <h1 class="text-balance text-5xl font-semibold text-ink sm:text-6xl">
            A quiet home for your servers
          </h1>
          <p class="mt-6 max-w-xl text-pretty text-lg text-ink-soft">
            Order in three steps, pay by bank transfer or cryptocurrency, and follow your machine
            from the first invoice to the first log-in. Prices are plain, and every change is on
            record.
          </p>
          <div class="mt-9 flex flex-wrap gap-3">
            <Button href={primaryHref} size="lg" iconEnd={ArrowRightIcon}>Compare prices</Button>
            <Button href={secondaryHref} size="lg" variant="secondary">See the VPS plans</Button>
          </div>
          {facts.length > 0 && (
            <dl class="mt-12 flex flex-wrap gap-x-10 gap-y-5">
              {facts.map((fact) => (
                <div key={fact.label} class="flex flex-col-reverse">
                  <dt class="text-sm text-muted">{fact.label}</dt>
                  <dd class="text-2xl font-semibold tabular-nums text-ink">{fact.value}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
        <ServicePicture />
      </div>
    </section>
  );
}

const ROWS = [
  ["Address", "203.0.113.24"],
  ["System", "Debian 13"],
  ["Location", "Frankfurt, DE"],
] as const;

const STEPS = ["Ordered", "Paid", "Set up", "Active"];

/** A drawing of the dashboard in its own parts; an example, so it is one image to screen readers. */
function ServicePicture() {
  return (
    <div
      role="img"
      aria-label="An example of a running service in the dashboard: its state, address, system and SSH command"
      class="relative mx-auto w-full max-w-lg lg:max-w-none"
    >
      <div class="absolute -inset-x-4 -top-4 bottom-8 -z-10 rounded-xl border border-line bg-surface/60 sm:-inset-x-6 sm:-top-6" />
      <div class="rounded-xl border border-line-strong bg-surface shadow-glow">
        <div class="flex items-center justify-between gap-4 border-b border-line px-5 py-4 sm:px-6">
          <div class="min-w-0">
            <p class="truncate text-base font-semibold text-ink">web-01.example.com</p>
            <p class="mt-0.5 text-sm text-muted">Virtual private server</p>
          </div>
          <StatusBadge kind="service" status="active" />
        </div>
        <div class="divide-y divide-line px-5 sm:px-6">
          {ROWS.map(([name, value]) => (
            <p key={name} class="flex justify-between gap-4 py-3 text-sm">
              <span class="text-muted">{name}</span>
              <span class="tabular-nums text-ink">{value}</span>
            </p>
          ))}
        </div>
        <div class="px-5 pb-5 pt-2 sm:px-6">
          <p class="flex items-center gap-2.5 rounded-md border border-line-strong bg-field px-3.5 py-3 font-mono text-sm text-ink">
            <span class="text-accent">$</span>
            ssh root@203.0.113.24
          </p>
        </div>
        <div class="flex border-t border-line bg-ground/50 px-5 py-4 sm:px-6">
          {STEPS.map((step, index) => (
            <div key={step} class={cx("flex flex-col gap-2", index < 3 && "flex-1")}>
              <span class="flex w-full items-center">
                <span
                  class={cx(
                    "flex size-5 shrink-0 items-center justify-center rounded-full",
                    index === 3 ? "bg-ok/20 text-ok" : "bg-brand-800 text-brand-300",
                  )}
                >
                  <CheckIcon class="size-3" />
                </span>
                {index < 3 && <span class="h-px flex-1 bg-brand-800" />}
              </span>
              <span class="text-xs text-muted">{step}</span>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
