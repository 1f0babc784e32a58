/**
 * The statement of a wallet for one month. Entries are numbered in the order of their booking, so a month is a run of
 * numbers, whose ends are found by halving: some twenty reads, however long the wallet's history is.
 */
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { MAX_PAGE_SIZE } from "@/domain/shared/kv.ts";
import { type Money, zero } from "@/domain/shared/money.ts";
import { type Entry, entrySchema, transferSchema, walletAccount } from "./model.ts";
import { readEntries, readTransfers, readWallet } from "./repo.ts";
import type { StatementLineView } from "./view.ts";

/** Which wallet, and which month of it. */
export interface MonthRequest {
  accountId: string;
  currency: string;
  /** As `2026-03`. */
  month: string;
  /** Where the month begins and ends: an IANA name. */
  timeZone: string;
}

/** A month of a wallet; `first` is more than `last` where nothing was booked. */
export interface StatementMonth {
  /** Numbers of its first and last entry. */
  first: number;
  last: number;
  opening: Money;
  closing: Money;
  /** When the wallet's first entry was booked; `null` if there is none. */
  since: string | null;
}

/** Whether a text names a month that a statement can be asked for. */
export function isMonth(text: string): boolean {
  return /^20\d{2}-(0[1-9]|1[0-2])$/.test(text);
}

/** Finds a month in a wallet's history. */
export async function findMonth(
  deps: Pick<Deps, "kv">,
  { accountId, currency, month, timeZone }: MonthRequest,
): Promise<StatementMonth> {
  const account = walletAccount(accountId, currency);
  const wallet = await readWallet(deps.kv, account);
  const entryCount = wallet?.entryCount ?? 0;
  const read = async (number: number) =>
    number < 1 ? null : await readEntry(deps.kv, account, number);
  const firstAtOrAfter = async (instant: string) => {
    let [low, high] = [1, entryCount + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((await read(middle))!.at < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const { begins, ends } = boundsOf(month, timeZone);
  const [first, next] = [await firstAtOrAfter(begins), await firstAtOrAfter(ends)];
  const [before, final] = await Promise.all([read(first - 1), read(next - 1)]);
  return {
    first,
    last: next - 1,
    opening: before?.balance ?? zero(currency),
    closing: final?.balance ?? zero(currency),
    since: entryCount === 0 ? null : (await read(1))!.at,
  };
}

/** Up to 100 lines of a statement, from number `from` downwards to `first`, newest first. */
export async function readLinesDown(
  deps: Pick<Deps, "kv">,
  input: { accountId: string; currency: string; from: number; first: number; limit: number },
): Promise<StatementLineView[]> {
  const { from, first } = input;
  const limit = Math.min(input.limit, MAX_PAGE_SIZE, from - first + 1);
  return await readLines(deps, input, Array.from({ length: limit }, (_, index) => from - index));
}

/** All lines of a month, oldest first, read a page at a time: for a file that is streamed. */
export async function* readMonth(
  deps: Pick<Deps, "kv">,
  input: { accountId: string; currency: string } & Pick<StatementMonth, "first" | "last">,
): AsyncGenerator<StatementLineView[]> {
  const { first, last } = input;
  for (let from = first; from <= last; from += MAX_PAGE_SIZE) {
    const count = Math.min(MAX_PAGE_SIZE, last - from + 1);
    yield await readLines(deps, input, Array.from({ length: count }, (_, index) => from + index));
  }
}

/** Lines of a statement with the transfers that made them. */
export async function toLines(
  deps: Pick<Deps, "kv">,
  entries: readonly Entry[],
): Promise<StatementLineView[]> {
  const transfers = await readTransfers(deps.kv, entries.map((entry) => entry.transferId));
  return entries.map((entry, index) => {
    const { code, links } = transferSchema.parse(transfers[index]);
    const { number, change, balance, at } = entry;
    return { number, at, code, change, balance, invoiceId: links.invoiceId ?? null };
  });
}

async function readLines(
  deps: Pick<Deps, "kv">,
  { accountId, currency }: { accountId: string; currency: string },
  numbers: readonly number[],
): Promise<StatementLineView[]> {
  const account = walletAccount(accountId, currency);
  const stored = await readEntries(deps.kv, numbers.map((number) => ({ account, number })));
  return await toLines(deps, stored.map((entry) => entrySchema.parse(entry)));
}

async function readEntry(kv: Deno.Kv, account: string, number: number): Promise<Entry> {
  const [stored] = await readEntries(kv, [{ account, number }]);
  return entrySchema.parse(stored);
}

function boundsOf(month: string, timeZone: string): { begins: string; ends: string } {
  const first = Temporal.PlainDate.from(`${month}-01`);
  const at = (day: Temporal.PlainDate) => toIso(day.toZonedDateTime({ timeZone }).toInstant());
  return { begins: at(first), ends: at(first.add({ months: 1 })) };
}
