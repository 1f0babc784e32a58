/** Recurring revenue: how much a month, how it grew, and why. */
import type { Movement, RecurringDayView } from "@/domain/report/view.ts";
import { type Money as Amount, money } from "@/domain/shared/money.ts";
import { BarChart } from "../../charts/mod.ts";
import { Card, formatDay, formatMoney, Money, StatTile } from "../../ui/mod.ts";

/** The most bars that can be told apart, and the fewest that show a way. */
const MAX_BARS = 60;
const MIN_BARS = 7;

const MOVEMENT_TEXTS: Readonly<Record<Movement, string>> = {
  new: "New services",
  higher: "Higher plans",
  lower: "Lower plans",
  ended: "Ended services",
  returned: "Came back",
};

/** One card a currency; nothing before the first night. */
export function RecurringRevenue({ days }: { days: RecurringDayView[] }) {
  const currencies = [
    ...new Set(days.flatMap((day) => day.currencies.map(({ currency }) => currency))),
  ];
  if (currencies.length === 0) {
    return (
      <Card title="Recurring revenue">
        <p class="text-sm text-muted">
          Counted every night from the services that run. There is no figure in this time yet.
        </p>
      </Card>
    );
  }
  return <>{currencies.map((each) => <InCurrency key={each} currency={each} days={days} />)}</>;
}

function InCurrency({ currency, days }: { currency: string; days: RecurringDayView[] }) {
  const points = days.flatMap(({ day, currencies }) => {
    const found = currencies.find((each) => each.currency === currency);
    return found ? [{ day, ...found }] : [];
  });
  const last = points.at(-1)!;
  const moved = movedIn(points, currency);
  const started = points[0]!;
  const ended = moved.find(({ movement }) => movement === "ended")!;
  return (
    <Card
      title={`Recurring revenue in ${currency}`}
      description="What the next invoices of all running services charge, by the month, without tax."
    >
      <div class="grid gap-4 sm:grid-cols-3">
        <StatTile label="A month" value={<Money amount={last.monthly} />} />
        <StatTile label="Services" value={last.services} />
        <StatTile label="Churn in this time" value={churnText(ended.count, started.services)} />
      </div>
      {points.length >= MIN_BARS && (
        <div class="mt-6">
          <BarChart
            title={`Recurring revenue a month, ${currency}`}
            bars={points.slice(-MAX_BARS).map(({ day, monthly }) => ({
              label: formatDay(day),
              value: monthly.minor,
            }))}
            format={(minor) => formatMoney(money(minor, currency))}
          />
        </div>
      )}
      <dl class="mt-6 grid grid-cols-2 gap-4 border-t border-line pt-4 text-sm sm:grid-cols-5">
        {moved.map(({ movement, count, monthly }) => (
          <div key={movement}>
            <dt class="text-muted">{MOVEMENT_TEXTS[movement]}</dt>
            <dd class="mt-0.5 text-ink">
              {count}, <Money amount={monthly} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function movedIn(
  points: Array<RecurringDayView["currencies"][number]>,
  currency: string,
): Array<{ movement: Movement; count: number; monthly: Amount }> {
  return (Object.keys(MOVEMENT_TEXTS) as Movement[]).map((movement) => {
    const moves = points.flatMap((point) =>
      point.moves.filter((move) => move.movement === movement)
    );
    return {
      movement,
      count: moves.reduce((sum, { count }) => sum + count, 0),
      monthly: money(moves.reduce((sum, { monthly }) => sum + monthly.minor, 0), currency),
    };
  });
}

/** Ended services against those that ran in the beginning. */
function churnText(ended: number, started: number): string {
  if (started === 0) return "–";
  return `${(ended * 100 / started).toFixed(1)} %`;
}
