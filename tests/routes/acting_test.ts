/** Staff who act as a customer: who may, what stays closed, and when it ends. */
import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { loadAccount, stageAccountChange } from "@/domain/customer/mod.ts";
import { resolveSession } from "@/domain/session/mod.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { changeStaffRole, setSuspended } from "@/domain/staff/mod.ts";
import { makeApp, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { PASSWORD, type Person } from "@/tests/helpers/people.ts";
import { makeWorld, type World } from "@/tests/helpers/world.ts";

interface Desk {
  deps: TestDeps;
  app: TestApp;
  world: World;
  support: Person;
  customer: Person;
}

async function openDesk(deps: TestDeps): Promise<Desk> {
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { support, customer } = world.people;
  return { deps, app, world, support, customer };
}

function actAs({ app, support }: Desk, id: string, person = support): Promise<Response> {
  return app.post(`/admin/users/${id}`, { action: "act_as" }, person);
}

async function onWhom({ deps }: Desk, person: Person): Promise<string | null> {
  return (await resolveSession(deps, person.session))?.customer.id ?? null;
}

Deno.test("support sees a customer's pages, with a banner on each and the way out of it", async () => {
  await using deps = await makeDeps();
  const desk = await openDesk(deps);
  const { app, support, customer, world } = desk;

  const started = await actAs(desk, customer.id);
  expect([started.status, started.headers.get("location")]).toEqual([303, "/dashboard"]);
  const paths = [
    "/dashboard",
    `/dashboard/orders/${world.orders.unpaid.id}`,
    "/admin",
    "/",
    "/no-such-page",
  ];
  for (const path of paths) {
    const html = await (await app.get(path, support)).text();
    expect([path, html.includes("Acting as "), html.includes(customer.name)])
      .toEqual([path, true, true]);
    expect(html).toContain('action="/dashboard/switch"');
  }

  const stopped = await app.post("/dashboard/switch", { account: "own" }, support);
  expect(stopped.headers.get("location")).toBe(`/admin/users/${customer.id}`);
  expect(await onWhom(desk, support)).toBe(support.id);
  expect(await (await app.get("/dashboard", support)).text()).not.toContain("Acting as ");
});

Deno.test("credentials, security, profile, tokens and team stay closed to whoever acts", async () => {
  await using deps = await makeDeps();
  const desk = await openDesk(deps);
  const { app, support, customer, world } = desk;
  await actAs(desk, customer.id);
  const before = await dumpKv(deps.kv);
  const service = `/dashboard/services/${world.orders.active.serviceId}`;

  const closed = [
    "/dashboard/profile",
    "/dashboard/profile/export",
    "/dashboard/security",
    "/dashboard/tokens",
    "/dashboard/team",
  ];
  for (const path of closed) {
    expect([path, (await app.get(path, support)).status]).toEqual([path, 404]);
    expect([path, (await app.post(path, { action: "x" }, support)).status]).toEqual([path, 404]);
  }
  expect((await app.post(service, { action: "reveal" }, support)).status).toBe(404);
  expect(await (await app.get(service, support)).text()).not.toContain("192.0.2.10");
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("what is done is on record under the person's own name", async () => {
  await using deps = await makeDeps();
  const desk = await openDesk(deps);
  const { app, support, customer, world } = desk;
  await actAs(desk, customer.id);
  await app.post(`/dashboard/orders/${world.orders.spare.id}`, { action: "cancel" }, support);

  const viewer = world.people.owner.staff!;
  const about = async (kind: string, id: string) =>
    unwrap(await listAudit(deps, { viewer, subject: { kind, id } })).items[0]!;
  expect(await about("order", world.orders.spare.id)).toMatchObject({
    action: "order.cancelled",
    actor: { kind: "staff", id: support.id, onBehalfOf: customer.id },
  });
  expect(await about("account", customer.id)).toMatchObject({
    action: "acting.started",
    actor: { kind: "staff", id: support.id },
  });
});

Deno.test("acting ends after half an hour, and with the right to it, on the next request", async () => {
  await using deps = await makeDeps();
  const desk = await openDesk(deps);
  const { support, customer, world } = desk;
  await actAs(desk, customer.id);
  deps.clock.advance({ minutes: 29 });
  expect(await onWhom(desk, support)).toBe(customer.id);
  deps.clock.advance({ minutes: 1 });
  expect(await onWhom(desk, support)).toBe(support.id);

  const { owner } = world.people;
  await desk.app.post("/admin/confirm", { password: PASSWORD }, support);
  await actAs(desk, customer.id);
  expect(await onWhom(desk, support)).toBe(customer.id);
  const actor = owner.staff!;
  unwrap(await setSuspended(deps, { actor, accountId: customer.id, isSuspended: true }));
  expect(await onWhom(desk, support)).toBe(support.id);
  unwrap(await setSuspended(deps, { actor, accountId: customer.id, isSuspended: false }));
  unwrap(await changeStaffRole(deps, { actor, accountId: support.id, role: "viewer" }));
  expect(await onWhom(desk, support)).toBe(null);
});

Deno.test("a right that is taken out of a role ends acting while the session goes on", async () => {
  await using deps = await makeDeps();
  const desk = await openDesk(deps);
  const { app, customer, world } = desk;
  const { owner, viewer } = world.people;
  const role = { name: "Deputies", permissions: ["users.view", "customers.act_as"] };
  await app.post("/admin/staff/roles", role, owner);
  const [id] = /rol_\w{26}/.exec(await (await app.get("/admin/staff/roles", owner)).text())!;
  await app.post(`/admin/staff/${viewer.id}`, { action: "change_role", role: id }, owner);
  const session = await logInAgain(app, viewer);
  await actAs(desk, customer.id, session);
  expect(await onWhom(desk, session)).toBe(customer.id);

  const less = { action: "change", name: "Deputies", permissions: ["users.view"] };
  expect((await app.post(`/admin/staff/roles/${id}`, less, owner)).status).toBe(303);

  expect(await onWhom(desk, session)).toBe(viewer.id);
});

Deno.test("acting ends when the customer joins the staff, and when whoever acts comes to owe a second factor", async () => {
  await using deps = await makeDeps();
  const desk = await openDesk(deps);
  const { support, customer } = desk;
  await actAs(desk, customer.id);
  await setRole(deps, customer.id, "viewer");
  expect(await onWhom(desk, support)).toBe(support.id);
  await setRole(deps, customer.id, null);
  expect(await onWhom(desk, support)).toBe(customer.id);

  const actor = desk.world.people.owner.staff!;
  const values = { staffNeedSecondFactor: true };
  unwrap(await updateSettings(deps, { actor, section: "security", values }));

  expect(await onWhom(desk, support)).toBe(support.id);
});

Deno.test("staff can't be acted as, nor oneself, nor by those without the permission", async () => {
  await using deps = await makeDeps();
  const desk = await openDesk(deps);
  const { support, customer, world } = desk;
  const { owner, viewer, billing, provisioning } = world.people;
  const before = await dumpKv(deps.kv);
  for (const target of [owner, viewer, support]) {
    expect((await actAs(desk, target.id)).status).toBe(404);
  }
  for (const person of [viewer, billing, provisioning, customer]) {
    expect((await actAs(desk, customer.id, person)).status).toBe(404);
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("without a fresh proof nothing starts, and the way leads through it and back", async () => {
  await using deps = await makeDeps();
  const desk = await openDesk(deps);
  const { app, support, customer } = desk;
  deps.clock.advance({ minutes: 10 });
  const path = `/admin/users/${customer.id}`;

  const sent = await actAs(desk, customer.id);
  const confirm = sent.headers.get("location")!;
  expect(confirm).toBe(`/admin/confirm?next=${encodeURIComponent(path)}`);
  expect(await onWhom(desk, support)).toBe(support.id);
  const html = await (await app.get(path, support)).text();
  expect(html).toContain("Confirm that it");
  expect(html).not.toContain('value="act_as"');

  expect((await app.post(confirm, { password: "wrong" }, support)).status).toBe(422);
  const proved = await app.post(confirm, { password: PASSWORD }, support);
  expect([proved.status, proved.headers.get("location")]).toEqual([303, path]);
  expect(await (await app.get(path, support)).text()).toContain('value="act_as"');
  expect((await actAs(desk, customer.id)).headers.get("location")).toBe("/dashboard");
});

Deno.test("every form that takes money, access or people away asks for a proof first", async () => {
  await using deps = await makeDeps();
  const { app, world } = await openDesk(deps);
  const { owner, viewer, customer } = world.people;
  deps.clock.advance({ minutes: 10 });
  const before = await dumpKv(deps.kv, { ignore: ["sessions"] });
  const forms: [string, Record<string, string>][] = [
    ["/admin/staff", { action: "invite", email: "x@example.com", role: "viewer" }],
    [`/admin/staff/${viewer.id}`, { action: "remove" }],
    ["/admin/staff/roles", { name: "x" }],
    ["/admin/staff/roles/viewer", { action: "delete" }],
    [`/admin/users/${customer.id}`, { action: "suspend" }],
    ["/admin/settings/bank", {}],
    ["/admin/settings/crypto", {}],
    ["/admin/settings/security", {}],
    [`/admin/services/${world.orders.active.serviceId}`, { action: "reveal" }],
  ];
  for (const [path, fields] of forms) {
    const response = await app.post(path, fields, owner);
    expect([path, response.status, response.headers.get("location")])
      .toEqual([path, 303, `/admin/confirm?next=${encodeURIComponent(path)}`]);
  }
  expect(await dumpKv(deps.kv, { ignore: ["sessions"] })).toEqual(before);
});

Deno.test("the proof leads to pages of this site only", async () => {
  await using deps = await makeDeps();
  const { app, support } = await openDesk(deps);
  for (const next of ["https://evil.example", "//evil.example", "/\\evil", "javascript:alert(1)"]) {
    const path = `/admin/confirm?next=${encodeURIComponent(next)}`;
    const response = await app.post(path, { password: PASSWORD }, support);
    expect([next, response.headers.get("location")]).toEqual([next, "/admin"]);
  }
});

async function setRole(deps: TestDeps, accountId: string, staffRole: string | null): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      stageAccountChange(tx, { ...(await loadAccount(tx, accountId))!, staffRole });
      return ok(undefined);
    }),
  );
}

async function logInAgain(app: TestApp, person: Person): Promise<Person> {
  const response = await app.post("/login", { email: person.email, password: PASSWORD });
  const cookie = response.headers.getSetCookie().find((each) => each.includes("session="))!;
  return { ...person, session: /session=([^;]+)/.exec(cookie)![1]! };
}
