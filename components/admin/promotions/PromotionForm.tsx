/** The form of a promotion: what it gives, for what, to whom, and how often. */
import { Button, Card, Checkbox, ErrorSummary, Input, Select, Textarea } from "../../ui/mod.ts";
import { CYCLE_LABELS } from "@/domain/catalog/quote.ts";
import { CYCLES } from "@/domain/shared/period.ts";

/** Props of `PromotionForm`. */
export interface PromotionFormProps {
  action: string;
  /** Whether the code is to be chosen; it stays as it was made. */
  isNew: boolean;
  plans: ReadonlyArray<{ slug: string; name: string }>;
  texts: Readonly<Record<string, string>>;
  lists: { plans: readonly string[]; cycles: readonly string[] };
  errors: Readonly<Record<string, string>>;
}

const LABELS: Readonly<Record<string, string>> = {
  code: "Code",
  name: "Name",
  benefit: "Benefit",
  percent: "Percent off",
  amounts: "Amounts off",
  periods: "Discounted terms",
  period_count: "How many terms",
  plans: "Plans",
  cycles: "Billing cycles",
  starts_on: "First day",
  ends_on: "Last day",
  max_uses: "Uses in total",
  max_uses_per_customer: "Uses per customer",
};

const BENEFITS = [
  { value: "percent", label: "A percentage off a term" },
  { value: "fixed", label: "An amount off a term" },
  { value: "free_setup", label: "No setup fee" },
];

const PERIODS = [
  { value: "first", label: "The first term" },
  { value: "some", label: "The first few terms" },
  { value: "all", label: "Every term" },
];

/** Four cards and the button. */
export function PromotionForm(props: PromotionFormProps) {
  const { action, isNew, plans, texts, lists, errors } = props;
  const field = (name: string) => ({
    name,
    label: LABELS[name]!,
    value: texts[name] ?? "",
    error: errors[name] ?? null,
    autocomplete: "off",
  });
  return (
    <form method="post" action={action} class="flex flex-col gap-6" novalidate>
      <ErrorSummary errors={errors} labels={LABELS} />
      <Card>
        <div class="grid gap-5 sm:grid-cols-2">
          {isNew && (
            <Input
              {...field("code")}
              hint="Such as SUMMER20. Case doesn't matter; it can't be changed or used again later."
              maxlength={32}
              required
            />
          )}
          <Input {...field("name")} hint="Only staff see it." maxlength={80} required />
        </div>
      </Card>
      <Card title="What it gives">
        <div class="grid gap-5 sm:grid-cols-2">
          <Select {...field("benefit")} options={BENEFITS} required class="sm:col-span-2" />
          <Input
            {...field("percent")}
            hint="For a percentage: 20 or 12.5."
            inputmode="decimal"
            suffix="%"
          />
          <Textarea
            {...field("amounts")}
            rows={3}
            hint="For an amount: one a line with its currency, such as 10.00 EUR. In other currencies the code does nothing."
          />
          <Select {...field("periods")} options={PERIODS} />
          <Input {...field("period_count")} hint="For the first few terms." inputmode="numeric" />
        </div>
      </Card>
      <Card title="What it is for" description="Without a tick, for all.">
        <div class="grid gap-6 sm:grid-cols-2">
          <Choices name="plans" error={errors.plans}>
            {plans.map(({ slug, name }) => (
              <Choice key={slug} list="plans" value={slug} label={name} chosen={lists.plans} />
            ))}
          </Choices>
          <Choices name="cycles" error={errors.cycles}>
            {CYCLES.map((cycle) => (
              <Choice
                key={cycle}
                list="cycles"
                value={cycle}
                label={CYCLE_LABELS[cycle]}
                chosen={lists.cycles}
              />
            ))}
          </Choices>
        </div>
      </Card>
      <Card title="To whom, when, how often">
        <div class="grid gap-5 sm:grid-cols-2">
          <Checkbox
            name="new_customers"
            label="Only for a first order"
            hint="Of customers without an order that waits, is paid or runs."
            checked={texts.new_customers === "on"}
            class="sm:col-span-2"
          />
          <Input {...field("starts_on")} type="date" hint="In UTC; empty for at once." />
          <Input {...field("ends_on")} type="date" hint="Still part of it; empty for no end." />
          <Input {...field("max_uses")} hint="Empty for no limit." inputmode="numeric" />
          <Input
            {...field("max_uses_per_customer")}
            hint="Empty for no limit."
            inputmode="numeric"
          />
        </div>
      </Card>
      <div>
        <Button name="action" value={isNew ? "create" : "change"}>
          {isNew ? "Make the promotion" : "Save the promotion"}
        </Button>
      </div>
    </form>
  );
}

function Choices(
  { name, error, children }: { name: string; error: string | undefined; children: unknown },
) {
  return (
    <fieldset id={`f-${name}`} tabIndex={-1} class="flex min-w-0 flex-col gap-3">
      <legend class="mb-3 text-sm font-semibold text-ink">{LABELS[name]}</legend>
      {error && <p class="text-sm text-bad">{error}</p>}
      {children}
    </fieldset>
  );
}

function Choice(
  { list, value, label, chosen }: {
    list: string;
    value: string;
    label: string;
    chosen: readonly string[];
  },
) {
  return (
    <Checkbox
      id={`f-${list}-${value}`}
      name={`${list}[]`}
      value={value}
      label={label}
      checked={chosen.includes(value)}
    />
  );
}
