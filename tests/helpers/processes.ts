/** Two processes on one database file, for races that one process alone would never see. */
import { openKv } from "@/domain/operations/open_kv.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "./deps.ts";

/** What a test has of them. */
export interface TwoProcesses extends AsyncDisposable {
  deps: TestDeps;
  other: TestDeps;
  /** Runs `each` so many times at once, in the one and the other in turn. */
  times<R>(count: number, each: (deps: TestDeps, at: number) => Promise<R>): Promise<R[]>;
}

/** Each opens the file for itself, as the server does. */
export async function twoProcesses(): Promise<TwoProcesses> {
  const folder = await Deno.makeTempDir();
  const open = async () => unwrap(await openKv({ kvPath: `${folder}/kv` }));
  const kvs = [await open(), await open()];
  const processes = await Promise.all(kvs.map((kv, process) => makeDeps({ kv, process })));
  return {
    deps: processes[0]!,
    other: processes[1]!,
    times: (count, each) =>
      Promise.all(Array.from({ length: count }, (_, at) => each(processes[at % 2]!, at))),
    async [Symbol.asyncDispose]() {
      for (const each of processes) await each[Symbol.asyncDispose]();
      for (const kv of kvs) kv.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
