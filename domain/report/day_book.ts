/**
 * What was booked on a day, by account: worked out from the ledger by a task and kept, so that a report costs its days and
 * not its transfers. A day is final once it is over; the present one is worked out again every few minutes.
 *
 * Keys: `["report_days", day]`, `["report_days_final"]` (the last day that is final).
 */
import { z } from "zod";
import { readFirstDay, scanDay, type Transfer } from "@/domain/ledger/mod.ts";
import { dayOf, isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";

/** How old the figures of the present day may get. */
const FRESH_MINUTES = 10;
/** How long after its end a day is closed: commits that began before midnight are in by then. */
const CLOSE_MINUTES = 10;

const FINAL_KEY: Deno.KvKey = ["report_days_final"];
const dayKey = (day: string): Deno.KvKey => ["report_days", day];

const sideSchema = z.strictObject({ debitMinor: z.int(), creditMinor: z.int() });

const receiptSchema = z.strictObject({
  /** The account of the house that it arrived on, without its currency: `bank`, `crypto:BTC`. */
  account: z.string(),
  currency: z.string(),
  minor: z.int(),
  count: z.int(),
});

export const dayBookSchema = z.strictObject({
  schemaVersion: z.literal(1),
  day: z.string(),
  transferCount: z.int(),
  /** By account of the house, and `wallets:EUR` for all wallets of a currency. */
  accounts: z.record(z.string(), sideSchema),
  receipts: z.array(receiptSchema),
  madeAt: z.string(),
});

/** What was booked on a day. */
export type DayBook = z.infer<typeof dayBookSchema>;

/** Works out every day that isn't final yet. Several processes may do it at once: they come to the same. */
export async function updateDayBooks(deps: Deps): Promise<void> {
  const { kv, clock } = deps;
  const now = clock.now();
  const today = dayOf(now);
  const lastToClose = dayOf(now.subtract({ hours: 24, minutes: CLOSE_MINUTES }));
  for (let day = await firstOpenDay(kv); day !== null && day <= today; day = nextDay(day)) {
    const known = await readDayBook(kv, day);
    const isFresh = known !== null &&
      Temporal.Instant.compare(
          now,
          Temporal.Instant.from(known.madeAt).add({ minutes: FRESH_MINUTES }),
        ) < 0;
    if (!isFresh || day <= lastToClose) {
      await kv.set(dayKey(day), dayBookSchema.parse(await makeDayBook(deps, day)));
    }
    if (day <= lastToClose) await kv.set(FINAL_KEY, day);
  }
}

async function firstOpenDay(kv: Deno.Kv): Promise<string | null> {
  const final = (await kv.get<string>(FINAL_KEY)).value;
  return final === null ? await readFirstDay(kv) : nextDay(final);
}

function nextDay(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

async function makeDayBook(deps: Pick<Deps, "kv" | "clock">, day: string): Promise<DayBook> {
  const book: DayBook = {
    schemaVersion: 1,
    day,
    transferCount: 0,
    accounts: {},
    receipts: [],
    madeAt: isoNow(deps.clock),
  };
  for await (const transfer of scanDay(deps.kv, day)) addTransfer(book, transfer);
  return book;
}

/** Adds a transfer to a day's figures. */
export function addTransfer(book: DayBook, transfer: Transfer): void {
  const { debitAccount, creditAccount, amount: { minor, currency }, code } = transfer;
  book.transferCount++;
  sideOf(book, debitAccount).debitMinor += minor;
  sideOf(book, creditAccount).creditMinor += minor;
  if (code !== "receipt") return;
  const account = houseName(debitAccount);
  const known = book.receipts.find((each) =>
    each.account === account && each.currency === currency
  );
  if (known) {
    known.minor += minor;
    known.count++;
  } else book.receipts.push({ account, currency, minor, count: 1 });
}

function sideOf(book: DayBook, account: string) {
  const name = account.startsWith("wallet:") ? `wallets:${account.slice(-3)}` : account;
  return book.accounts[name] ??= { debitMinor: 0, creditMinor: 0 };
}

/** `crypto:BTC` of `house:crypto:BTC:EUR`. */
function houseName(account: string): string {
  return account.split(":").slice(1, -1).join(":");
}

async function readDayBook(kv: Deno.Kv, day: string): Promise<DayBook | null> {
  const { value } = await kv.get(dayKey(day));
  return value === null ? null : dayBookSchema.parse(value);
}

/** The days from `from` to `to`, both among them, on which something was booked; oldest first. */
export async function readDayBooks(
  kv: Deno.Kv,
  { from, to }: { from: string; to: string },
): Promise<DayBook[]> {
  const books: DayBook[] = [];
  // The end of a range is not part of it: "~" sorts after every digit.
  for await (const { value } of kv.list({ start: dayKey(from), end: dayKey(`${to}~`) })) {
    books.push(dayBookSchema.parse(value));
  }
  return books;
}
