/**
 * Records of days that a task works out from the ledger and keeps, so that a report costs its days and not its transfers. A
 * day is final once it is over; the present one is worked out again every few minutes.
 *
 * Keys of a kind: `[prefix, day]`, `[`${prefix}_final`]` (the last day that is final).
 */
import { z } from "zod";
import { readFirstDay } from "@/domain/ledger/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";

/** How old the figures of the present day may get. */
const FRESH_MINUTES = 10;
/** How long after its end a day is closed: commits that began before midnight are in by then. */
const CLOSE_MINUTES = 10;

const madeSchema = z.object({ madeAt: z.string() });

/** One kind of records. */
export interface DayRecords<R extends { madeAt: string }> {
  prefix: "report_days" | "report_tax_days" | "report_coin_days";
  schema: z.ZodType<R>;
  make: (deps: Pick<Deps, "kv" | "clock">, day: string) => Promise<R>;
}

/** Works out every day that isn't final yet. Several processes may do it at once: they come to the same. */
export async function updateDayRecords<R extends { madeAt: string }>(
  deps: Deps,
  { prefix, schema, make }: DayRecords<R>,
): Promise<void> {
  const { kv, clock } = deps;
  const finalKey = [`${prefix}_final`];
  const now = clock.now();
  const today = dayOf(now);
  const lastToClose = dayOf(now.subtract({ hours: 24, minutes: CLOSE_MINUTES }));
  const final = (await kv.get<string>(finalKey)).value;
  const first = final === null ? await readFirstDay(kv) : nextDay(final);
  for (let day = first; day !== null && day <= today; day = nextDay(day)) {
    const known = (await kv.get([prefix, day])).value;
    const isFresh = known !== null &&
      Temporal.Instant.compare(
          now,
          Temporal.Instant.from(madeSchema.parse(known).madeAt).add({ minutes: FRESH_MINUTES }),
        ) < 0;
    if (!isFresh || day <= lastToClose) {
      await kv.set([prefix, day], schema.parse(await make(deps, day)));
    }
    if (day <= lastToClose) await kv.set(finalKey, day);
  }
}

/** The records of the days from `from` to `to`, both among them; oldest first. */
export async function readDayRecords<R extends { madeAt: string }>(
  kv: Deno.Kv,
  { prefix, schema }: Pick<DayRecords<R>, "prefix" | "schema">,
  { from, to }: { from: string; to: string },
): Promise<R[]> {
  const records: R[] = [];
  // The end of a range is not part of it: "~" sorts after every digit.
  for await (const { value } of kv.list({ start: [prefix, from], end: [prefix, `${to}~`] })) {
    records.push(schema.parse(value));
  }
  return records;
}

/** The day after. */
export function nextDay(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}
