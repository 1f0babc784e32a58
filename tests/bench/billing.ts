/** A night's renewals in a big shop against a small one: a night costs what is due, not what there is. */
import { runBilling } from "@/domain/billing/mod.ts";
import { addService, readService, replaceService } from "@/domain/service/repo.ts";
import type { Service } from "@/domain/service/mod.ts";
import { Tx } from "@/domain/shared/kv.ts";
import { makeService } from "@/tests/domain/billing/helpers.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { median, medianRatio, takeTurns } from "./measure.ts";
import { DRY, recordingKv } from "./recorded_commit.ts";
import { openBigShop } from "./shop.ts";
import type { Row } from "./table.ts";

const DUE = 1_000;
const SMALL = 2_000;
const BIG = 200_000;
const AIM = 1.3;
const WRITES_A_COMMIT = 900;
/** Begins of terms: those of services that are due, and of all others. */
const DUE_ANCHOR = "2026-03-15";
const OTHER_ANCHOR = "2026-11-20";

/** Time of a night with 1,000 services due among 200,000, against one with as many among 2,000. */
export async function measureNights(options: { rounds: number }): Promise<Row> {
  const folder = await Deno.makeTempDir();
  const shops = [
    await openShop(`${folder}/big.kv`, BIG),
    await openShop(`${folder}/small.kv`, SMALL),
  ];
  const night = ({ deps, due }: Shop) => async () => {
    await makeDue(deps, due);
    const startedAt = performance.now();
    const { steps } = await runBilling(deps);
    const seconds = (performance.now() - startedAt) / 1000;
    if (steps.length !== DUE) throw new Error(`${steps.length} steps in a night`);
    return seconds;
  };
  const [big, small] = await takeTurns(shops.map(night), options.rounds);
  for (const { deps } of shops) deps.kv.close();
  await Deno.remove(folder, { recursive: true });
  const ratio = medianRatio(big!, small!);
  return {
    name: `nightly run, ${DUE.toLocaleString("en")} due among ${BIG.toLocaleString("en")} / ${
      SMALL.toLocaleString("en")
    } services`,
    value: ratio.toFixed(2),
    aim: `≤ ${AIM.toFixed(2)}`,
    isMet: ratio <= AIM,
    note: `${median(big!).toFixed(2)} s against ${median(small!).toFixed(2)} s`,
  };
}

interface Shop {
  deps: TestDeps;
  /** Those that are due, as they are before the night. */
  due: Service[];
}

async function openShop(path: string, count: number): Promise<Shop> {
  const deps = await makeDeps({ kv: await Deno.openKv(path), at: "2026-03-14T12:00:00Z" });
  const customer = await openBigShop(deps);
  const model = (await readService(deps.kv, await makeService(deps, customer)))!;
  const due: Service[] = [];
  const all: Service[] = [];
  for (let at = 0; at < count - 1; at++) {
    deps.clock.advance({ milliseconds: 1 });
    // Spread over the others, as they would be.
    const isDue = at % Math.floor(count / DUE) === 0 && due.length < DUE;
    const anchorOn = isDue ? DUE_ANCHOR : OTHER_ANCHOR;
    const service: Service = {
      ...model,
      id: deps.ids.next("svc"),
      orderId: deps.ids.next("ord"),
      hostname: `host-${at}.example.com`,
      cycle: "annual",
      anchorOn,
      nextDueOn: anchorOn,
      paidPeriods: 0,
      billedPeriods: 0,
    };
    if (isDue) due.push(service);
    all.push(service);
  }
  await writeAll(deps.kv, all, (tx, service) => addService(tx, service));
  // The one that was ordered is due a month later.
  deps.clock.set("2026-03-03T00:00:00Z");
  await runBilling(deps);
  return { deps, due };
}

/** Puts services back to where nobody has billed them. */
async function makeDue(deps: TestDeps, due: readonly Service[]): Promise<void> {
  await writeAll(deps.kv, due, (tx, service) => {
    replaceService(tx, { ...service, billedPeriods: 1 }, service);
  });
}

/** Writes what `stage` stages for each service, many of them to a commit and without checks. */
async function writeAll(
  kv: Deno.Kv,
  services: readonly Service[],
  stage: (tx: Tx, service: Service) => void,
): Promise<void> {
  const { kv: recorder, commits } = recordingKv(DRY);
  let operation = kv.atomic();
  let writes = 0;
  for (const service of services) {
    const tx = new Tx(recorder);
    stage(tx, service);
    await tx.commit();
    const { sets, deletes } = commits.pop()!;
    for (const key of deletes) operation.delete(key);
    for (const { key, value } of sets) operation.set(key, value);
    writes += sets.length + deletes.length;
    if (writes < WRITES_A_COMMIT - 20) continue;
    await operation.commit();
    operation = kv.atomic();
    writes = 0;
  }
  await operation.commit();
}
