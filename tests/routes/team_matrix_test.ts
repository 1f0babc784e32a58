/**
 * Every route of customers, and every form on it, as a member of the account's team, with each right alone, with all and
 * with none. The table below says what is open; a new route without a line in it fails, and so does a new form without a
 * sample in `makeChanges()`.
 */
import { expect } from "expect";
import { CUSTOMER_RIGHTS, type CustomerRight } from "@/domain/shared/actor.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { stageMember } from "@/domain/team/mod.ts";
import { ACCESS } from "@/routes/(_lib)/access.ts";
import { tokenOf } from "@/tests/helpers/api.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { type Change, makeChanges, paths } from "@/tests/helpers/changes.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { signIn } from "@/tests/helpers/people.ts";
import { readRoutes } from "@/tests/helpers/routes.ts";
import { turnOnTotp } from "@/tests/helpers/second_factor.ts";
import { makeWorld, type World } from "@/tests/helpers/world.ts";

/** What opens a route; `person` for what is the owner's alone, `always` for whoever was let in. */
const OPENED_BY: Readonly<Record<string, CustomerRight | "always" | "person">> = {
  "/dashboard": "always",
  "/dashboard/switch": "always",
  "/dashboard/order": "orders",
  "/dashboard/orders/:id": "orders",
  "/dashboard/services": "services",
  "/dashboard/services/:id": "services",
  "/dashboard/services/:id/change": "billing",
  "/dashboard/invoices": "billing",
  "/dashboard/invoices/:id": "billing",
  "/dashboard/credit-notes/:id/pdf": "billing",
  "/dashboard/invoices/:id/explain": "billing",
  "/dashboard/invoices/:id/crypto": "billing",
  "/dashboard/invoices/:id/crypto/state": "billing",
  "/dashboard/invoices/:id/pdf": "billing",
  "/dashboard/credit-notes": "billing",
  "/dashboard/credit-notes/:id": "billing",
  "/dashboard/wallet": "billing",
  "/dashboard/wallet/statement.csv": "billing",
  "/dashboard/proofs/:id": "billing",
  "/dashboard/profile": "person",
  "/dashboard/profile/export": "person",
  "/dashboard/profile/erase": "person",
  "/dashboard/security": "person",
  "/dashboard/security/email": "person",
  "/dashboard/security/password": "person",
  "/dashboard/security/sessions": "person",
  "/dashboard/security/confirm": "person",
  "/dashboard/tokens": "person",
  "/dashboard/team": "person",
};

/** Rights that a form needs besides the one that opens its page, by route and action. */
const NEEDED_BESIDES: Readonly<Record<string, CustomerRight>> = {
  "/dashboard/services/:id/change request": "orders",
  "/dashboard/services/:id reveal": "credentials",
  "/dashboard/services/:id set_wallet": "billing",
  "/dashboard/services/:id pay_early": "billing",
  "/dashboard/services/:id cancel": "orders",
  "/dashboard/services/:id undo_cancel": "orders",
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

    for (const [route, path] of paths(world)) {
      if (ACCESS[route] !== "customer" || route === "/dashboard/switch") continue; // takes posts alone
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
    const open = () => app.post("/dashboard/switch", { account: world.people.customer.id }, member);
    const changes = await changesOf(deps, world);

    for (const change of changes) {
      const { route, path, fields } = change;
      const needs = NEEDED_BESIDES[`${route} ${fields.action}`];
      const isAllowed = isOpen(route, rights) && (!needs || rights.includes(needs));
      // What was allowed before may have led back to the own account.
      await open();
      const before = isAllowed ? null : await dumpKv(deps.kv);
      const { status } = await app.post(path, fields, member);
      expect([route, fields, status]).toEqual([
        route,
        fields,
        isAllowed ? change.status ?? 303 : 404,
      ]);
      if (before) expect(await dumpKv(deps.kv)).toEqual(before);
    }
  });

  Deno.test(`a member with ${rights.join(", ") || "no right"} can't send what closed pages offer their owner`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const world = await makeWorld(deps);
    const { customer, otherCustomer: member } = world.people;
    await letIn(deps, world, rights);
    // So that each form of the pages is there: an app, a token, another session, a membership.
    await signIn(deps, customer.email);
    await turnOnTotp(deps, customer.id);
    await tokenOf(deps, customer);
    await letIn(deps, world, rights, { into: member, person: customer });
    const closed = paths(world).filter(([route]) =>
      ACCESS[route] === "customer" && !isOpen(route, rights)
    );
    const offers = await Promise.all(closed.map(async ([, path]) => {
      const html = await (await app.get(path, customer)).text();
      return { path, actions: actionsIn(html) };
    }));
    await app.post("/dashboard/switch", { account: customer.id }, member);
    const before = await dumpKv(deps.kv);

    for (const { path, actions } of offers) {
      for (const action of ["", ...actions]) {
        const { status } = await app.post(path, { action }, member);
        expect([path, action, status]).toEqual([path, action, 404]);
      }
    }
    expect(await dumpKv(deps.kv)).toEqual(before);
    const all = offers.flatMap(({ actions }) => actions);
    for (const action of ["disable_totp", "end_others", "create", "invite", "remove", "leave"]) {
      expect(all).toContain(action);
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
  { into = world.people.customer, person = world.people.otherCustomer } = {},
): Promise<void> {
  unwrap(
    await transact(deps, (tx) => {
      stageMember(tx, {
        schemaVersion: 1,
        customerId: into.id,
        personId: person.id,
        rights: [...rights],
        addedAt: "2026-01-01T00:00:00.000Z",
      });
      return Promise.resolve(ok(null));
    }),
  );
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

/** The forms of customers, in an order in which each of them works for whoever may send it. */
async function changesOf(deps: TestDeps, world: World): Promise<Change[]> {
  const changes = (await makeChanges(deps, world)).filter(({ route }) =>
    ACCESS[route] === "customer"
  );
  const takingPosts = (await readRoutes()).filter(({ pattern, takesPosts }) =>
    takesPosts && ACCESS[pattern] === "customer"
  );
  expect([...new Set(changes.map(({ route }) => route))].toSorted())
    .toEqual(takingPosts.map(({ pattern }) => pattern).toSorted());
  return changes;
}

/** What the buttons and fields named `action` of a page send. */
function actionsIn(html: string): string[] {
  const tags = [...html.matchAll(/<(?:button|input)\b[^>]*\sname="action"[^>]*>/g)];
  return [...new Set(tags.map(([tag]) => /\svalue="([^"]*)"/.exec(tag)?.[1] ?? ""))];
}
