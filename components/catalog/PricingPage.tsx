/** All plans, panels and add-ons with their prices for the chosen term. */
import { FAMILIES, type Family } from "@/domain/catalog/view.ts";
import type { CatalogView } from "@/domain/catalog/view.ts";
import type { Cycle } from "@/domain/shared/period.ts";
import type { TaxRule } from "@/domain/tax/view.ts";
import { CallToAction } from "../marketing/CallToAction.tsx";
import { CycleScope, CycleToggle } from "../ui/Cycles.tsx";
import { SectionHeader } from "../ui/SectionHeader.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { CurrencyLinks } from "./CurrencyLinks.tsx";
import { cycleOptions } from "./cycles.ts";
import { AddonsTable, PanelsTable } from "./ExtrasTable.tsx";
import { PlanCards } from "./PlanCards.tsx";
import { priceNote } from "./price_note.ts";

const FAMILY_HEADS: Readonly<Record<Family, { title: string; href: string; link: string }>> = {
  vps: { title: "Virtual private servers", href: "/vps", link: "Compare the VPS plans" },
  shared: { title: "Shared hosting", href: "/shared", link: "Compare the hosting plans" },
  dedicated: {
    title: "VDS and dedicated servers",
    href: "/dedicated",
    link: "Compare VDS and dedicated",
  },
};

/** Lines of the specification on each card; the family's page has them all. */
const CARD_LINES = 5;

/** One switch for the whole page. */
export function PricingPage(
  { catalog, cycle, tax, currencies, currency }: {
    catalog: CatalogView;
    cycle: Cycle;
    tax: TaxRule;
    /** In which there are prices, that of the house first. */
    currencies: readonly string[];
    /** Of these prices; `""` for that of the house. */
    currency: string;
  },
) {
  const leading = catalog.plans.find((plan) => plan.isFeatured) ?? catalog.plans[0];
  return (
    <>
      <CycleScope class="mx-auto max-w-[76rem] px-4 pb-20 pt-14 sm:px-6 sm:pb-28 sm:pt-20">
        <SectionHeader
          level={1}
          eyebrow="Pricing"
          title="One price list, four billing terms"
          description={`The longer the term, the less a month costs. ${priceNote(tax)}`}
        />
        <div class="sticky top-16 z-20 -mx-4 mt-8 bg-ground/90 px-4 py-4 backdrop-blur sm:static sm:mx-0 sm:bg-transparent sm:px-0 sm:backdrop-blur-none">
          <CycleToggle cycles={cycleOptions(leading)} value={cycle} />
        </div>
        <div class="mt-4 empty:hidden">
          <CurrencyLinks
            {...{ currencies, current: currency }}
            href={(other) => `/pricing?cycle=${cycle}${other && `&currency=${other}`}`}
          />
        </div>
        {FAMILIES.map((family) => (
          <FamilyPrices key={family} family={family} catalog={catalog} currency={currency} />
        ))}
        <section class="mt-16 sm:mt-24" aria-labelledby="addons">
          <h2 id="addons" class="text-2xl font-semibold text-ink">Add-ons</h2>
          <p class="mt-2 text-base text-muted">
            Ordered together with a plan, and billed with it for the same term.
          </p>
          <div class="mt-6">
            <AddonsTable catalog={catalog} />
          </div>
        </section>
        <section class="mt-16 sm:mt-24" aria-labelledby="panels">
          <h2 id="panels" class="text-2xl font-semibold text-ink">Control panels</h2>
          <p class="mt-2 text-base text-muted">
            For VPS, VDS and dedicated servers. Shared hosting includes its panel.
          </p>
          <div class="mt-6">
            <PanelsTable catalog={catalog} />
          </div>
        </section>
      </CycleScope>
      <CallToAction
        title="Found the right one?"
        description="Configure it and see the full sum before you agree to anything."
        primaryHref="/dashboard/order"
        primaryLabel="Start an order"
      />
    </>
  );
}

function FamilyPrices(
  { family, catalog, currency }: { family: Family; catalog: CatalogView; currency: string },
) {
  const head = FAMILY_HEADS[family];
  const plans = catalog.plans.filter((plan) => plan.family === family);
  if (plans.length === 0) return null;
  return (
    <section class="mt-12 sm:mt-20" aria-labelledby={`family-${family}`}>
      <div class="mb-6 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 id={`family-${family}`} class="text-2xl font-semibold text-ink">{head.title}</h2>
        <TextLink href={head.href}>{head.link}</TextLink>
      </div>
      <PlanCards plans={plans} lines={CARD_LINES} currency={currency} />
    </section>
  );
}
