/**
 * `deno task bench`: one table, measured in one run. Contestants take turns and medians count, since machines are noisy;
 * absolute figures are worth comparing on the same machine only. `BENCH_ROUNDS` says how often each has its turn (5);
 * `deno task bench signed-in orders` measures these sections alone.
 */
import { measureNights } from "./billing.ts";
import { measureDocuments } from "./documents.ts";
import { measureFramework } from "./framework.ts";
import { measureLists } from "./lists.ts";
import { measureLogIns } from "./log_ins.ts";
import { measureOrders } from "./orders.ts";
import { measurePages, measureSignedIn } from "./pages.ts";
import { measurePayments } from "./payments.ts";
import { measureStatements } from "./statements.ts";
import { renderTable, type Row } from "./table.ts";
import { measureWeights } from "./weights.ts";

const rounds = Number(Deno.env.get("BENCH_ROUNDS") ?? 5);

const sections: [name: string, measure: () => Promise<Row[]>][] = [
  ["fresh", () => measureFramework({ rounds, durationMs: 1500 })],
  ["pages", () => measurePages({ rounds, durationMs: 1500, starts: rounds })],
  ["signed-in", async () => [await measureSignedIn({ rounds, durationMs: 1500 })]],
  ["orders", async () => [await measureOrders({ rounds, batch: 200 })]],
  ["payments", () => measurePayments({ rounds, batch: 200 })],
  ["log-ins", async () => [await measureLogIns({ rounds, batch: 4 })]],
  ["documents", () => measureDocuments({ rounds, batch: 20 })],
  ["statements", () => measureStatements({ rounds, batch: 200 })],
  ["lists", () => measureLists({ rounds, pages: 20 })],
  ["nights", async () => [await measureNights({ rounds })]],
  ["weights", measureWeights],
];

const rows: Row[] = [];
for (const [name, measure] of sections) {
  if (Deno.args.length > 0 && !Deno.args.includes(name)) continue;
  console.error(`measuring ${name} …`);
  rows.push(...await measure());
}
console.log(renderTable(rows));
console.log(
  `\n${navigator.hardwareConcurrency} cores, Deno ${Deno.version.deno}, ${rounds} rounds`,
);
