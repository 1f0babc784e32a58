/**
 * Staff who act as a customer, and every form that customers have: those of the matrix, which has one for each route that takes
 * posts, and those that spend. What isn't named here as help is refused, and a new form is until it is named.
 */
import { expect } from "expect";
import { previewChange } from "@/domain/change/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { ACCESS } from "@/routes/(_lib)/access.ts";
import { text } from "@/tests/components/render.tsx";
import { fill } from "@/tests/domain/wallet/fixtures.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { type Change, makeChanges } from "@/tests/helpers/changes.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { readRoutes } from "@/tests/helpers/routes.ts";
import { makeWorld, type World } from "@/tests/helpers/world.ts";

/** What staff do for a customer: nothing of it spends money, commits somebody to spend some, or ends what was bought. */
const HELP = new Set([
  "/dashboard resend_verification",
  "/dashboard/switch",
  "/dashboard/orders/:id cancel",
  "/dashboard/services/:id/change cancel",
  "/dashboard/invoices/:id cancel_top_up",
  // A proof of payment, and a transaction that staff look up
  "/dashboard/invoices/:id",
  "/dashboard/invoices/:id/crypto name",
]);

/** Forms that refuse beside their fields. */
const SAYS_WHY: Readonly<Record<string, string>> = {
  "/dashboard/order": "only they can order for themselves",
};

const IGNORE = { ignore: ["rate_limits", "sessions"] };

Deno.test("staff who act as a customer order, pay, fill, change, end and promise nothing; each form works for its customer", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { support, customer } = world.people;
  await fill(deps, customer.id, 5_000);
  const all = await makeChanges(deps, world);
  const changes = [...await spending(deps, world), ...all.filter((each) => !each.permission)];
  const taking = (await readRoutes()).filter(({ takesPosts, pattern }) =>
    takesPosts && ACCESS[pattern] === "customer"
  );
  expect([...new Set(changes.map(({ route }) => route))].toSorted())
    .toEqual(taking.map(({ pattern }) => pattern).toSorted());
  const helped = new Set<string>();

  await app.post(`/admin/users/${customer.id}`, { action: "act_as" }, support);
  for (const { route, path, fields, status = 303 } of changes) {
    const name = `${route} ${fields.action ?? ""}`.trim();
    if (HELP.has(name)) helped.add(name);
    else {
      const before = await dumpKv(deps.kv, IGNORE);
      const refused = await app.post(path, fields, support);
      expect([name, refused.status]).toEqual([name, name in SAYS_WHY ? 422 : 404]);
      if (name in SAYS_WHY) expect(text(await refused.text())).toContain(SAYS_WHY[name]!);
      expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
    }
    expect([name, (await app.post(path, fields, customer)).status]).toEqual([name, status]);
  }
  expect([...helped].toSorted()).toEqual([...HELP].toSorted());
});

/** Forms that spend, and that the matrix has no working sample of. */
async function spending(deps: TestDeps, { orders, people }: World): Promise<Change[]> {
  const serviceId = orders.active.serviceId!;
  const change = (fields: Change["fields"]): Change => ({
    route: "/dashboard/services/:id/change",
    path: `/dashboard/services/${serviceId}/change`,
    fields,
  });
  const wanted = { serviceId, plan: "vps-scale", cycle: "annual" };
  const actor = people.customer.customer;
  const { now } = unwrap(await previewChange(deps, { actor, ...wanted }));
  const asked = { action: "request", plan: wanted.plan, cycle: wanted.cycle };
  return [
    {
      route: "/dashboard/invoices/:id",
      path: `/dashboard/invoices/${orders.waiting.invoiceId}`,
      fields: { action: "pay_from_wallet", amount: "1.00" },
    },
    change({ ...asked, when: "now", seen: now!.seen }),
    change({ action: "cancel" }),
    change({ ...asked, when: "next_term", seen: "" }),
    change({ action: "cancel" }),
  ];
}
