/** Log-ins against the hash that each of them must compute at least: what everything around it costs. */
import { randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { logIn } from "@/domain/session/mod.ts";
import { loadConfig } from "@/domain/shared/config.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { median, medianRatio, takeTurns } from "./measure.ts";
import { makeCustomers } from "./shop.ts";
import type { Row } from "./table.ts";

/** As many as the app computes at once. */
const PARALLEL = 2;
const HASH_BYTES = 32;
const AIM = 0.85;

const derive = promisify(
  scrypt as (
    password: string,
    salt: Uint8Array,
    length: number,
    options: { N: number; r: number; p: number; maxmem: number },
    callback: (error: Error | null, key: Uint8Array) => void,
  ) => void,
);

/** Log-ins a second against bare hashes a second at the cost that servers run with, `batch` of each in turn. */
export async function measureLogIns(options: { rounds: number; batch: number }): Promise<Row> {
  const folder = await Deno.makeTempDir();
  const kv = await Deno.openKv(`${folder}/log-ins.kv`);
  const { scrypt: cost } = unwrap(loadConfig({}));
  await using deps = await makeDeps({ kv, config: { scrypt: cost } });
  await makeCustomers(deps, PARALLEL);
  const email = (worker: number) => `customer-${worker}@example.com`;
  const password = "correct horse battery";
  const client = { ip: "192.0.2.1", userAgent: "bench" };
  const salt = randomBytes(HASH_BYTES);
  const { n: N, r, p } = cost;
  const maxmem = 256 * N * r;

  const rate = (work: (worker: number) => Promise<unknown>) => async () => {
    const startedAt = performance.now();
    await inParallel(work, options.batch);
    return options.batch / ((performance.now() - startedAt) / 1000);
  };
  const [logIns, bare] = await takeTurns([
    rate(async (worker) =>
      unwrap(await logIn(deps, { email: email(worker), password, ...client }))
    ),
    rate(() => derive(password, salt, HASH_BYTES, { N, r, p, maxmem })),
  ], options.rounds);
  kv.close();
  await Deno.remove(folder, { recursive: true });

  const ratio = medianRatio(logIns!, bare!);
  return {
    name: "log-ins / bare password hashes",
    value: ratio.toFixed(2),
    aim: `≥ ${AIM.toFixed(2)}`,
    isMet: ratio >= AIM,
    note: `${median(logIns!).toFixed(1)}/s against ${median(bare!).toFixed(1)}/s, scrypt N=${N}`,
  };
}

async function inParallel(
  work: (worker: number) => Promise<unknown>,
  count: number,
): Promise<void> {
  let left = count;
  async function run(worker: number): Promise<void> {
    while (left-- > 0) await work(worker);
  }
  await Promise.all(Array.from({ length: PARALLEL }, (_, worker) => run(worker)));
}
