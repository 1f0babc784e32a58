/** A list page of a big shop against that of a small one: pages cost what they show, not what there is. */
import { placeOrder } from "@/domain/order/mod.ts";
import { addOrder, readOrder } from "@/domain/order/repo.ts";
import { Tx } from "@/domain/shared/kv.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeApp, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { makePerson } from "@/tests/helpers/people.ts";
import { median, medianRatio, takeTurns } from "./measure.ts";
import { DRY, recordingKv } from "./recorded_commit.ts";
import { openBigShop, simpleOrder } from "./shop.ts";
import type { Row } from "./table.ts";

const SMALL = 1_000;
const BIG = 100_000;
const AIM = 1.2;
const WRITES_A_COMMIT = 900;
const PATHS = ["/admin/orders", "/admin/orders?status=pending_payment"];

/** Time of the staff's order list with 100,000 orders against 1,000. */
export async function measureLists(options: { rounds: number; pages: number }): Promise<Row[]> {
  const folder = await Deno.makeTempDir();
  const shops = [
    await openShop(`${folder}/big.kv`, BIG),
    await openShop(`${folder}/small.kv`, SMALL),
  ];
  const rows: Row[] = [];
  for (const path of PATHS) {
    const time = ({ app, session }: Shop) => async () => {
      const startedAt = performance.now();
      for (let i = 0; i < options.pages; i++) {
        const response = await app.get(path, { session });
        if (!response.ok) throw new Error(`${path}: ${response.status}`);
        await response.body?.cancel();
      }
      return (performance.now() - startedAt) / options.pages;
    };
    const [big, small] = await takeTurns(shops.map(time), options.rounds);
    const ratio = medianRatio(big!, small!);
    rows.push({
      name: `${path}, ${BIG.toLocaleString("en")} orders / ${SMALL.toLocaleString("en")}`,
      value: ratio.toFixed(2),
      aim: `≤ ${AIM.toFixed(2)}`,
      isMet: ratio <= AIM,
      note: `${median(big!).toFixed(1)} ms against ${median(small!).toFixed(1)} ms a page`,
    });
  }
  for (const { deps } of shops) deps.kv.close();
  await Deno.remove(folder, { recursive: true });
  return rows;
}

interface Shop {
  deps: TestDeps;
  app: TestApp;
  session: string;
}

async function openShop(path: string, orders: number): Promise<Shop> {
  const deps = await makeDeps({ kv: await Deno.openKv(path) });
  const actor = await openBigShop(deps);
  const staff = await makePerson(deps, {
    name: "Staff",
    email: "staff@cloudnest.test",
    role: "owner",
  });
  const form = await simpleOrder(deps, "host.example.com");
  const { orderId } = unwrap(await placeOrder(deps, { actor, form }));
  await copyOrder(deps, orderId, orders - 1);
  return { deps, app: await makeApp(deps), session: staff.session };
}

/** Writes copies of an order with all their index entries, many to a commit. */
async function copyOrder(deps: TestDeps, orderId: string, copies: number): Promise<void> {
  const order = (await readOrder(deps.kv, orderId))!;
  const { kv: recorder, commits } = recordingKv(DRY);
  let operation = deps.kv.atomic();
  let writes = 0;
  for (let i = 0; i < copies; i++) {
    deps.clock.advance({ milliseconds: 1 });
    const tx = new Tx(recorder);
    const id = deps.ids.next("ord");
    const number = `O-${(i + 1).toString(36).toUpperCase().padStart(8, "0")}`;
    addOrder(tx, { ...order, id, number, hostname: `host-${i}.example.com` }, 60_000);
    await tx.commit();
    for (const { key, value } of commits.pop()!.sets) {
      operation.set(key, value);
      writes++;
    }
    if (writes > WRITES_A_COMMIT - 20 || i === copies - 1) {
      await operation.commit();
      operation = deps.kv.atomic();
      writes = 0;
    }
  }
}
