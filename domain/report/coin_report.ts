/** Coins received, to be compared with the chain: by asset and wallet, and each receipt with the rate that it was booked at. */
import { formatUnits, minorPerCoin, namedAccounts } from "@/domain/crypto/mod.ts";
import { scanDay, type Transfer } from "@/domain/ledger/mod.ts";
import { readPayment } from "@/domain/payment/mod.ts";
import { type Asset, ASSETS } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { CSV_BOM, type CsvCell, csvRow } from "@/domain/shared/csv.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { addCoinRow, type CoinDay, type CoinRow, coinRowOf, readCoinDays } from "./coin_day.ts";
import { nextDay } from "./day_records.ts";
import type { Span } from "./read_reports.ts";
import type { CoinReportRow, CoinReportView } from "./view.ts";

/** The coins of a span; needs `reports.view`. */
export async function getCoinReport(
  deps: Deps,
  { viewer, span }: { viewer: StaffActor; span: Span },
): Promise<Result<CoinReportView, NotFound>> {
  if (!viewer.permissions.has("reports.view")) return notFound();
  const [days, names] = await Promise.all([readCoinDays(deps.kv, span), namedAccounts(deps)]);
  const rows = sumOf(days).map((row) => toReportRow(row, names));
  return ok({ ...span, rows, madeAt: days.at(-1)?.madeAt ?? null });
}

function sumOf(days: readonly CoinDay[]): CoinRow[] {
  const sums = new Map<string, CoinRow>();
  for (const row of days.flatMap(({ rows }) => rows)) addCoinRow(sums, row);
  const key = ({ asset, account, currency }: CoinRow) =>
    [asset, account ?? "~", currency].join(" ");
  return [...sums.values()].sort((a, b) => key(a) < key(b) ? -1 : 1);
}

function toReportRow(row: CoinRow, names: ReadonlyMap<string, string>): CoinReportRow {
  const { asset, account, currency, minor, count } = row;
  const units = BigInt(row.units);
  const isKnown = account !== null && isAsset(asset);
  const perCoin = isKnown ? minorPerCoin(minor, { units, asset }) : null;
  return {
    asset,
    account,
    accountLabel: account === null ? null : names.get(account) ?? null,
    coins: isKnown ? formatUnits(units, asset) : null,
    booked: money(minor, currency),
    perCoin: perCoin === null ? null : money(perCoin, currency),
    count,
  };
}

const CSV_HEAD = [
  "at",
  "asset",
  "coins",
  "units",
  "wallet",
  "booked",
  "currency",
  "rate",
  "reference",
  "payment",
  "invoice",
  "transfer",
];

/** Every receipt of a span in crypto, oldest day first, as pieces of a CSV file. */
export async function* coinCsv(deps: Pick<Deps, "kv">, { from, to }: Span): AsyncGenerator<string> {
  yield CSV_BOM + csvRow(CSV_HEAD);
  for (let day = from; day <= to; day = nextDay(day)) {
    for await (const transfer of scanDay(deps.kv, day)) {
      const row = coinRowOf(transfer);
      if (row) yield csvRow(await cellsOf(deps, transfer, row));
    }
  }
}

async function cellsOf(
  deps: Pick<Deps, "kv">,
  { at, id, amount, coins, links }: Transfer,
  { asset, account }: CoinRow,
): Promise<CsvCell[]> {
  const payment = links.paymentId ? await readPayment(deps.kv, links.paymentId) : null;
  return [
    at,
    asset,
    coins && isAsset(asset) ? formatUnits(BigInt(coins.units), asset) : "",
    coins?.units ?? "",
    account,
    amount,
    amount.currency,
    coins?.price ?? "",
    payment?.reference ?? "",
    links.paymentId ?? "",
    links.invoiceId ?? "",
    id,
  ];
}

function isAsset(asset: string): asset is Asset {
  return (ASSETS as readonly string[]).includes(asset);
}
