/** `fresh/` against what it stands on: Preact's renderer and `Deno.serve`. */
import { loadFrom, median, medianRatio, takeTurns } from "./measure.ts";
import { type RunningServer, startScript } from "./processes.ts";
import type { Row } from "./table.ts";

const CONNECTIONS = 32;

/** Two ratios: a page of 15 kB, and an empty route. */
export async function measureFramework(
  options: { rounds: number; durationMs: number },
): Promise<Row[]> {
  await using fresh = await startScript("fresh_server.tsx");
  await using bare = await startScript("bare_server.tsx");
  const rows: Row[] = [];
  for (const { path, name, aim } of CONTESTS) {
    const load = (server: RunningServer) => async () => {
      const before = await server.cpuMs();
      const { durationMs } = options;
      const report = await loadFrom({
        port: server.port,
        path,
        connections: CONNECTIONS,
        durationMs,
      });
      const after = await server.cpuMs();
      const cpuUs = before === null || after === null
        ? NaN
        : (after - before) * 1000 / report.answers;
      return { ...report, cpuUs };
    };
    const [ours, theirs] = await takeTurns([load(fresh), load(bare)], options.rounds);
    const perSecond = [ours!, theirs!].map((reports) => reports.map((report) => report.perSecond));
    const ratio = medianRatio(perSecond[0]!, perSecond[1]!);
    // The same by processor time, which other work on the machine disturbs less.
    const byCpu = medianRatio(
      theirs!.map((report) => report.cpuUs),
      ours!.map((report) => report.cpuUs),
    );
    rows.push({
      name,
      value: ratio.toFixed(2),
      aim: `≥ ${aim.toFixed(2)}`,
      isMet: ratio >= aim,
      note:
        `${rate(perSecond[0]!)} against ${rate(perSecond[1]!)}, ${ours![0]!.bodyBytes} bytes; ` +
        `by processor time ${byCpu.toFixed(2)}`,
    });
  }
  return rows;
}

const CONTESTS = [
  { path: "/", name: "fresh, page of 15 kB / preact-render-to-string alone", aim: 0.9 },
  { path: "/empty", name: "fresh, empty route / bare Deno.serve", aim: 0.6 },
] as const;

function rate(perSecond: readonly number[]): string {
  return `${Math.round(median(perSecond))}/s`;
}
