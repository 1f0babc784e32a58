/** The home page. */
import { page } from "fresh";
import { orderHref } from "@/components/catalog/cycles.ts";
import { PageMeta } from "@/components/catalog/PageMeta.tsx";
import { specLines } from "@/components/catalog/PlanCards.tsx";
import {
  CallToAction,
  FeatureGrid,
  Hero,
  Locations,
  type PlanCardProps,
  PlanPreview,
  Questions,
} from "@/components/marketing/mod.ts";
import { priceNote } from "@/components/catalog/price_note.ts";
import { FAMILIES, getCatalog, type PlanView } from "@/domain/catalog/mod.ts";
import { visitorTax } from "@/domain/tax/mod.ts";
import { define } from "../(_lib)/state.ts";

const BADGES = { vps: "VPS", shared: "Shared hosting", dedicated: "VDS" } as const;

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const [{ plans, datacenters, osImages }, { rule: tax }] = await Promise.all([
      getCatalog(deps),
      visitorTax(deps),
    ]);
    const leading = FAMILIES.flatMap((family) =>
      plans.find((plan) => plan.family === family && plan.isFeatured) ?? []
    );
    return page({
      url: `${deps.config.appUrl}/`,
      plans: leading.map(toCard),
      note: `Paid by the month, or for longer terms at a lower price. ${priceNote(tax)}`,
      locations: datacenters.map(({ city, country, slug }) => ({ city, country, code: slug })),
      facts: [
        { value: String(plans.length), label: "plans" },
        { value: String(datacenters.length), label: "data centers" },
        { value: String(osImages.length), label: "system images" },
      ],
    });
  },
});

export default define.page<typeof handler>(function Home({ data }) {
  return (
    <>
      <PageMeta
        title="CloudNest: virtual servers, shared hosting and dedicated machines"
        description="Order a server in three steps, pay by bank transfer or cryptocurrency, and follow it from the invoice to the first log-in."
        url={data.url}
      />
      <Hero facts={data.facts} />
      <FeatureGrid />
      <PlanPreview plans={data.plans} description={data.note} />
      <Locations locations={data.locations} />
      <Questions />
      <CallToAction />
    </>
  );
});

function toCard(plan: PlanView): PlanCardProps {
  const { name, tagline, prices, family } = plan;
  return {
    name,
    tagline,
    ...(prices.monthly && { price: prices.monthly }),
    badge: BADGES[family],
    specs: specLines(plan).slice(0, 5),
    href: orderHref(plan, "monthly"),
    featured: family === "vps",
  };
}
