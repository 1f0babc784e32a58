/** What was booked on a day, by account. Kept by day, see `day_records.ts`: `["report_days", day]`. */
import { z } from "zod";
import { scanDay, type Transfer } from "@/domain/ledger/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type DayRecords, readDayRecords, updateDayRecords } from "./day_records.ts";

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

const DAY_BOOKS: DayRecords<DayBook> = {
  prefix: "report_days",
  schema: dayBookSchema,
  make: makeDayBook,
};

/** Works out every day that isn't final yet. */
export function updateDayBooks(deps: Deps): Promise<void> {
  return updateDayRecords(deps, DAY_BOOKS);
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

/** The days from `from` to `to`, both among them, on which something was booked; oldest first. */
export function readDayBooks(
  kv: Deno.Kv,
  span: { from: string; to: string },
): Promise<DayBook[]> {
  return readDayRecords(kv, DAY_BOOKS, span);
}
