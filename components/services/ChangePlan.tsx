/** Choosing another plan or term, and what it would cost, line by line. */
import type { ChangePreviewView, ChangeView } from "@/domain/change/view.ts";
import type { PlanView } from "@/domain/catalog/view.ts";
import { CYCLE_LABELS } from "@/domain/catalog/quote.ts";
import { type Cycle, CYCLES } from "@/domain/shared/period.ts";
import { priceText } from "../catalog/cycles.ts";
import {
  Alert,
  Button,
  Card,
  Checkbox,
  ChoiceCards,
  DateTime,
  DescriptionList,
  formatMoney,
  Money,
  Select,
  TextLink,
} from "../ui/mod.ts";

export interface ChooseChangeProps {
  path: string;
  plans: ReadonlyArray<Pick<PlanView, "slug" | "name" | "tagline" | "prices">>;
  chosen: { plan: string; cycle: Cycle };
  errors: Readonly<Record<string, string>>;
}

/** The form that asks for the price: a GET, so that it can be bookmarked and undone by going back. */
export function ChooseChange({ path, plans, chosen, errors }: ChooseChangeProps) {
  return (
    <Card title="New plan and term" description="Nothing is changed until you have seen the price.">
      <form method="get" action={path} class="flex flex-col gap-5">
        <ChoiceCards
          name="plan"
          legend="Plan"
          value={chosen.plan}
          error={errors.plan}
          columns={3}
          options={plans.map(({ slug, name, tagline, prices }) => ({
            value: slug,
            label: name,
            description: tagline,
            detail: priceText(prices, chosen.cycle),
          }))}
        />
        <Select
          name="cycle"
          label="Billing cycle"
          value={chosen.cycle}
          error={errors.cycle}
          hint="Another term begins on the day of the change."
          options={CYCLES.map((cycle) => ({ value: cycle, label: CYCLE_LABELS[cycle] }))}
        />
        <div>
          <Button type="submit" variant="secondary">Show the price</Button>
        </div>
      </form>
    </Card>
  );
}

export interface ChangePriceProps {
  path: string;
  preview: ChangePreviewView;
  /** Whether the person may order. */
  canRequest: boolean;
}

/** The price of a change, and the button that makes it. */
export function ChangePrice({ path, preview, canRequest }: ChangePriceProps) {
  const { planName, cycle, lines, subtotal, tax, taxLabel, total, renewal } = preview;
  return (
    <Card title={`${planName}, ${CYCLE_LABELS[cycle].toLowerCase()}`}>
      <table class="w-full text-sm">
        <caption class="sr-only">What the change costs</caption>
        <tbody class="divide-y divide-line">
          {lines.map((line) => (
            <tr key={`${line.label} ${line.period?.startsOn}`}>
              <th scope="row" class="py-3 pr-4 text-left align-top font-normal text-ink">
                {line.label}
                {line.basis.rule === "days" && (
                  <span class="mt-0.5 block text-muted">
                    {line.basis.days} of {line.basis.ofDays} days of {formatMoney(line.basis.of)}
                  </span>
                )}
              </th>
              <td class="py-3 text-right align-top text-ink">
                <Money amount={line.amount} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot class="border-t border-line-strong">
          <Sum label="Subtotal" amount={subtotal} />
          <Sum label={taxLabel} amount={tax} />
          <Sum label="To pay now" amount={total} isStrong />
        </tfoot>
      </table>
      <div class="mt-5">
        <DescriptionList
          items={[
            { label: "Each further term, before tax", value: <Money amount={renewal} /> },
            { label: "Next due", value: <DateTime value={preview.nextDueOn} /> },
            { label: "This price holds until", value: <DateTime value={preview.validUntil} /> },
          ]}
        />
      </div>
      {canRequest && (
        <form method="post" action={path} class="mt-5 flex flex-col gap-4">
          <input type="hidden" name="action" value="request" />
          <input type="hidden" name="plan" value={preview.plan} />
          <input type="hidden" name="cycle" value={preview.cycle} />
          <input type="hidden" name="seen" value={preview.seen} />
          <Checkbox
            name="from_wallet"
            value="1"
            label="Pay from the wallet"
            hint="At once, as far as the money there goes."
          />
          <div>
            <Button type="submit">Request the change</Button>
          </div>
        </form>
      )}
    </Card>
  );
}

function Sum(
  { label, amount, isStrong }: {
    label: string;
    amount: ChangePreviewView["total"];
    isStrong?: boolean;
  },
) {
  const look = isStrong ? "text-base font-semibold text-ink" : "text-ink-soft";
  return (
    <tr class={look}>
      <th scope="row" class="pt-3 text-left font-normal">{label}</th>
      <td class="pt-3 text-right">
        <Money amount={amount} />
      </td>
    </tr>
  );
}

/** The change that waits for its payment. */
export function OpenChange({ path, change }: { path: string; change: ChangeView }) {
  return (
    <Alert tone="info" title={`Waiting for payment: ${change.planName}`}>
      <p>
        The change from {change.fromPlanName} is made as soon as{" "}
        <TextLink href={`/dashboard/invoices/${change.invoiceId}`}>its invoice</TextLink>{" "}
        is paid. The offer holds until <DateTime value={change.validUntil} />.
      </p>
      <form method="post" action={path} class="mt-3">
        <input type="hidden" name="action" value="cancel" />
        <Button type="submit" variant="secondary" size="sm">Cancel the change</Button>
      </form>
    </Alert>
  );
}
