/** What use-cases let a member do, whatever the route in front of them thinks. */
import { expect } from "expect";
import { inviteMember, listInvitations } from "@/domain/invitation/mod.ts";
import { getInvoice, listInvoices } from "@/domain/invoice/mod.ts";
import { cancelOrder, getOrder, listOrders, placeOrder } from "@/domain/order/mod.ts";
import { listPayments, listProofs, readProof, submitProof } from "@/domain/payment/mod.ts";
import { getService, listServices, revealCredentials } from "@/domain/service/mod.ts";
import { CUSTOMER_RIGHTS, type CustomerActor, type CustomerRight } from "@/domain/shared/actor.ts";
import { changeMember, leaveTeam, listMembers, removeMember } from "@/domain/team/mod.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makeWorld, orderFormOf, proofFile, type World } from "@/tests/helpers/world.ts";

interface Case {
  name: string;
  /** What it needs; `null` for what only the owner may do. */
  needs: readonly CustomerRight[] | null;
  /** Whether it gave or did anything. */
  run: (actor: CustomerActor) => Promise<boolean>;
}

function memberOf(world: World, rights: readonly CustomerRight[]): CustomerActor {
  const { customer, otherCustomer } = world.people;
  const via = { personId: otherCustomer.id, kind: "member" as const, rights: new Set(rights) };
  return { kind: "customer", id: customer.id, via };
}

async function casesOf(deps: TestDeps, world: World): Promise<Case[]> {
  const { unpaid, waiting, active } = world.orders;
  const form = await orderFormOf(deps, "member.example.com");
  const person = world.people.viewer.id;
  const isOk = async (result: Promise<{ ok: boolean }>) => (await result).ok;
  const has = async (page: Promise<{ items: unknown[] } | unknown[]>) => {
    const found = await page;
    return (Array.isArray(found) ? found : found.items).length > 0;
  };
  const { id: orderId, invoiceId, proofId } = unpaid;
  return [
    {
      name: "getOrder",
      needs: ["orders"],
      run: (viewer) => isOk(getOrder(deps, { viewer, id: orderId })),
    },
    { name: "listOrders", needs: ["orders"], run: (viewer) => has(listOrders(deps, { viewer })) },
    {
      name: "getInvoice",
      needs: ["billing"],
      run: (viewer) => isOk(getInvoice(deps, { viewer, id: invoiceId })),
    },
    {
      name: "listInvoices",
      needs: ["billing"],
      run: (viewer) => has(listInvoices(deps, { viewer })),
    },
    {
      name: "listProofs",
      needs: ["billing"],
      run: (viewer) => has(listProofs(deps, { viewer, invoiceId })),
    },
    {
      name: "listPayments",
      needs: ["billing"],
      run: (viewer) => has(listPayments(deps, { viewer, invoiceId: active.invoiceId })),
    },
    {
      name: "readProof",
      needs: ["billing"],
      run: (viewer) => isOk(readProof(deps, { viewer, id: proofId })),
    },
    {
      name: "getService",
      needs: ["services"],
      run: (viewer) => isOk(getService(deps, { viewer, id: active.serviceId! })),
    },
    {
      name: "listServices",
      needs: ["services"],
      run: (viewer) => has(listServices(deps, { viewer })),
    },
    {
      name: "revealCredentials",
      needs: ["services", "credentials"],
      run: (actor) => isOk(revealCredentials(deps, { actor, id: active.serviceId! })),
    },
    {
      name: "submitProof",
      needs: ["billing"],
      run: (actor) => isOk(submitProof(deps, { actor, invoiceId, file: proofFile("m.png") })),
    },
    {
      name: "cancelOrder",
      needs: ["orders"],
      run: (actor) => isOk(cancelOrder(deps, { actor, id: waiting.id })),
    },
    {
      name: "placeOrder",
      needs: ["orders"],
      run: (actor) => isOk(placeOrder(deps, { actor, form })),
    },
    { name: "listMembers", needs: null, run: (viewer) => isOk(listMembers(deps, { viewer })) },
    {
      name: "listInvitations",
      needs: null,
      run: (viewer) => isOk(listInvitations(deps, { viewer })),
    },
    {
      name: "inviteMember",
      needs: null,
      run: (actor) =>
        isOk(inviteMember(deps, { actor, form: { email: "x@example.com", rights: ["billing"] } })),
    },
    {
      name: "changeMember",
      needs: null,
      run: (actor) => isOk(changeMember(deps, { actor, personId: person, rights: ["billing"] })),
    },
    {
      name: "removeMember",
      needs: null,
      run: (actor) => isOk(removeMember(deps, { actor, personId: person })),
    },
    {
      name: "leaveTeam",
      needs: null,
      run: (actor) => isOk(leaveTeam(deps, { actor, customerId: person })),
    },
  ];
}

const SETS: Array<readonly CustomerRight[]> = [
  [],
  ...CUSTOMER_RIGHTS.map((right) => [right]),
  CUSTOMER_RIGHTS.filter((right) => right !== "credentials"),
  ["services", "credentials"],
];

for (const rights of SETS) {
  Deno.test(`use-cases give a member with ${rights.join(", ") || "no right"} what that names alone`, async () => {
    await using deps = await makeDeps();
    const world = await makeWorld(deps);
    const member = memberOf(world, rights);
    for (const { name, needs, run } of await casesOf(deps, world)) {
      const isAllowed = needs !== null && needs.every((right) => rights.includes(right));
      const before = isAllowed ? null : await dumpKv(deps.kv);
      expect([name, await run(member)]).toEqual([name, isAllowed]);
      if (before) expect(await dumpKv(deps.kv)).toEqual(before);
    }
  });
}

Deno.test("amounts and ways to log in aren't part of what others get", async () => {
  await using deps = await makeDeps();
  const world = await makeWorld(deps);
  const viewer = memberOf(world, ["orders", "services", "support"]);
  const service = await getService(deps, { viewer, id: world.orders.active.serviceId! });
  const given = [
    await getOrder(deps, { viewer, id: world.orders.unpaid.id }),
    await listOrders(deps, { viewer }),
    service,
    await listServices(deps, { viewer }),
  ];
  expect(JSON.stringify(given)).not.toMatch(/"minor"/);
  expect(service).toMatchObject({ ok: true, value: { access: null, renewal: null } });
});
