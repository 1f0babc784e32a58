/**
 * Every route of customers as a member of the account's team, with each right alone, with all and with none. The table
 * below says what is open; a new route without a line in it fails.
 */
import { expect } from "expect";
import { CUSTOMER_RIGHTS, type CustomerRight } from "@/domain/shared/actor.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { stageMember } from "@/domain/team/mod.ts";
import { ACCESS } from "@/routes/(_lib)/access.ts";
import { type Fields, makeApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makeWorld, orderFormOf, proofFile, type World } from "@/tests/helpers/world.ts";

/** What opens a route; `person` for what is the owner's alone, `always` for whoever was let in. */
const OPENED_BY: Readonly<Record<string, CustomerRight | "always" | "person">> = {
  "/dashboard": "always",
  "/dashboard/switch": "always",
  "/dashboard/order": "orders",
  "/dashboard/orders/:id": "orders",
  "/dashboard/services": "services",
  "/dashboard/services/:id": "services",
  "/dashboard/invoices": "billing",
  "/dashboard/invoices/:id": "billing",
  "/dashboard/proofs/:id": "billing",
  "/dashboard/profile": "person",
  "/dashboard/profile/export": "person",
  "/dashboard/profile/erase": "person",
  "/dashboard/security": "person",
  "/dashboard/security/email": "person",
  "/dashboard/security/password": "person",
  "/dashboard/security/sessions": "person",
  "/dashboard/tokens": "person",
  "/dashboard/team": "person",
};

const CASES: Array<readonly CustomerRight[]> = [
  [],
  ...CUSTOMER_RIGHTS.map((right) => [right]),
  [...CUSTOMER_RIGHTS],
];

Deno.test("the table knows every route of customers", () => {
  const routes = Object.keys(ACCESS).filter((route) => ACCESS[route] === "customer");
  expect(routes.toSorted()).toEqual(Object.keys(OPENED_BY).toSorted());
});

for (const rights of CASES) {
  Deno.test(`a member with ${rights.join(", ") || "no right"} opens what that names, and nothing else`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const world = await makeWorld(deps);
    const member = world.people.otherCustomer;
    await letIn(deps, world, rights);
    const opened = await app.post(
      "/dashboard/switch",
      { account: world.people.customer.id },
      member,
    );
    expect(opened.status).toBe(303);
    const before = await dumpKv(deps.kv);

    for (const route of Object.keys(OPENED_BY)) {
      if (route === "/dashboard/switch") continue; // takes posts alone
      const path = pathOf(world, route);
      const status = (await app.get(path, member)).status;
      expect([path, status]).toEqual([path, isOpen(route, rights) ? 200 : 404]);
    }
    expect(await dumpKv(deps.kv)).toEqual(before);
  });

  Deno.test(`a member with ${rights.join(", ") || "no right"} changes what that names, and nothing else`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const world = await makeWorld(deps);
    const member = world.people.otherCustomer;
    await letIn(deps, world, rights);
    await app.post("/dashboard/switch", { account: world.people.customer.id }, member);
    const forms = await formsOf(deps, world);

    for (const { route, fields, needs } of forms) {
      const isAllowed = isOpen(route, rights) && (!needs || rights.includes(needs));
      const before = isAllowed ? null : await dumpKv(deps.kv);
      const response = await app.post(pathOf(world, route), fields, member);
      const wanted = isAllowed ? [200, 303] : [404];
      const { status } = response;
      expect([route, status, wanted.includes(status)]).toEqual([route, status, true]);
      if (before) expect(await dumpKv(deps.kv)).toEqual(before);
    }
  });
}

Deno.test("prices are for members with billing, on every page", async () => {
  for (const rights of [["orders", "services", "credentials"], ["billing", "orders", "services"]]) {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const world = await makeWorld(deps);
    await letIn(deps, world, rights as CustomerRight[]);
    const member = world.people.otherCustomer;
    await app.post("/dashboard/switch", { account: world.people.customer.id }, member);

    for (const path of pricedPaths(world)) {
      const html = await (await app.get(path, member)).text();
      expect([path, /€\s?\d|EUR/.test(html)]).toEqual([path, rights.includes("billing")]);
    }
  }
});

Deno.test("ways to log in are for members with credentials", async () => {
  for (const rights of [["services"], ["services", "credentials"]]) {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const world = await makeWorld(deps);
    await letIn(deps, world, rights as CustomerRight[]);
    const member = world.people.otherCustomer;
    await app.post("/dashboard/switch", { account: world.people.customer.id }, member);

    const path = `/dashboard/services/${world.orders.active.serviceId}`;
    const html = await (await app.get(path, member)).text();
    expect(html.includes("192.0.2.10")).toBe(rights.includes("credentials"));
    const revealed = await app.post(path, { action: "reveal" }, member);
    expect(revealed.status).toBe(rights.includes("credentials") ? 200 : 404);
  }
});

Deno.test("the menu shows what a member may open", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  await letIn(deps, world, ["services"]);
  const member = world.people.otherCustomer;
  await app.post("/dashboard/switch", { account: world.people.customer.id }, member);
  const html = await (await app.get("/dashboard", member)).text();
  expect(html).toContain('href="/dashboard/services"');
  for (const area of ["invoices", "order", "team", "security", "tokens", "profile"]) {
    expect(html).not.toContain(`href="/dashboard/${area}"`);
  }
  expect(html).toContain("Account of");
});

function isOpen(route: string, rights: readonly CustomerRight[]): boolean {
  const by = OPENED_BY[route]!;
  if (by === "person") return false;
  return by === "always" || rights.includes(by);
}

async function letIn(
  deps: TestDeps,
  world: World,
  rights: readonly CustomerRight[],
): Promise<void> {
  unwrap(
    await transact(deps, (tx) => {
      stageMember(tx, {
        schemaVersion: 1,
        customerId: world.people.customer.id,
        personId: world.people.otherCustomer.id,
        rights: [...rights],
        addedAt: "2026-01-01T00:00:00.000Z",
      });
      return Promise.resolve(ok(null));
    }),
  );
}

function pathOf(world: World, route: string): string {
  const { unpaid, active } = world.orders;
  const ids: Record<string, string> = {
    "/dashboard/orders/:id": unpaid.id,
    "/dashboard/services/:id": active.serviceId!,
    "/dashboard/invoices/:id": unpaid.invoiceId,
    "/dashboard/proofs/:id": unpaid.proofId,
  };
  return route.replace(/:id/, ids[route] ?? "");
}

function pricedPaths(world: World): string[] {
  const { unpaid, active } = world.orders;
  return [
    "/dashboard",
    `/dashboard/orders/${unpaid.id}`,
    "/dashboard/services",
    `/dashboard/services/${active.serviceId}`,
  ];
}

interface Form {
  route: string;
  fields: Fields;
  /** A right besides the one that opens the page. */
  needs?: CustomerRight;
}

async function formsOf(deps: TestDeps, world: World): Promise<Form[]> {
  return [
    { route: "/dashboard/order", fields: await orderFormOf(deps, "of-a-member.example.com") },
    {
      route: "/dashboard/services/:id",
      fields: { action: "reveal" },
      needs: "credentials",
    },
    {
      route: "/dashboard/invoices/:id",
      fields: { file: proofFile("member.png"), reference: "", note: "" },
    },
    { route: "/dashboard/orders/:id", fields: { action: "cancel" } },
    { route: "/dashboard/security", fields: { action: "begin_totp" } },
    { route: "/dashboard/profile", fields: { name: "Mallory" } },
    { route: "/dashboard/profile/export", fields: { action: "request" } },
    { route: "/dashboard/profile/erase", fields: { action: "request" } },
    { route: "/dashboard/tokens", fields: { action: "create", name: "x" } },
    {
      route: "/dashboard/team",
      fields: { action: "change", person: world.people.otherCustomer.id, rights: ["billing"] },
    },
  ];
}
