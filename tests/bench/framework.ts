/** `fresh/` against what it stands on: Preact's renderer and `Deno.serve`. */
import { loadFrom, median, medianRatio, takeTurns } from "./measure.ts";
import { startScript } from "./processes.ts";
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
    const load = (port: number) => () =>
      loadFrom({ port, path, connections: CONNECTIONS, durationMs: options.durationMs });
    const [ours, theirs] = await takeTurns([load(fresh.port), load(bare.port)], options.rounds);
    const perSecond = [ours!, theirs!].map((reports) => reports.map((report) => report.perSecond));
    const ratio = medianRatio(perSecond[0]!, perSecond[1]!);
    rows.push({
      name,
      value: ratio.toFixed(2),
      aim: `≥ ${aim.toFixed(2)}`,
      isMet: ratio >= aim,
      note: `${Math.round(median(perSecond[0]!))}/s against ${
        Math.round(median(perSecond[1]!))
      }/s, ${ours![0]!.bodyBytes} bytes`,
    });
  }
  return rows;
}

const CONTESTS = [
  { path: "/", name: "fresh, page of 15 kB / preact-render-to-string alone", aim: 0.9 },
  { path: "/empty", name: "fresh, empty route / bare Deno.serve", aim: 0.6 },
] as const;
