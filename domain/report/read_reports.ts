/** Reports for staff with `reports.view`: read from what the tasks have worked out, never by walking the books. */
import type { StaffActor } from "@/domain/shared/actor.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type Money, money } from "@/domain/shared/money.ts";
import {
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { type DayBook, readDayBooks } from "./day_book.ts";
import { readReceivables } from "./receivables.ts";
import { readRecurring, type RecurringDay } from "./recurring_revenue.ts";
import type { ReportMonthView, ReportsView } from "./view.ts";

/** A report covers at most that many days. */
const MAX_DAYS = 366;

/** Days from and to, both among them. */
export interface Span {
  from: string;
  to: string;
}

/** A span as typed, or the twelve months until today; messages are beside `from` and `to`. */
export function checkSpan(
  deps: Pick<Deps, "clock">,
  typed: { from?: string | null; to?: string | null },
): Result<Span, ValidationError> {
  const today = Temporal.PlainDate.from(dayOf(deps.clock.now()));
  const to = dayFrom(typed.to, today);
  const from = dayFrom(typed.from, today.subtract({ months: 11 }).with({ day: 1 }));
  const message = "Enter a day such as 2026-03-01.";
  if (!from || !to) {
    return invalid({ ...(!from && { from: message }), ...(!to && { to: message }) });
  }
  const days = from.until(to, { largestUnit: "day" }).days;
  if (days < 0) return invalid({ to: "The last day can't be before the first one." });
  if (days >= MAX_DAYS) return invalid({ from: `Choose ${MAX_DAYS} days at most.` });
  return ok({ from: from.toString(), to: to.toString() });
}

function dayFrom(
  text: string | null | undefined,
  otherwise: Temporal.PlainDate,
): Temporal.PlainDate | null {
  if (text === null || text === undefined || text === "") return otherwise;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch {
    return null;
  }
}

/** All reports of a span. */
export async function getReports(
  deps: Pick<Deps, "kv" | "clock">,
  { viewer, span }: { viewer: StaffActor; span: Span },
): Promise<Result<ReportsView, NotFound>> {
  if (!viewer.permissions.has("reports.view")) return notFound();
  const [books, recurring, receivables] = await Promise.all([
    readDayBooks(deps.kv, span),
    readRecurring(deps.kv, span),
    readReceivables(deps.kv),
  ]);
  return ok({
    ...span,
    months: monthsOf(books),
    recurring: recurring.map(toRecurringView),
    receivables: Object.entries(receivables?.currencies ?? {}).flatMap(([currency, ages]) =>
      Object.entries(ages).map(([age, { count, minor }]) => ({
        age: age as keyof typeof ages,
        count,
        owed: money(minor, currency),
      }))
    ),
    receivablesAt: receivables?.madeAt ?? null,
  });
}

/** Days added up by month and currency, the last one first. */
export function monthsOf(books: readonly DayBook[]): ReportMonthView[] {
  const months = new Map<string, ReportMonthView>();
  for (const book of books) {
    const month = book.day.slice(0, 7);
    for (const [account, { debitMinor, creditMinor }] of Object.entries(book.accounts)) {
      const currency = account.slice(-3);
      const row = monthOf(months, month, currency);
      const gained = creditMinor - debitMinor;
      if (account.startsWith("house:revenue:")) row.revenue = plus(row.revenue, gained);
      else if (account.startsWith("house:tax:")) row.tax = plus(row.tax, gained);
      else if (account.startsWith("house:adjustments:")) {
        row.adjustments = plus(row.adjustments, gained);
      } else if (account.startsWith("wallets:")) row.wallets = plus(row.wallets, gained);
      else row.paidOut = plus(row.paidOut, creditMinor);
    }
    for (const { account, currency, minor, count } of book.receipts) {
      const row = monthOf(months, month, currency);
      const known = row.receipts.find((each) => each.account === account);
      if (known) {
        known.amount = plus(known.amount, minor);
        known.count += count;
      } else row.receipts.push({ account, count, amount: money(minor, currency) });
    }
  }
  return [...months.values()].sort((a, b) =>
    b.month.localeCompare(a.month) || a.currency.localeCompare(b.currency)
  );
}

function monthOf(months: Map<string, ReportMonthView>, month: string, currency: string) {
  const key = `${month} ${currency}`;
  const none = money(0, currency);
  const row = months.get(key) ?? {
    month,
    currency,
    revenue: none,
    tax: none,
    adjustments: none,
    wallets: none,
    paidOut: none,
    receipts: [],
  };
  months.set(key, row);
  return row;
}

function plus(amount: Money, minor: number): Money {
  return money(amount.minor + minor, amount.currency);
}

function toRecurringView({ day, currencies }: RecurringDay): ReportsView["recurring"][number] {
  return {
    day,
    currencies: Object.entries(currencies).map(([currency, { services, yearMinor, moves }]) => ({
      currency,
      services,
      // By the month, to the minor unit: to look at, never to bill.
      monthly: money(Math.round(yearMinor / 12), currency),
      moves: Object.entries(moves).map(([movement, move]) => ({
        movement: movement as keyof typeof moves,
        count: move.count,
        monthly: money(Math.round(move.yearMinor / 12), currency),
      })),
    })),
  };
}
