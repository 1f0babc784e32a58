/** Plans as cards: on the home page, and wherever plans stand side by side. */
import type { ComponentChildren } from "preact";
import { CheckIcon } from "../icons.tsx";
import { Badge } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { formatMoney, type MoneyValue } from "../ui/Money.tsx";
import { SectionHeader } from "../ui/SectionHeader.tsx";
import { TextLink } from "../ui/TextLink.tsx";

export interface PlanCardProps {
  name: string;
  tagline: string;
  /** One price; for prices by cycle give `priceSlot` a `CyclePrices` instead. */
  price?: MoneyValue;
  /** After the price; "/ month" unless given. */
  term?: string;
  /** Before the price, such as "from". */
  prefix?: string;
  priceSlot?: ComponentChildren;
  /** One line each, such as "4 vCPU" or "Disk: 80 GB NVMe". */
  specs: string[];
  href: string;
  /** Words of the button. */
  action?: string;
  /** Replaces the button, for links that depend on the cycle. */
  actionSlot?: ComponentChildren;
  /** Stands out; at most one of a row. */
  featured?: boolean;
  /** A word beside the name, such as "VPS". */
  badge?: string;
  /** 3 below a section's title, 2 directly below the page's. */
  level?: 2 | 3;
}

/** Name, price, what it has, and the way to order it. */
export function PlanCard(props: PlanCardProps) {
  const { name, tagline, price, term = "/ month", prefix, specs, href, featured, badge } = props;
  const Title = props.level === 2 ? "h2" : "h3";
  return (
    <article
      class={cx(
        "relative flex min-w-0 flex-col rounded-xl border p-6 sm:p-7",
        featured
          ? "border-brand-600 bg-raised bg-halo shadow-glow"
          : "border-line bg-surface shadow-edge",
      )}
    >
      <div class="flex items-center justify-between gap-3">
        <Title class="text-lg font-semibold text-ink">{name}</Title>
        {badge && <Badge tone={featured ? "brand" : "neutral"}>{badge}</Badge>}
      </div>
      <p class="mt-1.5 min-h-[2.5rem] text-sm text-muted">{tagline}</p>
      <div class="mt-5">
        {props.priceSlot}
        {price && (
          <p>
            {prefix && <span class="mr-1.5 text-sm text-muted">{prefix}</span>}
            <span class="text-4xl font-semibold tabular-nums text-ink">
              {formatMoney(price)}
            </span>
            <span class="ml-1.5 text-sm text-muted">{term}</span>
          </p>
        )}
      </div>
      <ul class="mb-8 mt-6 flex flex-col gap-2.5 border-t border-line pt-6 text-sm text-ink-soft">
        {specs.map((spec) => (
          <li key={spec} class="flex items-start gap-2.5">
            <span class="mt-0.5 text-brand">
              <CheckIcon />
            </span>
            <span class="min-w-0">{spec}</span>
          </li>
        ))}
      </ul>
      <div class="mt-auto">
        {props.actionSlot ?? (
          <Button href={href} block variant={featured ? "primary" : "secondary"}>
            {props.action ?? "Configure"}
            <span class="sr-only">{name}</span>
          </Button>
        )}
      </div>
    </article>
  );
}

export interface PlanPreviewProps {
  plans: PlanCardProps[];
  title?: string;
  description?: string;
}

/** A section with up to four plans and the way to all prices. */
export function PlanPreview(props: PlanPreviewProps) {
  const { plans, title = "Plans with room to grow", description } = props;
  return (
    <section class="border-y border-line bg-surface/40" aria-labelledby="plans">
      <div class="mx-auto max-w-[76rem] px-4 py-20 sm:px-6 sm:py-28">
        <div class="flex flex-wrap items-end justify-between gap-6">
          <SectionHeader
            id="plans"
            eyebrow="Plans"
            title={title}
            description={description ?? "Paid by the month, or for longer terms at a lower price."}
          />
          <TextLink href="/pricing">All plans and terms</TextLink>
        </div>
        <PlanRow plans={plans} />
      </div>
    </section>
  );
}

/** Cards side by side; two to four in a row on wide screens. */
export function PlanRow({ plans }: { plans: PlanCardProps[] }) {
  return (
    <div
      class={cx(
        "mt-12 grid gap-5",
        plans.length === 2 && "md:grid-cols-2",
        plans.length === 3 && "md:grid-cols-2 lg:grid-cols-3",
        plans.length >= 4 && "sm:grid-cols-2 xl:grid-cols-4",
      )}
    >
      {plans.map((plan) => <PlanCard key={plan.name} {...plan} />)}
    </div>
  );
}
