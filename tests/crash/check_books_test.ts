/** The checker of the crash test finds nothing in sound books, and every kind of harm in others. */
import { expect } from "expect";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { fillStock, FULL_STOCK } from "@/tests/bench/shop.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { startFakeSendgrid } from "@/tests/helpers/fake_sendgrid.ts";
import { makeWorld, type World } from "@/tests/helpers/world.ts";
import { seedOnce } from "@/domain/operations/first_start.ts";
import type { Purchase } from "./buyers.ts";
import { findDiscrepancies } from "./check_books.ts";

type Harm = (deps: TestDeps, world: World) => Promise<unknown>;

const change = async (deps: TestDeps, key: Deno.KvKey, by: Record<string, unknown>) => {
  const { value } = await deps.kv.get<Record<string, unknown>>(key);
  if (value === null) throw new Error(`nothing at ${key.join("/")}`);
  return await deps.kv.set(key, { ...value, ...by });
};

const HARMS: [name: string, harm: Harm][] = [
  ["a lost order", ({ kv }, { orders }) => kv.delete(["orders", orders.paid.id])],
  ["a lost service", ({ kv }, { orders }) => kv.delete(["services", orders.active.serviceId!])],
  ["a lost invoice", ({ kv }, { orders }) => kv.delete(["invoices", orders.waiting.invoiceId])],
  [
    "an order set back",
    (deps, { orders }) => change(deps, ["orders", orders.paid.id], { status: "pending_payment" }),
  ],
  [
    "a machine without its credentials",
    (deps, { orders }) =>
      change(deps, ["services", orders.active.serviceId!], { credentials: null }),
  ],
  [
    "a job that wasn't done",
    (deps, { orders }) =>
      change(deps, ["jobs", `mail:order_placed:${orders.paid.id}`], { state: "waiting" }),
  ],
  [
    "stock that was taken twice",
    async ({ kv }) => {
      for await (const { key } of kv.list({ prefix: ["stocks"] }, { limit: 1 })) {
        await kv.set(key, { schemaVersion: 1, count: FULL_STOCK - 99 });
      }
    },
  ],
  [
    "an index entry that was left over",
    ({ kv }, { orders }) => kv.set(["orders_by_status", "expired", orders.paid.id], orders.paid.id),
  ],
  [
    "an index entry that is missing",
    ({ kv }, { orders }) => kv.delete(["orders_by_hostname", orders.paid.hostname, orders.paid.id]),
  ],
  ["a counter that is off", ({ kv }) => kv.set(["job_counts", "done"], new Deno.KvU64(1n))],
  [
    "an audit event that is missing",
    async ({ kv }) => {
      for await (
        const { key, value } of kv.list<{ action: string }>({ prefix: ["audit_events"] })
      ) {
        if (value.action === "order.placed") return await kv.delete(key);
      }
    },
  ],
];

Deno.test("findDiscrepancies() has nothing against sound books", async () => {
  await withShop(async (deps, world) => {
    expect(await findDiscrepancies(deps, expected(world))).toEqual([]);
  });
});

Deno.test("findDiscrepancies() finds an acknowledged order that isn't there", async () => {
  await withShop(async (deps, world) => {
    const { purchases, fullStock } = expected(world);
    const lost: Purchase = { ...purchases[0]!, hostname: "lost.example.com" };

    expect(await findDiscrepancies(deps, { purchases: [...purchases, lost], fullStock }))
      .toEqual(["the order of lost.example.com is lost"]);
  });
});

for (const [name, harm] of HARMS) {
  Deno.test(`findDiscrepancies() finds ${name}`, async () => {
    await withShop(async (deps, world) => {
      await harm(deps, world);

      expect(await findDiscrepancies(deps, expected(world))).not.toEqual([]);
    });
  });
}

async function withShop(work: (deps: TestDeps, world: World) => Promise<void>): Promise<void> {
  await using sendgrid = startFakeSendgrid();
  const config = { sendgrid: { apiKey: "SG.test", baseUrl: sendgrid.url } };
  await using deps = await makeDeps({ config });
  await seedOnce(deps);
  await fillStock(deps);
  const world = await makeWorld(deps);
  // The proof's mail and the welcome have no order: the checker asks only for what orders bring.
  while ((await runDueJobs(deps, { handlers: jobHandlers })).done > 0);
  await work(deps, world);
}

function expected({ orders }: World): { purchases: Purchase[]; fullStock: number } {
  const told = (order: World["orders"]["paid"], step: Purchase["step"]): Purchase => ({
    hostname: order.hostname,
    step,
    tries: 0,
    invoiceId: order.invoiceId,
    orderId: order.id,
  });
  const purchases = [
    told(orders.unpaid, "pay"),
    told(orders.paid, "hand_over"),
    told(orders.active, "done"),
  ];
  return { purchases, fullStock: FULL_STOCK };
}
