/**
 * Every route as every kind of person. Routes come from the file tree, rules from the table that the guard reads: a route
 * without a rule, a rule without a route, or a form without a sample below fails. A refusal writes nothing, and to whom
 * something is closed it looks like something that isn't there.
 */
import { expect } from "expect";
import {
  type Permission,
  type Role,
  ROLE_PERMISSIONS,
  ROLES,
} from "@/domain/shared/permissions.ts";
import { ACCESS, type Access, isApiAccess } from "@/routes/(_lib)/access.ts";
import { makeApp, type TestApp } from "@/tests/helpers/app.ts";
import { type Change, makeChanges, paths } from "@/tests/helpers/changes.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import type { Person } from "@/tests/helpers/people.ts";
import { readRoutes } from "@/tests/helpers/routes.ts";
import { makeWorld, type World } from "@/tests/helpers/world.ts";

/** Forms that need no account: their own tests hold them to their rules. */
const OPEN_FORMS = [
  "/invite",
  "/contact",
  "/login",
  "/login/passkey",
  "/login/two-factor",
  "/register",
  "/logout",
  "/forgot-password",
  "/reset-password",
  "/verify-email",
  "/confirm-email",
  "/not-me",
];

/** Public routes without a page of their own: they take posts only, or lead back where they make no sense. */
const WITHOUT_PAGE: Readonly<Record<string, number[]>> = {
  "/logout": [404, 405],
  "/login/passkey": [404, 405],
  "/login/two-factor": [303],
  "/invite": [404],
};

/** Pages that nobody is led to after a log-in. */
const NO_WAY_BACK = new Set([
  "/dashboard/switch",
  "/dashboard/security/confirm",
  "/admin/confirm",
]);

/** Tries are counted for those who are refused too: that is what limits are for. */
const LIMITS = { ignore: ["rate_limits"] };

Deno.test("every route has its rule, every rule its route, and no area is open by mistake", async () => {
  const routes = (await readRoutes()).map(({ pattern }) => pattern);

  expect(routes.toSorted()).toEqual(Object.keys(ACCESS).toSorted());
  for (const [route, access] of Object.entries(ACCESS)) {
    const area = route.split("/")[1];
    if (area === "admin") expect({ route, access }).toEqual({ route, access: expect.any(Object) });
    if (area === "dashboard") expect({ route, access }).toEqual({ route, access: "customer" });
  }
});

Deno.test("visitors see what is public, and are sent to the log-in from everything else", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const before = await dumpKv(deps.kv, LIMITS);

  for (const [route, path] of paths(world)) {
    const response = await app.get(path);
    const access = ACCESS[route]!;
    const expected = WITHOUT_PAGE[route] ??
      (isApiAccess(access)
        ? [401, 404, 405]
        : access === "development"
        ? [404]
        : access === "public"
        ? [200, 503]
        : [303]);
    expect({ path, status: response.status, isExpected: expected.includes(response.status) })
      .toEqual({ path, status: response.status, isExpected: true });
    if (access !== "public" && response.status === 303) {
      expect(response.headers.get("location"))
        .toBe(NO_WAY_BACK.has(path) ? "/login" : `/login?next=${encodeURIComponent(path)}`);
    }
  }
  expect(await dumpKv(deps.kv, LIMITS)).toEqual(before);
});

Deno.test("customers see their own, and nothing of others, staff or objects that don't exist", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { customer, otherCustomer } = world.people;
  const before = await dumpKv(deps.kv, LIMITS);

  for (const [route, path] of paths(world)) {
    if (ACCESS[route] === "public" || isApiAccess(ACCESS[route]!)) continue;
    if (route === "/dashboard/switch") continue; // takes posts alone
    const isStaffs = ACCESS[route] !== "customer";
    const isSomeones = !isStaffs && route.includes(":");
    expect([path, (await app.get(path, customer)).status]).toEqual([path, isStaffs ? 404 : 200]);
    expect([path, (await app.get(path, otherCustomer)).status])
      .toEqual([path, isStaffs || isSomeones ? 404 : 200]);
    if (isSomeones) await expectSameAsMissing(app, path, otherCustomer);
  }
  expect(await dumpKv(deps.kv, LIMITS)).toEqual(before);
});

for (const role of ROLES) {
  Deno.test(`staff with the role ${role} see what its permissions name, and nothing else`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const world = await makeWorld(deps);
    const person = world.people[role];
    const before = await dumpKv(deps.kv, LIMITS);

    for (const [route, path] of paths(world)) {
      const access = ACCESS[route]!;
      if (typeof access === "string" || isApiAccess(access)) continue;
      const isAllowed = permissionsOf(access).some((one) => may(role, one));
      expect([path, (await app.get(path, person)).status]).toEqual([path, isAllowed ? 200 : 404]);
    }
    expect(await dumpKv(deps.kv, LIMITS)).toEqual(before);
  });
}

Deno.test("a form changes nothing for whoever may not send it, and works for whoever may", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const changes = await makeChanges(deps, world);
  const before = await dumpKv(deps.kv, LIMITS);

  for (const change of changes) {
    for (const [who, person] of refused(world, change)) {
      const response = await app.post(change.path, change.fields, person ?? {});
      const label = `${who} posts ${JSON.stringify(change.fields.action ?? "")} to ${change.path}`;
      expect(`${label}: ${response.status}`).toBe(`${label}: ${person ? 404 : 303}`);
      if (!person) {
        const isLed = !NO_WAY_BACK.has(change.path);
        expect(response.headers.get("location")).toMatch(isLed ? /^\/login\?next=/ : /^\/login$/);
      }
    }
  }
  expect(await dumpKv(deps.kv, LIMITS)).toEqual(before);

  for (const { path, fields, permission, status } of changes) {
    const person = permission ? world.people.owner : world.people.customer;
    const response = await app.post(path, fields, person);
    expect([path, fields.action, response.status]).toEqual([path, fields.action, status ?? 303]);
  }
});

Deno.test("a page takes no post at all from staff without a right to change it, whatever is in it", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const before = await dumpKv(deps.kv, LIMITS);
  let tried = 0;

  for (const [route, path] of paths(world)) {
    const access = ACCESS[route]!;
    if (typeof access === "string" || !("staff" in access)) continue;
    for (const role of ROLES) {
      if ([access.change ?? []].flat().some((one) => may(role, one))) continue;
      tried++;
      const { status } = await app.post(path, { "no-field": "x" }, world.people[role]);
      expect([path, role, status]).toEqual([path, role, 404]);
    }
  }
  expect(tried).toBeGreaterThan(100);
  expect(await dumpKv(deps.kv, LIMITS)).toEqual(before);
});

Deno.test("every form that takes posts is among those tried", async () => {
  await using deps = await makeDeps();
  const world = await makeWorld(deps);
  const tried = (await makeChanges(deps, world)).map(({ route }) => route);

  const taking = (await readRoutes()).filter(({ pattern, takesPosts }) =>
    takesPosts && !isApiAccess(ACCESS[pattern]!)
  );
  expect(taking.map(({ pattern }) => pattern).toSorted())
    .toEqual([...new Set([...tried, ...OPEN_FORMS])].toSorted());
});

function permissionsOf(access: Access): string[] {
  return typeof access === "object" && "staff" in access ? [String(access.staff)] : [];
}

/** Some pages are for staff of any kind. */
function may(role: Role, permission: string): boolean {
  return permission === "any" || ROLE_PERMISSIONS[role].has(permission as Permission);
}

/** Everybody who may not send a form, with their name; `null` is a visitor. */
function refused(world: World, { permission, route }: Change): [string, Person | null][] {
  const { customer, otherCustomer, ...staff } = world.people;
  const all: [string, Person | null][] = [["a visitor", null]];
  if (!permission) {
    return route.includes(":") ? [...all, ["another customer", otherCustomer]] : all;
  }
  all.push(["the customer", customer]);
  for (const role of ROLES) {
    if (!ROLE_PERMISSIONS[role].has(permission)) all.push([role, staff[role]]);
  }
  return all;
}

/** The same answer, but for the request's id and the address, as for an object that never was. */
async function expectSameAsMissing(app: TestApp, path: string, person: Person): Promise<void> {
  const missing = path.replace(/_[0-9A-Z]{26}(?=$|\/)/, "_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  const answers = await Promise.all([path, missing].map(async (address) => {
    const response = await app.get(address, person);
    const text = (await response.text()).replaceAll(address, "").replaceAll(/req_\w+/g, "")
      .replaceAll(/nonce="[^"]*"/g, "");
    return { status: response.status, text };
  }));
  expect(answers[0]).toEqual(answers[1]);
}
