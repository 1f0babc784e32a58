/** What a customer gets, as two large panels with a drawing and four short points. */
import type { ComponentChildren } from "preact";
import { type Icon, LayersIcon, MapPinIcon, ReceiptTextIcon, ScrollTextIcon } from "../icons.tsx";
import { KeyRoundIcon } from "../secret_icons.tsx";
import { SectionHeader } from "../ui/SectionHeader.tsx";
import { Stepper } from "../ui/Stepper.tsx";

interface Point {
  icon: Icon;
  title: string;
  text: string;
}

const POINTS: Point[] = [
  {
    icon: LayersIcon,
    title: "Your system, your panel",
    text: "Current Linux images, and cPanel, Plesk or DirectAdmin on the plans they fit.",
  },
  {
    icon: MapPinIcon,
    title: "Honest stock",
    text: "What is left in each data center shows before you order. Sold out means sold out.",
  },
  {
    icon: ReceiptTextIcon,
    title: "Invoices line by line",
    text: "Plan, panel and add-ons each on their own line, with one reference for your payment.",
  },
  {
    icon: ScrollTextIcon,
    title: "Every change on record",
    text: "Who did what and when is written down with the change itself, by us as well as by you.",
  },
];

/** The section below the hero. */
export function FeatureGrid() {
  return (
    <section class="mx-auto max-w-[76rem] px-4 py-20 sm:px-6 sm:py-28" aria-labelledby="features">
      <SectionHeader
        id="features"
        eyebrow="How it works"
        title="Nothing about your server is a mystery"
        description="Hosting is a long relationship. It goes better when both sides see the same facts."
      />
      <div class="mt-12 grid gap-5 lg:grid-cols-2">
        <Panel
          title="Three steps, one price"
          text="Choose a plan, configure it, review and pay. The sum changes with each choice, and the sum you see is the sum on the invoice."
        >
          <OrderPicture />
        </Panel>
        <Panel
          title="Credentials under lock"
          text="Log-in data is encrypted where it is stored and masked where it is shown. It never travels by mail, and each time it is revealed is written down."
        >
          <SecretPicture />
        </Panel>
      </div>
      <ul class="mt-5 grid gap-x-5 gap-y-10 rounded-xl border border-line bg-surface p-7 shadow-edge sm:grid-cols-2 sm:p-8 lg:grid-cols-4">
        {POINTS.map(({ icon: Picture, title, text }) => (
          <li key={title} class="lg:pr-4">
            <span class="flex size-9 items-center justify-center rounded-md border border-brand-800 bg-brand-950 text-brand">
              <Picture class="size-[18px]" />
            </span>
            <h3 class="mt-4 text-base font-semibold text-ink">{title}</h3>
            <p class="mt-1.5 text-sm text-muted">{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Panel(
  { title, text, children }: { title: string; text: string; children: ComponentChildren },
) {
  return (
    <div class="flex flex-col rounded-xl border border-line bg-surface bg-halo-end shadow-edge">
      <div class="p-7 pb-0 sm:p-8 sm:pb-0">
        <h3 class="text-xl font-semibold text-ink">{title}</h3>
        <p class="mt-2 text-pretty text-base text-muted">{text}</p>
      </div>
      <div class="flex flex-1 items-end p-7 sm:p-8">{children}</div>
    </div>
  );
}

function OrderPicture() {
  return (
    <div
      aria-hidden="true"
      class="w-full rounded-lg border border-line-strong bg-raised p-5 shadow-raised"
    >
      <Stepper label="Example" steps={["Plan", "Configuration", "Payment"]} current={2} />
      <div class="mt-6 grid grid-cols-2 gap-3 text-sm">
        {["Frankfurt", "Amsterdam"].map((city, index) => (
          <span
            key={city}
            class={index === 0
              ? "rounded-md border border-brand bg-brand-950 px-3.5 py-3 font-medium text-ink"
              : "rounded-md border border-line-strong bg-surface px-3.5 py-3 text-ink-soft"}
          >
            {city}
          </span>
        ))}
      </div>
    </div>
  );
}

function SecretPicture() {
  return (
    <div
      aria-hidden="true"
      class="w-full rounded-lg border border-line-strong bg-raised p-5 shadow-raised"
    >
      <p class="text-sm text-muted">Password</p>
      <p class="mt-2 flex items-center gap-3 rounded-md border border-line-strong bg-field px-3.5 py-3 text-sm">
        <span class="text-brand">
          <KeyRoundIcon />
        </span>
        <span class="flex-1 tracking-widest text-muted">••••••••••••</span>
        <span class="rounded bg-hover px-2.5 py-1 text-xs font-medium text-ink-soft">Reveal</span>
      </p>
      <p class="mt-4 flex items-center gap-2.5 text-sm text-muted">
        <span class="size-1.5 rounded-full bg-accent" />
        credentials.revealed
        <span class="flex-1 border-t border-dashed border-line-strong" />
        you
      </p>
    </div>
  );
}
