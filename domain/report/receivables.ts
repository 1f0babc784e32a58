/** What customers owe, by how long it is overdue: counted by a nightly task over the open invoices alone. Key: `["report_receivables"]`. */
import { z } from "zod";
import { amountDue, scanOpenInvoices } from "@/domain/invoice/mod.ts";
import { dayOf, isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";

const KEY: Deno.KvKey = ["report_receivables"];

/** Ages of what is owed. */
export const AGES = ["not_due", "1_30", "31_60", "61_90", "over_90"] as const;

/** How long something is overdue, in days. */
export type Age = (typeof AGES)[number];

const amountSchema = z.strictObject({ count: z.int(), minor: z.int() });

export const receivablesSchema = z.strictObject({
  schemaVersion: z.literal(1),
  madeAt: z.string(),
  currencies: z.record(z.string(), z.record(z.enum(AGES), amountSchema)),
});

/** What is owed, by currency and age. */
export type Receivables = z.infer<typeof receivablesSchema>;

/** The age of an invoice that was due on a day. */
export function ageOf(dueOn: string, today: string): Age {
  const days = Temporal.PlainDate.from(dueOn).until(today, { largestUnit: "day" }).days;
  if (days <= 0) return "not_due";
  if (days <= 30) return "1_30";
  if (days <= 60) return "31_60";
  return days <= 90 ? "61_90" : "over_90";
}

/** Counts what is owed. A top-up that nobody pays isn't owed: it is left out. */
export async function recordReceivables(deps: Deps): Promise<void> {
  const today = dayOf(deps.clock.now());
  const report: Receivables = { schemaVersion: 1, madeAt: isoNow(deps.clock), currencies: {} };
  for await (const invoice of scanOpenInvoices(deps.kv)) {
    if (invoice.kind === "top_up") continue;
    const ages = report.currencies[invoice.currency] ??= Object.fromEntries(
      AGES.map((age) => [age, { count: 0, minor: 0 }]),
    ) as Record<Age, { count: number; minor: number }>;
    const owed = ages[ageOf(invoice.dueOn, today)]!;
    owed.count++;
    owed.minor += amountDue(invoice).minor;
  }
  await deps.kv.set(KEY, receivablesSchema.parse(report));
}

/** The last count; `null` before the first one. */
export async function readReceivables(kv: Deno.Kv): Promise<Receivables | null> {
  const { value } = await kv.get(KEY);
  return value === null ? null : receivablesSchema.parse(value);
}
