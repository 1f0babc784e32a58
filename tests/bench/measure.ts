/** Measuring on a noisy machine: contestants take turns, and the median of the rounds counts. */
import type { Load, LoadReport } from "./load_client.ts";

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Runs each contestant `rounds` times, A B A B, after one round that doesn't count, and gives the results of each in
 * order.
 */
export async function takeTurns<T>(
  contestants: readonly (() => Promise<T>)[],
  rounds: number,
): Promise<T[][]> {
  const results: T[][] = contestants.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const result = await contestant();
      if (round > 0) results[index]!.push(result);
    }
  }
  return results;
}

/** The median over the rounds of first divided by second, each pair from the same moment. */
export function medianRatio(first: readonly number[], second: readonly number[]): number {
  return median(first.map((value, index) => value / second[index]!));
}

/** Loads a server from a process of its own. */
export async function loadFrom(load: Load): Promise<LoadReport> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      new URL("load_client.ts", import.meta.url).href,
      JSON.stringify(load),
    ],
  }).output();
  if (!success) throw new Error(`load client: ${new TextDecoder().decode(stderr)}`);
  const report: LoadReport = JSON.parse(new TextDecoder().decode(stdout));
  if (report.refused > 0) throw new Error(`${load.path}: ${report.refused} answers weren't 200`);
  return report;
}
