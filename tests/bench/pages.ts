/** What the built server does: pages a second, how long the slowest take, how long it takes to start. */
import { sessionCookie } from "@/tests/helpers/app.ts";
import { installationEnv, withInstallation } from "@/tests/helpers/installation.ts";
import { makePerson } from "@/tests/helpers/people.ts";
import { ensureBuild } from "@/tests/helpers/build.ts";
import { startServer } from "@/tests/helpers/server.ts";
import { loadFrom, median, medianRatio, takeTurns } from "./measure.ts";
import { cpuMs } from "./processes.ts";
import type { Row } from "./table.ts";

const CONNECTIONS = 32;
const PATHS = ["/", "/pricing", "/dashboard"];
/** Shown to visitors and to people who are signed in: what differs is the session. */
const SHARED_PATH = "/pricing";
const SIGNED_IN_AIM = 0.85;

/** Rows for each page, and for the start. */
export async function measurePages(
  options: { rounds: number; durationMs: number; starts: number },
): Promise<Row[]> {
  return await withCustomer(async (env, cookie) => [
    ...await loadPages(env, { ...options, cookie }),
    await timeStarts(env, options.starts),
  ]);
}

/**
 * What it costs that somebody is known: pages for the processor time that the server spends on them, which other work on
 * the machine doesn't change; by the clock where the system doesn't say.
 */
export async function measureSignedIn(
  options: { rounds: number; durationMs: number },
): Promise<Row> {
  return await withCustomer((env, cookie) => compareSignedIn(env, { ...options, cookie }));
}

/** A database with a customer in it, and the cookie of their session. */
async function withCustomer<T>(
  work: (env: Record<string, string>, cookie: string) => Promise<T>,
): Promise<T> {
  await ensureBuild();
  const folder = await Deno.makeTempDir();
  const env = installationEnv(folder);
  const cookie = await withInstallation(env, async (deps) => {
    const person = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
    return sessionCookie(deps, person.session);
  });
  const result = await work(env, cookie);
  await Deno.remove(folder, { recursive: true });
  return result;
}

async function loadPages(
  env: Record<string, string>,
  { rounds, durationMs, cookie }: { rounds: number; durationMs: number; cookie: string },
): Promise<Row[]> {
  await using server = await startServer(env);
  const loads = PATHS.map((path) => () =>
    loadFrom({
      port: server.port,
      path,
      connections: CONNECTIONS,
      durationMs,
      ...(path.startsWith("/dashboard") && { cookie }),
    })
  );
  const results = await takeTurns(loads, rounds);
  return PATHS.map((path, index) => {
    const reports = results[index]!;
    const of = (pick: (report: typeof reports[number]) => number) => median(reports.map(pick));
    return {
      name: `${path} at ${CONNECTIONS} connections`,
      value: `${Math.round(of((report) => report.perSecond))}/s`,
      note: `p50 ${of((report) => report.p50Ms).toFixed(1)} ms, p99 ${
        of((report) => report.p99Ms).toFixed(1)
      } ms, ${reports[0]!.bodyBytes} bytes`,
    };
  });
}

async function compareSignedIn(
  env: Record<string, string>,
  { rounds, durationMs, cookie }: { rounds: number; durationMs: number; cookie: string },
): Promise<Row> {
  await using server = await startServer(env);
  const load = { port: server.port, path: SHARED_PATH, connections: CONNECTIONS, durationMs };
  const measure = async (more: { cookie?: string }) => {
    const before = await cpuMs(server.pid);
    const report = await loadFrom({ ...load, ...more });
    const after = await cpuMs(server.pid);
    const seconds = before === null || after === null ? null : (after - before) / 1000;
    return { ...report, rate: seconds ? report.answers / seconds : report.perSecond };
  };
  const [signedIn, visitors] = await takeTurns([
    () => measure({ cookie }),
    () => measure({}),
  ], rounds);
  const rates = (reports: typeof signedIn) => reports!.map(({ rate }) => rate);
  const ratio = medianRatio(rates(signedIn), rates(visitors));
  return {
    name: `${SHARED_PATH} signed in / signed out`,
    value: ratio.toFixed(2),
    aim: `≥ ${SIGNED_IN_AIM.toFixed(2)}`,
    isMet: ratio >= SIGNED_IN_AIM,
    note: `${Math.round(median(rates(signedIn)))} against ${
      Math.round(median(rates(visitors)))
    } a second of processor time, ${signedIn![0]!.bodyBytes} and ${visitors![0]!.bodyBytes} bytes`,
  };
}

async function timeStarts(env: Record<string, string>, starts: number): Promise<Row> {
  const times: number[] = [];
  for (let i = 0; i < starts; i++) {
    const startedAt = performance.now();
    await using server = await startServer(env);
    const response = await fetch(server.url);
    await response.text();
    if (!response.ok) throw new Error(`the first answer was ${response.status}`);
    times.push(performance.now() - startedAt);
  }
  return {
    name: "start to first answer, built server",
    value: `${Math.round(median(times))} ms`,
    note: `${starts} starts, ${Math.round(Math.min(...times))} to ${
      Math.round(Math.max(...times))
    } ms`,
  };
}
