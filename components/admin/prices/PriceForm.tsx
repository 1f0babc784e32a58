/** Setting the prices of one thing: a line of fields for each currency. */
import type { PricedView, PriceListView } from "@/domain/catalog/view.ts";
import { CYCLE_LABELS } from "@/domain/catalog/quote.ts";
import { type Cycle, CYCLES } from "@/domain/shared/period.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import { Alert, Button, Card, ErrorSummary, Input, TextLink } from "../../ui/mod.ts";

export interface PriceFormProps {
  item: PricedView;
  action: string;
  canEdit: boolean;
  /** What was typed, by field; the stored prices unless it is given. */
  typed: Readonly<Record<string, string>> | null;
  errors: Readonly<Record<string, string>>;
}

/** The form. A currency whose fields are all empty isn't offered. */
export function PriceForm({ item, action, canEdit, typed, errors }: PriceFormProps) {
  return (
    <form method="post" action={action} class="flex flex-col gap-6">
      <ErrorSummary errors={errors} labels={labelsOf(item)} />
      <Alert tone="info" title="For what is ordered from now on">
        What customers rent already keeps the price that was agreed. Prices are before tax unless
        the settings say that they hold it. Further currencies are named in{" "}
        <TextLink href="/admin/settings/money">the settings</TextLink>; nothing is ever converted.
      </Alert>
      {item.lists.map((list, at) => (
        <Card
          key={list.currency}
          title={list.currency}
          description={at === 0
            ? "The house's currency."
            : "Leave all fields empty where it isn't offered in this currency."}
        >
          <div class="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-5">
            {CYCLES.map((cycle) => (
              <PriceField
                key={cycle}
                {...{ list, typed, errors, canEdit }}
                what={cycle}
                label={CYCLE_LABELS[cycle]}
              />
            ))}
            {item.kind === "plans" && (
              <PriceField {...{ list, typed, errors, canEdit }} what="setup" label="Set-up, once" />
            )}
          </div>
        </Card>
      ))}
      {item.trialDays !== null && (
        <Card
          title="Free trial"
          description="Once for each customer and kind of plans. The first invoice comes when the days are over; whoever cancels before pays nothing."
        >
          <Input
            name="trial_days"
            label="Days free"
            hint="Up to 90; 0 for none. Only where no set-up costs anything."
            value={typed ? typed.trial_days ?? "" : String(item.trialDays)}
            error={errors.trial_days}
            inputMode="numeric"
            autoComplete="off"
            disabled={!canEdit}
            class="max-w-xs"
          />
        </Card>
      )}
      {canEdit && (
        <div>
          <Button type="submit">Save prices</Button>
        </div>
      )}
    </form>
  );
}

/** What each field is called in the summary of errors. */
function labelsOf({ lists }: PricedView): Record<string, string> {
  const of = (currency: string) =>
    CYCLES.map((cycle) => [`${currency}_${cycle}`, `${currency}, ${CYCLE_LABELS[cycle]}`] as const);
  return {
    trial_days: "Days free",
    ...Object.fromEntries(
      lists.flatMap(({ currency }) => [
        ...of(currency),
        [`${currency}_setup`, `${currency}, Set-up`] as const,
      ]),
    ),
  };
}

function PriceField(
  { list, what, label, typed, errors, canEdit }:
    & Pick<PriceFormProps, "typed" | "errors" | "canEdit">
    & { list: PriceListView; what: Cycle | "setup"; label: string },
) {
  const name = `${list.currency}_${what}`;
  const stored = what === "setup" ? list.setupFee : list.prices[what];
  const value = typed ? typed[name] ?? "" : stored ? toDecimal(stored) : "";
  return (
    <Input
      name={name}
      label={label}
      value={value}
      error={errors[name]}
      inputMode="decimal"
      autoComplete="off"
      disabled={!canEdit}
    />
  );
}
