/** Choosing another plan or term, and what it would cost, line by line. */
import type { ComponentChildren } from "preact";
import type {
  ChangePreviewView,
  ChangePriceView,
  ChangeTime,
  ChangeView,
} from "@/domain/change/view.ts";
import type { PlanView } from "@/domain/catalog/view.ts";
import { CYCLE_LABELS } from "@/domain/catalog/quote.ts";
import { type Cycle, CYCLES } from "@/domain/shared/period.ts";
import { money } from "@/domain/shared/money.ts";
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

/** What a change comes to, and the buttons that make it: at once, or with the next term. */
export function ChangePrice({ path, preview, canRequest }: ChangePriceProps) {
  const { planName, cycle, now, nextTermOn, renewal, isOnTrial } = preview;
  const title = `${planName}, ${CYCLE_LABELS[cycle].toLowerCase()}`;
  return (
    <div class="grid items-start gap-6 lg:grid-cols-2">
      {now && (
        <Card title={`${title}: now`}>
          {now.lines.length > 0 && <PriceTable price={now} />}
          <div class="mt-5">
            <DescriptionList
              items={[
                {
                  label: `Each further term, ${taxWords(now)}`,
                  value: <Money amount={renewal} />,
                },
                { label: "Next due", value: <DateTime value={now.nextDueOn} /> },
                ...now.validUntil === null ? [] : [{
                  label: "This price holds until",
                  value: <DateTime value={now.validUntil} />,
                }],
              ]}
            />
          </div>
          <NowNotes price={now} isOnTrial={isOnTrial} />
          {canRequest && (
            <RequestForm path={path} preview={preview} when="now">
              {!isReturned(now) && (
                <Checkbox
                  name="from_wallet"
                  value="1"
                  label="Pay from the wallet"
                  hint="At once, as far as the money there goes."
                />
              )}
              <Button type="submit">Change now</Button>
            </RequestForm>
          )}
        </Card>
      )}
      <Card title={`${title}: with the ${isOnTrial ? "first" : "next"} term`}>
        <p class="text-sm text-ink-soft">
          Nothing is to be paid now. From <DateTime value={nextTermOn} /> on, each term costs{" "}
          <Money amount={renewal} />
          {now ? `, ${taxWords(now)}` : ""}. An invoice for that term that is open already is
          replaced by one for the new plan.
        </p>
        {!now && (
          <p class="mt-3 text-sm text-muted">
            {isOnTrial
              ? "A change at once isn't offered: this plan has no free trial."
              : "A change at once isn't offered: it would cost less than what is paid already, or an " +
                "invoice for the next term is open that can't be replaced."}
          </p>
        )}
        {canRequest && (
          <RequestForm path={path} preview={preview} when="next_term">
            <Button type="submit" variant={now ? "secondary" : "primary"}>
              {isOnTrial ? "Change with the first term" : "Change with the next term"}
            </Button>
          </RequestForm>
        )}
      </Card>
    </div>
  );
}

/** Whether a change at once gives money back, or costs nothing. */
function isReturned({ total }: ChangePriceView): boolean {
  return total.minor <= 0;
}

/** What happens besides, before anybody presses the button. */
function NowNotes({ price, isOnTrial }: { price: ChangePriceView; isOnTrial: boolean }) {
  const { total, replaces } = price;
  if (!isReturned(price) && replaces === null) return null;
  return (
    <div class="mt-4 flex flex-col gap-2 text-sm text-muted">
      {total.minor < 0 && (
        <p>
          The change is made at once, and <Money amount={money(-total.minor, total.currency)} />
          {" "}
          go back into your wallet by a credit note. Nothing is given back of a set-up, and no more
          than was paid where there was a discount.
        </p>
      )}
      {total.minor === 0 && (
        <p>
          The change is made at once. There is nothing to pay now, and nothing to give back
          {isOnTrial ? ": your free trial goes on to its day" : ""}.
        </p>
      )}
      {replaces !== null && (
        <p>
          The open invoice {replaces}{" "}
          for the next term becomes void; that term is billed anew at the new price.
        </p>
      )}
    </div>
  );
}

function taxWords({ taxLabel, pricesIncludeTax }: ChangePriceView): string {
  return `${pricesIncludeTax ? "incl." : "plus"} ${taxLabel}`;
}

function RequestForm(
  { path, preview, when, children }: Pick<ChangePriceProps, "path" | "preview"> & {
    when: ChangeTime;
    children: ComponentChildren;
  },
) {
  return (
    <form method="post" action={path} class="mt-5 flex flex-col items-start gap-4">
      <input type="hidden" name="action" value="request" />
      <input type="hidden" name="when" value={when} />
      <input type="hidden" name="plan" value={preview.plan} />
      <input type="hidden" name="cycle" value={preview.cycle} />
      <input type="hidden" name="seen" value={preview.now?.seen ?? ""} />
      {children}
    </form>
  );
}

function PriceTable({ price }: { price: ChangePriceView }) {
  const { total } = price;
  return (
    <table class="w-full text-sm">
      <caption class="sr-only">What the change costs</caption>
      <tbody class="divide-y divide-line">
        {price.lines.map((line) => (
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
        <Sum label={price.pricesIncludeTax ? "Net" : "Subtotal"} amount={price.subtotal} />
        <Sum label={price.taxLabel} amount={price.tax} />
        <Sum
          label={total.minor < 0 ? "Back in the wallet" : "To pay now"}
          amount={total.minor < 0 ? money(-total.minor, total.currency) : total}
          isStrong
        />
      </tfoot>
    </table>
  );
}

function Sum(
  { label, amount, isStrong }: {
    label: string;
    amount: ChangePriceView["total"];
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

/** The change that waits: for its payment, or for the next term. */
export function OpenChange(
  { path, change, canRequest }: { path: string; change: ChangeView; canRequest: boolean },
) {
  const isPaid = change.status === "scheduled";
  return (
    <Alert
      tone="info"
      title={isPaid
        ? `With the next term: ${change.planName}, ${CYCLE_LABELS[change.cycle].toLowerCase()}`
        : `Waiting for payment: ${change.planName}`}
    >
      {isPaid
        ? <p>The server stays {change.fromPlanName} until the first term of the new one is paid.</p>
        : (
          <p>
            The change from {change.fromPlanName} is made as soon as{" "}
            <TextLink href={`/dashboard/invoices/${change.invoiceId}`}>its invoice</TextLink>{" "}
            is paid. The offer holds until <DateTime value={change.validUntil ?? ""} />.
          </p>
        )}
      {canRequest && (
        <form method="post" action={path} class="mt-3">
          <input type="hidden" name="action" value="cancel" />
          <Button type="submit" variant="secondary" size="sm">Cancel the change</Button>
        </form>
      )}
    </Alert>
  );
}
