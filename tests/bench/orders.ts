/** Orders against what they cost at least: as many commits of the same size on the same kind of file. */
import { placeOrder } from "@/domain/order/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { median, medianRatio, takeTurns } from "./measure.ts";
import { commitAsMuch, recordingKv } from "./recorded_commit.ts";
import { makeCustomers, openBigShop, simpleOrder } from "./shop.ts";
import type { Row } from "./table.ts";

const PARALLEL = 16;
const AIM = 0.5;
/** As many unpaid orders as a customer may have. */
const ORDERS_EACH = 5;

/** Placed orders a second against bare commits a second, `batch` of each in turn. */
export async function measureOrders(options: { rounds: number; batch: number }): Promise<Row> {
  const folder = await Deno.makeTempDir();
  const { kv, commits } = recordingKv(await Deno.openKv(`${folder}/orders.kv`));
  const bareKv = await Deno.openKv(`${folder}/bare.kv`);
  await using deps = await makeDeps({ kv });
  await openBigShop(deps);
  const form = await simpleOrder(deps, "host.example.com");
  // Both contestants count on, and takeTurns() has a first round that doesn't count
  const most = 2 * options.batch * (options.rounds + 1) + 1;
  const customers = await makeCustomers(deps, most / ORDERS_EACH);
  let serial = 0;

  async function place(): Promise<void> {
    const actor = customers[Math.floor(serial / ORDERS_EACH)]!;
    const hostname = `host-${++serial}.example.com`;
    unwrap(await placeOrder(deps, { actor, form: { ...form, hostname } }));
  }
  await place();
  const model = commits.at(-1)!;
  const commit = () => commitAsMuch(bareKv, model, ++serial);

  const rate = (work: () => Promise<void>) => async () => {
    const startedAt = performance.now();
    await inParallel(work, options.batch);
    commits.length = 0;
    return options.batch / ((performance.now() - startedAt) / 1000);
  };
  const [orders, bare] = await takeTurns([rate(place), rate(commit)], options.rounds);
  kv.close();
  bareKv.close();
  await Deno.remove(folder, { recursive: true });

  const ratio = medianRatio(orders!, bare!);
  return {
    name: "placed orders / bare KV commits of the same size",
    value: ratio.toFixed(2),
    aim: `≥ ${AIM.toFixed(2)}`,
    isMet: ratio >= AIM,
    note: `${Math.round(median(orders!))}/s against ${Math.round(median(bare!))}/s, ${
      model.sets.length + model.sums.length
    } writes and ${model.checks} checks each`,
  };
}

async function inParallel(work: () => Promise<void>, count: number): Promise<void> {
  let left = count;
  async function run(): Promise<void> {
    while (left-- > 0) await work();
  }
  await Promise.all(Array.from({ length: PARALLEL }, run));
}
