/** The last step of an order: everything once more, how to pay, and the terms. */
import type { Quote } from "@/domain/catalog/view.ts";
import { everyText } from "../catalog/cycles.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Checkbox.tsx";
import { ChoiceCards } from "../ui/ChoiceCards.tsx";
import { DescriptionList } from "../ui/DescriptionList.tsx";
import { Input } from "../ui/Input.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { OrderLines } from "./OrderLines.tsx";
import type { StepProps } from "./PlanStep.tsx";
import type { WizardCheck, WizardRules } from "./wizard.ts";

/** What was chosen with its price, and the fields that are left. */
export function ReviewStep(
  { form, rules, problems, quote, isApplied, isCurrent }: StepProps & WizardCheck & {
    /** Only then is there a button for the code: Enter in another step's field takes the first button of the form. */
    isCurrent: boolean;
  },
) {
  const days = rules.catalog.plans.find(({ slug }) => slug === form.plan)?.trialDays ?? 0;
  return (
    <div class="flex flex-col gap-8">
      {quote && <Chosen quote={quote} rules={rules} />}
      {days > 0 && (
        <Checkbox
          name="trial"
          checked={form.trial !== ""}
          label={`Start with ${days} days free`}
          hint={rules.trialHint}
        />
      )}
      <ChoiceCards
        name="payment_method"
        legend="Pay by"
        columns={2}
        required
        value={form.payment_method}
        error={problems.payment_method}
        options={rules.ways}
      />
      <div class="flex flex-wrap items-start gap-3">
        <Input
          name="promo"
          label="Promotion code"
          hint={isApplied ? "Applied to the price." : "If you have one."}
          value={form.promo}
          error={problems.promo}
          maxLength={40}
          autocomplete="off"
          class="w-full sm:max-w-xs"
        />
        {isCurrent && (
          <Button
            formMethod="get"
            name="step"
            value="review"
            variant="secondary"
            class="sm:mt-[1.625rem]"
          >
            Apply code
          </Button>
        )}
      </div>
      <Checkbox
        name="accept_terms"
        value="yes"
        required
        checked={form.accept_terms !== ""}
        error={problems.accept_terms}
        label={
          <>
            I accept the <TextLink href="/terms">terms of service</TextLink> and have read the{" "}
            <TextLink href="/privacy">privacy notice</TextLink>.
          </>
        }
      />
    </div>
  );
}

function Chosen({ quote, rules }: { quote: Quote; rules: WizardRules }) {
  const { configuration } = quote;
  const { datacenters, osImages, panels } = rules.catalog;
  const place = datacenters.find((each) => each.slug === configuration.datacenter);
  const os = osImages.find((each) => each.slug === configuration.os);
  const panel = panels.find((each) => each.slug === configuration.panel);
  const none = "Not chosen yet";
  return (
    <div class="rounded-lg border border-line-strong bg-surface p-5 shadow-edge">
      <DescriptionList
        columns={2}
        items={[
          { label: "Hostname", value: configuration.hostname || none },
          { label: "Data center", value: place ? `${place.city}, ${place.country}` : none },
          { label: "Operating system", value: os ? `${os.name} ${os.version}` : none },
          { label: "Control panel", value: panel?.name ?? "None" },
        ]}
      />
      <div class="mt-5 border-t border-line pt-5">
        <OrderLines {...quote} taxRule={rules.tax} every={everyText(configuration.cycle)} />
      </div>
    </div>
  );
}
