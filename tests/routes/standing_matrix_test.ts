/**
 * Every route, and every form, for those whose right to them is gone, or not there yet: over sessions, suspended accounts,
 * staff who owe a second factor, people on somebody else's account, unconfirmed addresses. Generated from the table that
 * the guard reads; a refusal writes nothing.
 */
import { expect } from "expect";
import { getAccount, loadAccount, stageAccountChange } from "@/domain/customer/mod.ts";
import { endSession, resolveSession } from "@/domain/session/mod.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import { CUSTOMER_RIGHTS } from "@/domain/shared/actor.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ROLES } from "@/domain/shared/permissions.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { stageMember } from "@/domain/team/mod.ts";
import { ACCESS, CUSTOMER_AREAS, isApiAccess } from "@/routes/(_lib)/access.ts";
import { tokenOf } from "@/tests/helpers/api.ts";
import { makeApp, type TestApp } from "@/tests/helpers/app.ts";
import { makeChanges, paths } from "@/tests/helpers/changes.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import type { Person } from "@/tests/helpers/people.ts";
import { turnOnTotp } from "@/tests/helpers/second_factor.ts";
import { makeWorld, type World } from "@/tests/helpers/world.ts";

const SECURITY_PAGE = "/dashboard/security";

interface Shop {
  deps: TestDeps;
  app: TestApp;
  world: World;
}

async function openShop(deps: TestDeps): Promise<Shop> {
  return { deps, app: await makeApp(deps), world: await makeWorld(deps) };
}

/** What makes a session worth nothing. */
const ENDS: Readonly<Record<string, (shop: Shop, person: Person) => Promise<unknown>>> = {
  "a revoked session": async ({ deps }, person) => {
    const signedIn = (await resolveSession(deps, person.session))!;
    return unwrap(await endSession(deps, { signedIn }));
  },
  // As a log-in leaves it that overtakes the suspension: the session itself is still there.
  "the session of a suspended account": ({ deps }, person) => suspend(deps, person),
  // Its token would still be good.
  "a session that lay unused": ({ deps }) => Promise.resolve(deps.clock.advance({ days: 7 })),
  "a session past its end": ({ deps }) => Promise.resolve(deps.clock.advance({ days: 31 })),
};

for (const [what, end] of Object.entries(ENDS)) {
  Deno.test(`${what} opens and changes what a visitor may, and nothing else`, async () => {
    await using deps = await makeDeps();
    const shop = await openShop(deps);
    const { app, world } = shop;
    const people = [world.people.customer, world.people.owner];
    const changes = await makeChanges(deps, world);
    for (const person of people) {
      expect(await resolveSession(deps, person.session)).not.toBeNull();
    }
    for (const person of people) await end(shop, person);
    const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

    for (const person of people) {
      for (const [route, path] of closedPaths(world)) {
        await expectLogIn(route, await app.get(path, person));
      }
      for (const { route, path, fields } of changes) {
        await expectLogIn(route, await app.post(path, fields, person));
      }
    }
    expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
  });
}

for (const role of ROLES) {
  Deno.test(`staff with the role ${role} who owe a second factor have one page until they have it`, async () => {
    await using deps = await makeDeps();
    const { app, world } = await openShop(deps);
    const person = world.people[role];
    const changes = await makeChanges(deps, world);
    const values = { staffNeedSecondFactor: true };
    const actor = world.people.owner.staff!;
    unwrap(await updateSettings(deps, { actor, section: "security", values }));
    const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

    for (const [route, path] of closedPaths(world)) {
      expectOwing(route, await app.get(path, person));
    }
    for (const { route, path, fields } of changes) {
      if (route !== SECURITY_PAGE) expectOwing(route, await app.post(path, fields, person));
    }
    expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
    expect((await app.get("/dashboard", world.people.customer)).status).toBe(200);

    await turnOnTotp(deps, person.id);
    expect((await app.get("/admin", person)).status).toBe(200);
  });
}

Deno.test("what is the owner's in person stays closed to a member with every right and to acting staff", async () => {
  await using deps = await makeDeps();
  const { app, world } = await openShop(deps);
  const { customer, otherCustomer, support } = world.people;
  await letIn(deps, world);
  const changes = (await makeChanges(deps, world)).filter(({ route }) => isInPerson(route));
  expect(changes.length).toBeGreaterThan(5);
  const opening = [
    await app.post("/dashboard/switch", { account: customer.id }, otherCustomer),
    await app.post(`/admin/users/${customer.id}`, { action: "act_as" }, support),
  ];
  for (const { status } of opening) expect(status).toBe(303);
  for (const person of [otherCustomer, support]) {
    expect((await resolveSession(deps, person.session))!.customer.id).toBe(customer.id);
  }
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

  for (const person of [otherCustomer, support]) {
    for (const [route, path] of paths(world)) {
      if (!isInPerson(route)) continue;
      expect([person.name, path, (await app.get(path, person)).status])
        .toEqual([person.name, path, 404]);
    }
    for (const { path, fields } of changes) {
      expect([person.name, path, (await app.post(path, fields, person)).status])
        .toEqual([person.name, path, 404]);
    }
  }
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
});

Deno.test("an unconfirmed address opens every page of customers, and makes no tokens", async () => {
  await using deps = await makeDeps();
  const { app, world } = await openShop(deps);
  const { customer } = world.people;
  expect((await getAccount(deps, customer.id))!.isVerified).toBe(false);
  for (const [route, path] of paths(world)) {
    if (ACCESS[route] !== "customer" || route === "/dashboard/switch") continue;
    expect([path, (await app.get(path, customer)).status]).toEqual([path, 200]);
  }
  const form = {
    action: "create",
    name: "Laptop",
    scopes: ["read:orders"],
    days: "30",
    ranges: "",
  };
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });
  const refused = await app.post("/dashboard/tokens", form, customer);
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);

  await tokenOf(deps, customer); // confirms the address
  const made = await app.post("/dashboard/tokens", form, customer);
  expect(made.status).toBe(200);
  expect(await made.text()).toContain("cn_pat_");
});

/** Everything that is neither public nor for programs. */
function closedPaths(world: World): [route: string, path: string][] {
  return paths(world).filter(([route]) => {
    const access = ACCESS[route]!;
    return access !== "public" && !isApiAccess(access);
  });
}

/** Whether a route of customers is for nobody but the account's owner. */
function isInPerson(route: string): boolean {
  return ACCESS[route] === "customer" && !Object.hasOwn(CUSTOMER_AREAS, route);
}

async function expectLogIn(route: string, response: Response): Promise<void> {
  await response.body?.cancel();
  const isThere = ACCESS[route] !== "development";
  expect([route, response.status]).toEqual([route, isThere ? 303 : 404]);
  if (isThere) expect(response.headers.get("location")).toMatch(/^\/login(\?next=|$)/);
}

function expectOwing(route: string, response: Response): void {
  const location = response.headers.get("location");
  const expected = ACCESS[route] === "development"
    ? [404, null]
    : route === SECURITY_PAGE
    ? [200, null]
    : [303, SECURITY_PAGE];
  expect([route, response.status, location]).toEqual([route, ...expected]);
}

async function suspend(deps: TestDeps, person: Person): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const account = (await loadAccount(tx, person.id))!;
      stageAccountChange(tx, { ...account, status: "suspended" });
      return ok(undefined);
    }),
  );
}

/** Lets the other customer into the customer's team. */
async function letIn(deps: TestDeps, { people }: World): Promise<void> {
  unwrap(
    await transact(deps, (tx) => {
      stageMember(tx, {
        schemaVersion: 1,
        customerId: people.customer.id,
        personId: people.otherCustomer.id,
        rights: [...CUSTOMER_RIGHTS],
        addedAt: "2026-01-01T00:00:00.000Z",
      });
      return Promise.resolve(ok(undefined));
    }),
  );
}
