/** The second step of an order: where, with which system and panel, under which name, and what comes with it. */
import type { CatalogView, PlanView } from "@/domain/catalog/view.ts";
import { priceText } from "../catalog/cycles.ts";
import { type ChoiceCard, ChoiceCards } from "../ui/ChoiceCards.tsx";
import { cx } from "../ui/cx.ts";
import { Input } from "../ui/Input.tsx";
import { AddonFields } from "./AddonFields.tsx";
import type { StepProps } from "./PlanStep.tsx";

export interface ConfigurationStepProps extends StepProps {
  plan: PlanView;
  /** Whether choices can follow each other at once: what can't be combined is then switched off. */
  isLive: boolean;
}

/** Data center, system, panel, hostname and add-ons of one plan. */
export function ConfigurationStep(props: ConfigurationStepProps) {
  const { form, rules, problems, plan } = props;
  const { catalog } = rules;
  return (
    <div class="flex flex-col gap-8">
      <ChoiceCards
        name="datacenter"
        legend="Data center"
        columns={3}
        required
        value={form.datacenter}
        error={problems.datacenter}
        options={datacenterCards(props)}
      />
      {plan.platform ? <Platform plan={plan} catalog={catalog} problems={problems} /> : (
        <>
          <ChoiceCards
            name="os"
            legend="Operating system"
            columns={4}
            required
            value={form.os}
            error={problems.os}
            options={catalog.osImages.filter((os) => plan.os.includes(os.slug)).map((os) => ({
              value: os.slug,
              label: os.name,
              description: os.version,
            }))}
          />
          <ChoiceCards
            name="panel"
            legend="Control panel"
            columns={2}
            value={form.panel || "none"}
            error={problems.panel}
            options={panelCards(props)}
          />
        </>
      )}
      <Input
        name="hostname"
        label={plan.platform ? "Domain of the first site" : "Hostname"}
        hint={plan.platform
          ? "Such as example.com. You can add more domains in the control panel."
          : "The full name of the server, such as server1.example.com."}
        required
        value={form.hostname}
        error={problems.hostname}
        maxLength={253}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        inputMode="url"
      />
      <AddonFields
        addons={catalog.addons.filter((addon) => plan.addons.includes(addon.slug))}
        chosen={form.addons}
        cycle={form.cycle}
        error={problems["addons[]"] ?? problems.addons}
      />
    </div>
  );
}

function datacenterCards({ rules, plan, form }: ConfigurationStepProps): ChoiceCard[] {
  const places = rules.catalog.datacenters.filter((each) => plan.datacenters.includes(each.slug));
  return places.map((place) => {
    const left = rules.stock[plan.slug]?.[place.slug] ?? 0;
    return {
      value: place.slug,
      label: place.city,
      description: place.country,
      detail: <StockText left={left} />,
      disabled: left === 0 && form.datacenter !== place.slug,
    };
  });
}

/** How much is left, as far as it matters for a choice. */
function StockText({ left }: { left: number }) {
  if (left === 0) return <span class="text-muted">Sold out</span>;
  return left <= FEW
    ? <span class="text-warn">{left === 1 ? "The last one" : `Only ${left} left`}</span>
    : <span class="text-ok">In stock</span>;
}

const FEW = 5;

function panelCards({ rules, plan, form, isLive }: ConfigurationStepProps): ChoiceCard[] {
  const { panels, osImages } = rules.catalog;
  const os = osImages.find((each) => each.slug === form.os);
  const cards = panels.filter((panel) => plan.panels.includes(panel.slug)).map((panel) => {
    const isOff = isLive && os !== undefined && !panel.os.includes(os.slug);
    return {
      value: panel.slug,
      label: panel.name,
      description: isOff ? `Doesn't run on ${os.name} ${os.version}.` : panel.description,
      detail: priceText(panel.prices, form.cycle),
      disabled: isOff && form.panel !== panel.slug,
    };
  });
  const none = { value: "none", label: "None", description: "Root access by SSH, nothing else." };
  return [none, ...cards];
}

function Platform(
  { plan, catalog, problems }: {
    plan: PlanView;
    catalog: CatalogView;
    problems: StepProps["problems"];
  },
) {
  const os = catalog.osImages.find((each) => each.slug === plan.platform?.os);
  const panel = catalog.panels.find((each) => each.slug === plan.platform?.panel);
  const problem = problems.os ?? problems.panel;
  return (
    <div
      class={cx(
        "rounded-lg border px-4 py-3.5 text-sm text-ink-soft",
        problem ? "border-bad/30 bg-bad/10" : "border-brand/25 bg-brand-950",
      )}
    >
      <p class="font-medium text-ink">Run by us</p>
      <p class="mt-1">
        {problem ??
          `${plan.name} runs on ${os?.name} ${os?.version} with ${panel?.name}. Both are part of the price, and we keep them up to date.`}
      </p>
    </div>
  );
}
