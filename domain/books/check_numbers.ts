/**
 * The audit of numbers: every number of a series that was given is on one document. Which numbers were given, its counter
 * says; a number is counted on the commit that writes its document, so that those up to a count that was read are all there.
 */
import { readCreditNotes, readIdsOfCreditNotes } from "@/domain/credit_note/mod.ts";
import { readCounters, readIdsOfNumbers, readInvoices } from "@/domain/invoice/mod.ts";
import type { Step } from "@/domain/ledger/mod.ts";
import { z } from "zod";
import { type BooksAudit, note, readable } from "./audit.ts";

/** Numbers that a step looks at. */
const BATCH = 100;

/** A numbered document. */
interface Numbered {
  id: string;
  number: string;
}

/** The series: how its documents are found by number and by id. */
const SERIES: Readonly<
  Record<string, {
    idsOf: (kv: Deno.Kv, numbers: readonly string[]) => Promise<(string | null)[]>;
    read: (kv: Deno.Kv, ids: readonly string[]) => Promise<Numbered[]>;
  }>
> = {
  INV: { idsOf: readIdsOfNumbers, read: readInvoices },
  CN: { idsOf: readIdsOfCreditNotes, read: readCreditNotes },
};

const cursorSchema = z.strictObject({
  series: z.string(),
  year: z.int(),
  /** The last number that was looked at, and the last one to look at. */
  count: z.int().nonnegative(),
  last: z.int().nonnegative(),
});
type Cursor = z.infer<typeof cursorSchema>;

/** Looks for the next numbers of a series and year, up to the count that it had when the walk came to it. */
export async function auditNumbers(audit: BooksAudit, cursor: string): Promise<Step> {
  const at = cursor === ""
    ? await nextSeries(audit.kv, null)
    : cursorSchema.parse(JSON.parse(cursor));
  if (at === null) return { next: null, records: 0 };
  const { series, year, count, last } = at;
  const known = SERIES[series];
  const length = known ? Math.min(BATCH, last - count) : 0;
  const numbers = Array.from({ length }, (_, index) => numberOf(series, year, count + 1 + index));
  if (known) {
    const ids = await known.idsOf(audit.kv, numbers);
    const documents = await readable(
      ids.filter((id) => id !== null),
      (some) => known.read(audit.kv, some),
    );
    const found = new Set(documents.map(({ id, number }) => `${number} ${id}`));
    for (const [index, number] of numbers.entries()) {
      if (!found.has(`${number} ${ids[index]}`)) note(audit, "number_gap", number);
    }
  }
  const isDone = count + length >= last || !known;
  const next = isDone ? await nextSeries(audit.kv, at) : { ...at, count: count + length };
  return { next: next && JSON.stringify(next), records: length + 1 };
}

/** That the numbers of documents of one series lead to them, and were counted: what they were read after. */
export async function auditNumbersOf(
  audit: BooksAudit,
  documents: readonly Numbered[],
): Promise<void> {
  const counters = await readCounters(audit.kv);
  const last = new Map(counters.map((each) => [`${each.series}-${each.year}`, each.last]));
  const series = documents[0]?.number.split("-")[0] ?? "";
  const owners = await SERIES[series]?.idsOf(audit.kv, documents.map(({ number }) => number)) ?? [];
  for (const [index, { id, number }] of documents.entries()) {
    const [, year, count] = number.split("-");
    if (owners[index] !== id) note(audit, "number_astray", id);
    if (Number(count) > (last.get(`${series}-${year}`) ?? 0)) {
      note(audit, "number_not_counted", id);
    }
  }
}

async function nextSeries(
  kv: Deno.Kv,
  before: Pick<Cursor, "series" | "year"> | null,
): Promise<Cursor | null> {
  const placeOf = ({ series, year }: Pick<Cursor, "series" | "year">) => `${series} ${year}`;
  const counters = await readCounters(kv);
  const next = counters.toSorted((a, b) => placeOf(a) < placeOf(b) ? -1 : 1)
    .find((each) => before === null || placeOf(each) > placeOf(before));
  return next ? { ...next, count: 0 } : null;
}

function numberOf(series: string, year: number, count: number): string {
  return `${series}-${year}-${String(count).padStart(6, "0")}`;
}
