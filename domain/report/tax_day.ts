/**
 * What was settled on a day without its tax, and the tax of it, by whose tax it is and why: each transfer of revenue or tax
 * with the rule that its invoice froze. Credit notes and voids are transfers back, and lower their day. Kept by day, see
 * `day_records.ts`: `["report_tax_days", day]`.
 */
import { z } from "zod";
import { type Invoice, readInvoices } from "@/domain/invoice/mod.ts";
import { scanDay, type Transfer } from "@/domain/ledger/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { CUSTOMER_KINDS, TAX_TREATMENTS } from "@/domain/tax/view.ts";
import { type DayRecords, readDayRecords, updateDayRecords } from "./day_records.ts";

/** Invoices that are read at once. */
const INVOICE_BATCH = 200;

const rowSchema = z.strictObject({
  currency: z.string(),
  /** Whose tax it is, by ISO 3166-1 code; `null` where the seller has named no country. */
  country: z.string().nullable(),
  treatment: z.enum(TAX_TREATMENTS),
  rateBasisPoints: z.int(),
  /** `null` on invoices from before this was kept. */
  customerKind: z.enum(CUSTOMER_KINDS).nullable(),
  netMinor: z.int(),
  taxMinor: z.int(),
});

/** What one rule came to in one currency. */
export type TaxDayRow = z.infer<typeof rowSchema>;

export const taxDaySchema = z.strictObject({
  schemaVersion: z.literal(1),
  day: z.string(),
  rows: z.array(rowSchema),
  madeAt: z.string(),
});

/** The tax of a day. */
export type TaxDay = z.infer<typeof taxDaySchema>;

const TAX_DAYS: DayRecords<TaxDay> = {
  prefix: "report_tax_days",
  schema: taxDaySchema,
  make: makeTaxDay,
};

/** Works out every day that isn't final yet. */
export function updateTaxDays(deps: Deps): Promise<void> {
  return updateDayRecords(deps, TAX_DAYS);
}

/** The days from `from` to `to`, both among them, on which something was booked; oldest first. */
export function readTaxDays(
  kv: Deno.Kv,
  span: { from: string; to: string },
): Promise<TaxDay[]> {
  return readDayRecords(kv, TAX_DAYS, span);
}

/** What a day moved for one invoice. */
interface Moved {
  netMinor: number;
  taxMinor: number;
}

async function makeTaxDay(deps: Pick<Deps, "kv" | "clock">, day: string): Promise<TaxDay> {
  const moved = new Map<string, Moved>();
  for await (const transfer of scanDay(deps.kv, day)) addTransfer(moved, transfer);
  const rows = new Map<string, TaxDayRow>();
  const ids = [...moved.keys()];
  for (let at = 0; at < ids.length; at += INVOICE_BATCH) {
    const batch = ids.slice(at, at + INVOICE_BATCH);
    const invoices = await readInvoices(deps.kv, batch);
    if (invoices.length < batch.length) throw new Error(`transfers of ${day} name no invoice`);
    for (const invoice of invoices) addRow(rows, rowOf(invoice, moved.get(invoice.id)!));
  }
  return { schemaVersion: 1, day, rows: [...rows.values()], madeAt: isoNow(deps.clock) };
}

/** A transfer between revenue and tax touches both. */
function addTransfer(moved: Map<string, Moved>, transfer: Transfer): void {
  const { debitAccount, creditAccount, amount: { minor }, links } = transfer;
  const sides = [[creditAccount, minor], [debitAccount, -minor]] as const;
  for (const [account, gained] of sides) {
    const isTax = account.startsWith("house:tax:");
    if (!isTax && !account.startsWith("house:revenue:")) continue;
    const { invoiceId } = links;
    if (!invoiceId) throw new Error(`transfer ${transfer.id} has revenue of no invoice`);
    const sums = moved.get(invoiceId) ?? { netMinor: 0, taxMinor: 0 };
    if (isTax) sums.taxMinor += gained;
    else sums.netMinor += gained;
    moved.set(invoiceId, sums);
  }
}

function rowOf({ currency, taxRule, customerKind }: Invoice, moved: Moved): TaxDayRow {
  const { country, treatment, rateBasisPoints } = taxRule;
  return { currency, country, treatment, rateBasisPoints, customerKind, ...moved };
}

/** Adds a row to the one of its rule, kind and currency. */
export function addRow<R extends TaxDayRow>(rows: Map<string, R>, row: R, group = ""): void {
  const { currency, country, treatment, rateBasisPoints, customerKind } = row;
  const key = [group, currency, country, treatment, rateBasisPoints, customerKind].join(" ");
  const known = rows.get(key);
  if (!known) rows.set(key, { ...row });
  else {
    known.netMinor += row.netMinor;
    known.taxMinor += row.taxMinor;
  }
}
