/**
 * What came on a day in crypto, as coins beside what it was booked for: by asset, wallet of the house and currency. What
 * nobody knows the coins of stays apart. Kept by day, see `day_records.ts`: `["report_coin_days", day]`.
 */
import { z } from "zod";
import { scanDay, type Transfer } from "@/domain/ledger/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type DayRecords, readDayRecords, updateDayRecords } from "./day_records.ts";

const rowSchema = z.strictObject({
  asset: z.string(),
  /** The house's wallet that has them; `null` for money of which nobody knows the coins. */
  account: z.string().nullable(),
  currency: z.string(),
  /** Of the asset's smallest unit. */
  units: z.string().regex(/^\d+$/),
  minor: z.int(),
  count: z.int(),
});

/** What came into one wallet. */
export type CoinRow = z.infer<typeof rowSchema>;

const coinDaySchema = z.strictObject({
  schemaVersion: z.literal(1),
  day: z.string(),
  rows: z.array(rowSchema),
  madeAt: z.string(),
});

/** The coins of a day. */
export type CoinDay = z.infer<typeof coinDaySchema>;

const COIN_DAYS: DayRecords<CoinDay> = {
  prefix: "report_coin_days",
  schema: coinDaySchema,
  make: makeCoinDay,
};

/** Works out every day that isn't final yet. */
export function updateCoinDays(deps: Deps): Promise<void> {
  return updateDayRecords(deps, COIN_DAYS);
}

/** The days from `from` to `to`, both among them, on which something was booked; oldest first. */
export function readCoinDays(
  kv: Deno.Kv,
  span: { from: string; to: string },
): Promise<CoinDay[]> {
  return readDayRecords(kv, COIN_DAYS, span);
}

async function makeCoinDay(deps: Pick<Deps, "kv" | "clock">, day: string): Promise<CoinDay> {
  const rows = new Map<string, CoinRow>();
  for await (const transfer of scanDay(deps.kv, day)) {
    const row = coinRowOf(transfer);
    if (row) addCoinRow(rows, row);
  }
  return { schemaVersion: 1, day, rows: [...rows.values()], madeAt: isoNow(deps.clock) };
}

/** What a transfer brought in crypto; `null` if it is none that did. */
export function coinRowOf({ code, debitAccount, amount, coins }: Transfer): CoinRow | null {
  const asset = /^house:crypto:(\w+):/.exec(debitAccount)?.[1];
  if (code !== "receipt" || !asset) return null;
  const { minor, currency } = amount;
  const { units = "0", account = null } = coins ?? {};
  return { asset, account, currency, units, minor, count: 1 };
}

/** Adds a row to the one of its asset, wallet and currency. */
export function addCoinRow(rows: Map<string, CoinRow>, row: CoinRow): void {
  const key = [row.asset, row.account, row.currency].join(" ");
  const known = rows.get(key);
  if (!known) rows.set(key, { ...row });
  else {
    known.units = String(BigInt(known.units) + BigInt(row.units));
    known.minor += row.minor;
    known.count += row.count;
  }
}
