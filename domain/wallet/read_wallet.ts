/** Wallets as they are read: by their customer with the right to bills, and by staff who see accounts and invoices. */
import { readInvoice } from "@/domain/invoice/mod.ts";
import {
  findMonth,
  isMonth,
  listBalances,
  type MonthRequest,
  readLinesDown,
  readMonth,
} from "@/domain/ledger/mod.ts";
import type { StatementLineView } from "@/domain/ledger/view.ts";
import { getSettings, limitsOf } from "@/domain/settings/mod.ts";
import { mayUse, type Viewer } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { zero } from "@/domain/shared/money.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import type { WalletLineView, WalletMonthView, WalletView } from "./view.ts";

const PAGE_SIZE = 50;

/** Whose wallet is looked at, and by whom. */
export interface WalletRequest {
  viewer: Viewer;
  accountId: string;
}

/** Which month is looked at: of the house's currency unless told, and the one of now. */
export interface WalletMonthRequest extends WalletRequest {
  currency?: string;
  month?: string;
  /** Where months begin: an IANA name. */
  timeZone: string;
  /** Number of the last line of the page before. */
  after?: number;
}

/** Whether somebody may look into a wallet. */
export function maySeeWallet({ viewer, accountId }: WalletRequest): boolean {
  if (!isId("cus", accountId)) return false;
  return viewer.kind === "staff"
    ? viewer.permissions.has("users.view") && viewer.permissions.has("invoices.view")
    : viewer.id === accountId && mayUse(viewer, "billing");
}

/** What is in a wallet, and how it can be filled. */
export async function getWalletView(
  deps: Deps,
  request: WalletRequest,
): Promise<Result<WalletView, NotFound>> {
  if (!maySeeWallet(request)) return notFound();
  const [booked, money, limits] = await Promise.all([
    listBalances(deps, request),
    getSettings(deps, "money"),
    getSettings(deps, "limits"),
  ]);
  const own = booked.find(({ currency }) => currency === money.currency) ?? zero(money.currency);
  const balances = [own, ...booked.filter((balance) => balance !== own)];
  const topUps = limits.limits.flatMap(({ currency }) => {
    const known = limitsOf(limits, currency);
    return known ? [{ min: known.topUpMin, max: known.topUpMax }] : [];
  });
  return ok({ balances, topUps });
}

/** One page of a month of a wallet; `not_found` for what is no month or currency, too. */
export async function getWalletMonth(
  deps: Deps,
  request: WalletMonthRequest,
): Promise<Result<WalletMonthView, NotFound>> {
  const asked = await askedMonth(deps, request);
  if (!asked.ok) return asked;
  const { accountId, currency, month, timeZone } = asked.value;
  const found = await findMonth(deps, asked.value);
  const from = Math.min(request.after === undefined ? found.last : request.after - 1, found.last);
  const { first } = found;
  const lines = from < first
    ? []
    : await readLinesDown(deps, { accountId, currency, from, first, limit: PAGE_SIZE });
  const last = lines.at(-1)?.number ?? first;
  const since = found.since && monthOf(Temporal.Instant.from(found.since), timeZone);
  return ok({
    currency,
    month,
    opening: found.opening,
    closing: found.closing,
    lines: await withNumbers(deps, lines),
    next: last > first ? last : null,
    previousMonth: since !== null && since < month ? shift(month, -1) : null,
    nextMonth: month < monthOf(deps.clock.now(), timeZone) ? shift(month, 1) : null,
  });
}

/** A month of a wallet for a file: its lines oldest first, a page at a time. */
export interface WalletMonthFile {
  currency: string;
  month: string;
  pages: AsyncIterable<WalletLineView[]>;
}

/** All lines of a month; they are read while they are taken. */
export async function streamWalletMonth(
  deps: Deps,
  request: WalletMonthRequest,
): Promise<Result<WalletMonthFile, NotFound>> {
  const asked = await askedMonth(deps, request);
  if (!asked.ok) return asked;
  const { accountId, currency, month } = asked.value;
  const { first, last } = await findMonth(deps, asked.value);
  const pages = numbered(deps, readMonth(deps, { accountId, currency, first, last }));
  return ok({ currency, month, pages });
}

/** What is asked for, with what goes without saying; `not_found` for who may not ask. */
async function askedMonth(
  deps: Deps,
  request: WalletMonthRequest,
): Promise<Result<MonthRequest, NotFound>> {
  if (!maySeeWallet(request)) return notFound();
  const { accountId, timeZone } = request;
  const currency = request.currency ?? (await getSettings(deps, "money")).currency;
  const month = request.month ?? monthOf(deps.clock.now(), timeZone);
  if (!/^[A-Z]{3}$/.test(currency) || !isMonth(month)) return notFound();
  return ok({ accountId, currency, month, timeZone });
}

/** A month of the calendar in a zone, as `2026-03`. */
function monthOf(at: Temporal.Instant, timeZone: string): string {
  return at.toZonedDateTimeISO(timeZone).toPlainDate().toString().slice(0, 7);
}

function shift(month: string, months: number): string {
  return Temporal.PlainYearMonth.from(month).add({ months }).toString();
}

async function* numbered(
  deps: Pick<Deps, "kv">,
  pages: AsyncIterable<StatementLineView[]>,
): AsyncGenerator<WalletLineView[]> {
  for await (const lines of pages) yield await withNumbers(deps, lines);
}

/** The numbers of the invoices that lines belong to, each read once. */
async function withNumbers(
  deps: Pick<Deps, "kv">,
  lines: readonly StatementLineView[],
): Promise<WalletLineView[]> {
  const ids = [...new Set(lines.flatMap(({ invoiceId }) => invoiceId ?? []))];
  const invoices = await Promise.all(ids.map((id) => readInvoice(deps.kv, id)));
  const numbers = new Map(ids.map((id, index) => [id, invoices[index]?.number ?? null]));
  return lines.map((line) => ({
    ...line,
    invoiceNumber: line.invoiceId && (numbers.get(line.invoiceId) ?? null),
  }));
}
