/** The first step of an order: which plan, and for how long at a time. */
import { CYCLES } from "@/domain/shared/period.ts";
import { FAMILIES, type Family, type PlanView } from "@/domain/catalog/view.ts";
import { monthlyShare } from "@/domain/catalog/pricing.ts";
import { cycleOptions, everyText } from "../catalog/cycles.ts";
import { ChoiceCards } from "../ui/ChoiceCards.tsx";
import { CycleScope, CycleToggle } from "../ui/Cycles.tsx";
import { FieldNotes } from "../ui/Field.tsx";
import { fieldId } from "../ui/field_ids.ts";
import { formatMoney } from "../ui/Money.tsx";
import type { WizardForm, WizardRules } from "./wizard.ts";

const FAMILY_NAMES: Readonly<Record<Family, string>> = {
  vps: "Virtual private servers",
  shared: "Shared hosting",
  dedicated: "VDS and dedicated servers",
};

/** What all steps are given. */
export interface StepProps {
  form: WizardForm;
  rules: WizardRules;
  problems: Readonly<Record<string, string>>;
}

/** The cycle switch, and the plans by family with their price for the chosen cycle. */
export function PlanStep({ form, rules, problems }: StepProps) {
  const { plans } = rules.catalog;
  const families = FAMILIES.filter((family) => plans.some((plan) => plan.family === family));
  const chosen = plans.find((plan) => plan.slug === form.plan);
  return (
    <CycleScope class="flex flex-col gap-8">
      <div id={fieldId("cycle")} tabIndex={-1} class="flex flex-col gap-2">
        <p aria-hidden="true" class="text-sm font-medium text-ink">Billing cycle</p>
        <div>
          <CycleToggle cycles={cycleOptions(chosen ?? plans[0])} value={form.cycle} />
        </div>
        <FieldNotes id={fieldId("cycle")} error={problems.cycle} />
      </div>
      {families.map((family, index) => (
        <ChoiceCards
          key={family}
          name="plan"
          id={index === 0 ? fieldId("plan") : `${fieldId("plan")}-${family}`}
          legend={FAMILY_NAMES[family]}
          columns={family === "vps" ? 3 : 2}
          value={form.plan}
          error={index === 0 ? problems.plan : undefined}
          options={plans.filter((plan) => plan.family === family).map((plan) => ({
            value: plan.slug,
            label: plan.trialDays > 0 ? `${plan.name}, ${plan.trialDays} days free` : plan.name,
            description: shortSpecs(plan),
            detail: <CyclePriceLine plan={plan} />,
          }))}
        />
      ))}
    </CycleScope>
  );
}

/** A plan in one line, such as "4 cores, 8 GB memory, 160 GB NVMe". */
export function shortSpecs({ specs }: Pick<PlanView, "specs">): string {
  const cores = specs.cpuCores === 1 ? "1 core" : `${specs.cpuCores} cores`;
  return `${cores}, ${specs.memoryMb / 1024} GB memory, ${specs.diskGb} GB ${specs.diskKind}`;
}

function CyclePriceLine({ plan }: { plan: PlanView }) {
  return (
    <>
      {CYCLES.map((cycle) => {
        const price = plan.prices[cycle];
        return (
          <span key={cycle} data-cycle-price={cycle}>
            {price
              ? (
                <>
                  <span class="text-base font-semibold tabular-nums text-ink">
                    {formatMoney(monthlyShare(price, cycle))}
                  </span>{" "}
                  / month
                  {cycle !== "monthly" && (
                    <span class="block text-muted">
                      {`${formatMoney(price)} ${everyText(cycle)}`}
                    </span>
                  )}
                </>
              )
              : "Not for this term"}
          </span>
        );
      })}
    </>
  );
}
