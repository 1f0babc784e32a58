/**
 * Recurring revenue: what running services are worth a year, by currency, and how that moves: new services, higher and lower
 * prices, ended services, and those that came back. A service is worth what its next invoice charges without tax, with the
 * discounts that reach it. A nightly task holds each service against what it was worth the night before; each service's
 * movement of a day is counted once, however often the task is broken off.
 *
 * Keys: `["recurring_worth", serviceId]`, `["recurring_movements", day, serviceId]`, `["report_recurring", day]`.
 */
import { z } from "zod";
import { nextTermLines } from "@/domain/billing/mod.ts";
import { isUnpaidTrial, scanServices, type Service } from "@/domain/service/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { CYCLE_MONTHS } from "@/domain/shared/period.ts";
import { type TaxArithmetic, taxed } from "@/domain/shared/tax_arithmetic.ts";
import { customerTax } from "@/domain/tax/mod.ts";

const MONTHS_A_YEAR = 12;

/** Why the worth of a service moved. */
export const MOVEMENTS = ["new", "higher", "lower", "ended", "returned"] as const;

/** Why the worth of a service moved. */
export type Movement = (typeof MOVEMENTS)[number];

const worthSchema = z.strictObject({
  schemaVersion: z.literal(1),
  currency: z.string(),
  yearMinor: z.int().nonnegative(),
  /** The day on which it was last different. */
  on: z.string(),
});

const movementSchema = z.strictObject({
  currency: z.string(),
  movement: z.enum(MOVEMENTS),
  /** What it is worth more, or less, a year. */
  yearMinor: z.int(),
});

const movesSchema = z.strictObject({ count: z.int(), yearMinor: z.int() });

export const recurringSchema = z.strictObject({
  schemaVersion: z.literal(1),
  day: z.string(),
  currencies: z.record(
    z.string(),
    z.strictObject({
      services: z.int(),
      yearMinor: z.int(),
      moves: z.record(z.enum(MOVEMENTS), movesSchema),
    }),
  ),
});

/** What services were worth at the end of a day, and how that came about since the day before. */
export type RecurringDay = z.infer<typeof recurringSchema>;

/** Prices without tax are what they are, whoever pays. */
const NO_TAX: TaxArithmetic = { rateBasisPoints: 0, isInclusive: false };

/**
 * A year of a service in minor units, as its next invoice charges it without tax, exactly: nothing unless it runs or will
 * again, and nothing on trial, until the first term is paid.
 */
export function yearWorth(service: Service, rule: TaxArithmetic = NO_TAX): number {
  const { status, cycle, next } = service;
  if (status !== "active" && status !== "suspended" || isUnpaidTrial(service)) return 0;
  const term = nextTermLines(service).reduce(
    (all, { amount }) => all + taxed(amount, rule).net.minor,
    0,
  );
  return term * (MONTHS_A_YEAR / CYCLE_MONTHS[next?.cycle ?? cycle]);
}

/** Looks up by which tax a customer's prices are without tax: nothing to look up where all of them are. */
async function taxLookUp(deps: Deps): Promise<(customerId: string) => Promise<TaxArithmetic>> {
  const { pricesIncludeTax } = await getSettings(deps, "tax");
  const known = new Map<string, TaxArithmetic>();
  return async (customerId) => {
    if (!pricesIncludeTax) return NO_TAX;
    const rule = known.get(customerId) ?? (await customerTax(deps, { customerId })).rule;
    known.set(customerId, rule);
    return rule;
  };
}

/** Looks at every service and writes the report of the present day. */
export async function recordRecurring(deps: Deps): Promise<void> {
  const day = dayOf(deps.clock.now());
  const report: RecurringDay = { schemaVersion: 1, day, currencies: {} };
  const taxOf = await taxLookUp(deps);
  for await (const service of scanServices(deps.kv)) {
    const yearMinor = yearWorth(service, await taxOf(service.customerId));
    if (yearMinor > 0) {
      const total = totalOf(report, service.renewal.currency);
      total.services++;
      total.yearMinor += yearMinor;
    }
    await noteMovement(deps, { service, yearMinor, day });
  }
  for await (const { value } of deps.kv.list({ prefix: ["recurring_movements", day] })) {
    const { currency, movement, yearMinor } = movementSchema.parse(value);
    const moves = totalOf(report, currency).moves[movement]!;
    moves.count++;
    moves.yearMinor += yearMinor;
  }
  await deps.kv.set(["report_recurring", day], recurringSchema.parse(report));
}

async function noteMovement(
  deps: Deps,
  { service, yearMinor, day }: { service: Service; yearMinor: number; day: string },
): Promise<void> {
  const key = ["recurring_worth", service.id];
  const { currency } = service.renewal;
  unwrap(
    await transact(deps, async (tx) => {
      const stored = await tx.get(key);
      const before = stored === null ? null : worthSchema.parse(stored);
      if ((before?.yearMinor ?? 0) === yearMinor) return ok(undefined);
      tx.set(key, worthSchema.parse({ schemaVersion: 1, currency, yearMinor, on: day }));
      const movement = movementOf(before?.yearMinor ?? null, yearMinor);
      const change = yearMinor - (before?.yearMinor ?? 0);
      tx.set(
        ["recurring_movements", day, service.id],
        movementSchema.parse({ currency, movement, yearMinor: change }),
      );
      return ok(undefined);
    }),
  );
}

function movementOf(before: number | null, after: number): Movement {
  if (before === null) return "new";
  if (before === 0) return "returned";
  if (after === 0) return "ended";
  return after > before ? "higher" : "lower";
}

function totalOf(report: RecurringDay, currency: string) {
  return report.currencies[currency] ??= {
    services: 0,
    yearMinor: 0,
    moves: Object.fromEntries(
      MOVEMENTS.map((movement) => [movement, { count: 0, yearMinor: 0 }]),
    ) as Record<Movement, { count: number; yearMinor: number }>,
  };
}

/** The reports of the days from `from` to `to`, both among them, oldest first. */
export async function readRecurring(
  kv: Deno.Kv,
  { from, to }: { from: string; to: string },
): Promise<RecurringDay[]> {
  const prefix = "report_recurring";
  const days: RecurringDay[] = [];
  for await (const { value } of kv.list({ start: [prefix, from], end: [prefix, `${to}~`] })) {
    days.push(recurringSchema.parse(value));
  }
  return days;
}
