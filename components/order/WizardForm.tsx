/**
 * The order form: all three steps in one `<form>`, of which the current one is seen. The others keep their fields in
 * the form, so that without a script each button sends everything along: "Continue" by GET to the next step, "Place
 * order" by POST.
 */
import type { ComponentChildren } from "preact";
import type { Quote } from "@/domain/catalog/view.ts";
import { ArrowLeftIcon, ArrowRightIcon } from "../icons.tsx";
import { Button } from "../ui/Button.tsx";
import { Money } from "../ui/Money.tsx";
import { Stepper } from "../ui/Stepper.tsx";
import { ConfigurationStep } from "./ConfigurationStep.tsx";
import { OrderSummary } from "./OrderSummary.tsx";
import { PlanStep } from "./PlanStep.tsx";
import { ProblemList } from "./ProblemList.tsx";
import { ReviewStep } from "./ReviewStep.tsx";
import {
  type Step,
  STEP_NAMES,
  STEPS,
  type WizardCheck,
  type WizardForm as Form,
  wizardHref,
  type WizardRules,
} from "./wizard.ts";

/** The id of the heading of a step, which takes the focus when the step is reached. */
export const headingId = (step: Step) => `step-${step}`;

export interface WizardFormProps {
  rules: WizardRules;
  form: Form;
  check: WizardCheck;
  /** Steps that are seen; the last of them is the current one. */
  visible: readonly Step[];
  /** What is shown to be wrong. */
  problems: Readonly<Record<string, string>>;
  isLive?: boolean;
  isSending?: boolean;
}

/** Progress, fields, buttons, and the running sum. */
export function WizardForm(props: WizardFormProps) {
  const { rules, form, check, visible, problems, isLive = false, isSending = false } = props;
  const current = visible.at(-1) ?? "plan";
  const plan = rules.catalog.plans.find((each) => each.slug === form.plan) ?? null;
  const step = { form, rules, problems };
  return (
    <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:gap-8">
      <div class="flex min-w-0 flex-col gap-8">
        <Stepper
          label="Steps of the order"
          steps={STEPS.map((each) => STEP_NAMES[each])}
          current={STEPS.indexOf(current) + 1}
          hrefs={STEPS.map((each) => wizardHref(form, each))}
        />
        <ProblemList problems={problems} />
        <div class="flex flex-col gap-8">
          <StepSection step="plan" visible={visible}>
            <PlanStep {...step} />
          </StepSection>
          <StepSection step="configuration" visible={visible}>
            {plan
              ? <ConfigurationStep {...step} plan={plan} isLive={isLive} />
              : <CarriedConfiguration form={form} />}
          </StepSection>
          <StepSection step="review" visible={visible}>
            <ReviewStep {...check} {...step} isCurrent={current === "review"} />
          </StepSection>
        </div>
        {check.quote && <TotalLine quote={check.quote} />}
        <Actions current={current} isSending={isSending} />
      </div>
      <div class={current === "review" ? "hidden lg:block" : "lg:sticky lg:top-6"}>
        <OrderSummary plan={plan} quote={check.quote} tax={rules.tax} />
      </div>
    </div>
  );
}

function StepSection(
  { step, visible, children }: {
    step: Step;
    visible: readonly Step[];
    children: ComponentChildren;
  },
) {
  return (
    <section
      hidden={!visible.includes(step)}
      aria-labelledby={headingId(step)}
      class="flex flex-col gap-6"
    >
      <h2
        id={headingId(step)}
        tabIndex={-1}
        class="rounded text-xl font-semibold text-ink focus:outline-none"
      >
        {STEP_NAMES[step]}
      </h2>
      {children}
    </section>
  );
}

/** Keeps what was typed for a configuration that can't be shown while there is no plan. */
function CarriedConfiguration({ form }: { form: Form }) {
  const texts = ["datacenter", "os", "panel", "hostname"] as const;
  return (
    <>
      {texts.filter((name) => form[name] !== "").map((name) => (
        <input key={name} type="hidden" name={name} value={form[name]} />
      ))}
      {form.addons.map((entry) => (
        <input
          key={entry}
          type="hidden"
          name="addons[]"
          value={entry}
        />
      ))}
    </>
  );
}

/** The sum near the buttons, where the summary isn't beside them. */
function TotalLine({ quote }: { quote: Quote }) {
  return (
    <p class="-mb-4 flex items-baseline justify-between gap-4 lg:hidden">
      <span class="text-sm text-ink-soft">Due now</span>
      <Money amount={quote.total} class="text-xl font-semibold text-ink" />
    </p>
  );
}

/**
 * The way on comes first, so that Enter in a field takes it; the way back is seen at its left. The buttons have keys,
 * since an element that is used again keeps an empty `formmethod`, which means GET.
 */
function Actions({ current, isSending }: { current: Step; isSending: boolean }) {
  const next = STEPS[STEPS.indexOf(current) + 1];
  const back = STEPS[STEPS.indexOf(current) - 1];
  return (
    <div class="flex flex-row-reverse items-center justify-between gap-3 border-t border-line pt-6">
      {next
        ? (
          <Button
            key="next"
            formMethod="get"
            name="step"
            value={next}
            size="lg"
            iconEnd={ArrowRightIcon}
          >
            Continue <span class="sr-only">to {STEP_NAMES[next].toLowerCase()}</span>
          </Button>
        )
        : <Button key="place" size="lg" loading={isSending}>Place order</Button>}
      {back && (
        <Button
          formMethod="get"
          name="step"
          value={back}
          variant="ghost"
          size="lg"
          icon={ArrowLeftIcon}
        >
          Back <span class="sr-only">to {STEP_NAMES[back].toLowerCase()}</span>
        </Button>
      )}
    </div>
  );
}
