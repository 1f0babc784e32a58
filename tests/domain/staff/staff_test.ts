/** Who may change whom: roles, suspension, and that somebody is always left to run the shop. */
import { expect } from "expect";
import { getAccount, loadAccount, stageAccountChange } from "@/domain/customer/mod.ts";
import { isSteppedUp, resolveSession, stepUp } from "@/domain/session/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { transact } from "@/domain/shared/kv.ts";
import { PERMISSIONS } from "@/domain/shared/permissions.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import {
  changeRole,
  changeStaffRole,
  createRole,
  deleteRole,
  listStaff,
  setSuspended,
} from "@/domain/staff/mod.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePeople, makePerson, PASSWORD, type Person, signIn } from "@/tests/helpers/people.ts";

const CLIENT = { ip: "192.0.2.1", userAgent: "test" };

/** Somebody with a role of their own making. */
async function withRole(deps: TestDeps, owner: Person, permissions: string[], name = "Deputies") {
  const form = { name, permissions };
  const { roleId } = unwrap(await createRole(deps, { actor: owner.staff!, form }));
  const person = await makePerson(deps, { name, email: `${roleId}@example.com`.toLowerCase() });
  await giveRole(deps, person.id, roleId);
  return { roleId, person: { ...person, session: await signIn(deps, person.email) } };
}

async function giveRole(deps: TestDeps, accountId: string, staffRole: string): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      stageAccountChange(tx, { ...(await loadAccount(tx, accountId))!, staffRole });
      return ok(null);
    }),
  );
}

async function actorOf(deps: TestDeps, session: string): Promise<StaffActor> {
  const signedIn = await resolveSession(deps, session);
  if (signedIn?.actor.kind !== "staff") throw new Error("no staff");
  return signedIn.actor;
}

Deno.test("a role that was changed counts on the next request, and its sessions are over", async () => {
  await using deps = await makeDeps();
  const { owner, billing } = await makePeople(deps);

  const role = "viewer";
  unwrap(await changeStaffRole(deps, { actor: owner.staff!, accountId: billing.id, role }));

  expect(await resolveSession(deps, billing.session)).toBe(null);
  const actor = await actorOf(deps, await signIn(deps, billing.email));
  expect(actor.permissions.has("payments.record")).toBe(false);
});

Deno.test("a staff member who was removed is a customer at once", async () => {
  await using deps = await makeDeps();
  const { owner, support } = await makePeople(deps);

  unwrap(await changeStaffRole(deps, { actor: owner.staff!, accountId: support.id, role: null }));

  expect(await resolveSession(deps, support.session)).toBe(null);
  expect((await resolveSession(deps, await signIn(deps, support.email)))?.actor.kind)
    .toBe("customer");
  const staff = unwrap(await listStaff(deps, { viewer: owner.staff! }));
  expect(staff.map(({ id }) => id)).not.toContain(support.id);
});

Deno.test("two owners who remove each other at the same time leave one", async () => {
  for (let round = 0; round < 5; round++) {
    await using deps = await makeDeps();
    const owners = await Promise.all(
      ["a", "b"].map((name) =>
        makePerson(deps, { name, email: `${name}@example.com`, role: "owner" })
      ),
    );
    const [a, b] = owners as [Person, Person];

    const results = await Promise.all([
      changeStaffRole(deps, { actor: a.staff!, accountId: b.id, role: null }),
      setSuspended(deps, { actor: b.staff!, accountId: a.id, isSuspended: true }),
    ]);

    expect(results.filter((result) => result.ok).length).toBe(1);
    const left = (await Promise.all(owners.map(({ id }) => getAccount(deps, id))))
      .filter((account) => account?.staffRole === "owner" && account.status === "active");
    expect(left.length).toBe(1);
  }
});

Deno.test("two owners who leave at the same time leave one", async () => {
  for (let round = 0; round < 5; round++) {
    await using deps = await makeDeps();
    const owners = await Promise.all(
      ["a", "b"].map((name) =>
        makePerson(deps, { name, email: `${name}@example.com`, role: "owner" })
      ),
    );

    const results = await Promise.all(
      owners.map(({ staff, id }) =>
        changeStaffRole(deps, { actor: staff!, accountId: id, role: null })
      ),
    );

    expect(results.filter((result) => result.ok).length).toBe(1);
    const left = await Promise.all(owners.map(({ id }) => getAccount(deps, id)));
    expect(left.filter((account) => account?.staffRole === "owner").length).toBe(1);
  }
});

Deno.test("the last owner keeps the role, whoever asks", async () => {
  await using deps = await makeDeps();
  const { owner } = await makePeople(deps);
  const actor = owner.staff!;
  const before = await dumpKv(deps.kv);

  for (const role of [null, "billing"]) {
    expect(await changeStaffRole(deps, { actor, accountId: owner.id, role }))
      .toEqual({ ok: false, error: { code: "last_owner" } });
  }
  expect((await setSuspended(deps, { actor, accountId: owner.id, isSuspended: true })).ok)
    .toBe(false);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("an owner who is suspended doesn't count as the one who is left", async () => {
  await using deps = await makeDeps();
  const { owner } = await makePeople(deps);
  const other = await makePerson(deps, { name: "B", email: "b@example.com", role: "owner" });
  const actor = owner.staff!;
  unwrap(await setSuspended(deps, { actor, accountId: other.id, isSuspended: true }));

  expect(await changeStaffRole(deps, { actor, accountId: owner.id, role: "viewer" }))
    .toEqual({ ok: false, error: { code: "last_owner" } });
});

Deno.test("nobody gives or takes more than they have, and only owners touch owners", async () => {
  await using deps = await makeDeps();
  const { owner, viewer, billing } = await makePeople(deps);
  await makePerson(deps, { name: "B", email: "b@example.com", role: "owner" });
  const { person, roleId } = await withRole(deps, owner, [
    "staff.view",
    "staff.edit",
    "users.suspend",
    "overview.view",
    "orders.view",
    "services.view",
    "users.view",
    "invoices.view",
  ]);
  const actor = await actorOf(deps, person.session);
  const beyond = { ok: false, error: { code: "beyond_authority" } };
  const before = await dumpKv(deps.kv);

  expect(await changeStaffRole(deps, { actor, accountId: viewer.id, role: "owner" }))
    .toEqual(beyond);
  expect(await changeStaffRole(deps, { actor, accountId: viewer.id, role: "billing" }))
    .toEqual(beyond);
  expect(await changeStaffRole(deps, { actor, accountId: billing.id, role: "viewer" }))
    .toEqual(beyond);
  expect(await changeStaffRole(deps, { actor, accountId: owner.id, role: null })).toEqual(beyond);
  expect(await setSuspended(deps, { actor, accountId: owner.id, isSuspended: true }))
    .toEqual(beyond);
  expect(
    await changeRole(deps, { actor, roleId, form: { name: "All", permissions: [...PERMISSIONS] } }),
  ).toMatchObject({ ok: false, error: { code: "validation" } });
  expect(
    await createRole(deps, { actor, form: { name: "Money", permissions: ["payments.record"] } }),
  ).toMatchObject({ ok: false, error: { fields: { permissions: expect.any(String) } } });
  expect(await dumpKv(deps.kv)).toEqual(before);

  expect(await changeStaffRole(deps, { actor, accountId: viewer.id, role: null }))
    .toEqual({ ok: true, value: undefined });
});

Deno.test("a role with every permission makes nobody an owner, and touches none", async () => {
  await using deps = await makeDeps();
  const { owner, viewer } = await makePeople(deps);
  await makePerson(deps, { name: "B", email: "b@example.com", role: "owner" });
  const { person } = await withRole(deps, owner, [...PERMISSIONS]);
  const actor = await actorOf(deps, person.session);
  const beyond = { ok: false, error: { code: "beyond_authority" } };

  expect(await changeStaffRole(deps, { actor, accountId: viewer.id, role: "owner" }))
    .toEqual(beyond);
  expect(await changeStaffRole(deps, { actor, accountId: owner.id, role: "viewer" }))
    .toEqual(beyond);
  expect(await setSuspended(deps, { actor, accountId: owner.id, isSuspended: true }))
    .toEqual(beyond);
});

Deno.test("a role that holds more than oneself has isn't made smaller either, and staff aren't suspended without staff.edit", async () => {
  await using deps = await makeDeps();
  const { owner, viewer } = await makePeople(deps);
  const own = ["staff.view", "staff.edit", "overview.view"];
  const { person } = await withRole(deps, owner, own, "Clerks");
  const bigger = await withRole(deps, owner, [...own, "settings.edit"], "Deputies");
  const guard = await withRole(deps, owner, ["users.view", "users.suspend"], "Guards");
  const reader = await withRole(deps, owner, ["users.view"], "Readers");
  const clerk = await actorOf(deps, person.session);
  const before = await dumpKv(deps.kv);

  const form = { name: "Deputies", permissions: own };
  expect(await changeRole(deps, { actor: clerk, roleId: bigger.roleId, form }))
    .toEqual({ ok: false, error: { code: "beyond_authority" } });
  const actor = await actorOf(deps, guard.person.session);
  for (const accountId of [person.id, viewer.id, reader.person.id]) {
    expect(await setSuspended(deps, { actor, accountId, isSuspended: true }))
      .toEqual({ ok: false, error: { code: "beyond_authority" } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a permission that a role has lost during a request changes nothing, though the role is still there", async () => {
  await using deps = await makeDeps();
  const { owner, customer } = await makePeople(deps);
  const { person, roleId } = await withRole(deps, owner, ["users.view", "users.suspend"]);
  const actor = await actorOf(deps, person.session);
  const form = { name: "Deputies", permissions: ["users.view"] };
  unwrap(await changeRole(deps, { actor: owner.staff!, roleId, form }));
  const before = await dumpKv(deps.kv);

  expect(await setSuspended(deps, { actor, accountId: customer.id, isSuspended: true }))
    .toEqual({ ok: false, error: { code: "not_found" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a right that was withdrawn during a request changes nothing", async () => {
  await using deps = await makeDeps();
  const { owner, viewer } = await makePeople(deps);
  const other = await makePerson(deps, { name: "B", email: "b@example.com", role: "owner" });
  unwrap(await changeStaffRole(deps, { actor: owner.staff!, accountId: other.id, role: null }));

  expect(await changeStaffRole(deps, { actor: other.staff!, accountId: viewer.id, role: null }))
    .toEqual({ ok: false, error: { code: "not_found" } });
});

Deno.test("what a custom role allows counts from the next request on, and nothing once it is gone", async () => {
  await using deps = await makeDeps();
  const { owner } = await makePeople(deps);
  const { person, roleId } = await withRole(deps, owner, ["orders.view"]);
  expect([...(await actorOf(deps, person.session)).permissions]).toEqual(["orders.view"]);

  const actor = owner.staff!;
  const form = { name: "deputies", permissions: ["services.view"] };
  unwrap(await changeRole(deps, { actor, roleId, form }));
  expect([...(await actorOf(deps, person.session)).permissions]).toEqual(["services.view"]);
  expect(await deleteRole(deps, { actor, roleId }))
    .toEqual({ ok: false, error: { code: "role_in_use" } });

  unwrap(await changeStaffRole(deps, { actor, accountId: person.id, role: "viewer" }));
  unwrap(await deleteRole(deps, { actor, roleId }));
  await giveRole(deps, person.id, roleId);
  const session = await signIn(deps, person.email);
  expect([...(await actorOf(deps, session)).permissions]).toEqual([]);
});

Deno.test("roles have one name each, and built-in names stay theirs", async () => {
  await using deps = await makeDeps();
  const { owner } = await makePeople(deps);
  const make = (name: string) =>
    createRole(deps, { actor: owner.staff!, form: { name, permissions: ["orders.view"] } });
  const made = await Promise.all([make("Night shift"), make("night SHIFT")]);
  expect(made.filter((result) => result.ok).length).toBe(1);
  for (const name of ["Owner", "VIEWER", "", "x".repeat(41), "<b>"]) {
    expect((await make(name)).ok).toBe(false);
  }
  expect(
    (await createRole(deps, { actor: owner.staff!, form: { name: "No", permissions: [] } })).ok,
  )
    .toBe(false);
});

Deno.test("a suspended customer is out at once, and back when it is lifted", async () => {
  await using deps = await makeDeps();
  const { support, customer } = await makePeople(deps);
  const input = { actor: support.staff!, accountId: customer.id };

  unwrap(await setSuspended(deps, { ...input, isSuspended: true }));
  expect(await resolveSession(deps, customer.session)).toBe(null);
  await expect(signIn(deps, customer.email)).rejects.toThrow("bad_credentials");

  unwrap(await setSuspended(deps, { ...input, isSuspended: false }));
  expect(await resolveSession(deps, await signIn(deps, customer.email))).not.toBe(null);
});

Deno.test("a proof counts for ten minutes of its session, and needs the right password", async () => {
  await using deps = await makeDeps();
  const { owner } = await makePeople(deps);
  const read = async () => (await resolveSession(deps, owner.session))!;
  expect(isSteppedUp(deps, await read())).toBe(true);
  deps.clock.advance({ minutes: 10 });
  expect(isSteppedUp(deps, await read())).toBe(false);

  for (const password of ["", "wrong", PASSWORD.toUpperCase()]) {
    const wrong = await stepUp(deps, { signedIn: await read(), client: CLIENT, password });
    expect(wrong).toMatchObject({ ok: false, error: { fields: { password: expect.any(String) } } });
  }
  expect(isSteppedUp(deps, await read())).toBe(false);
  unwrap(await stepUp(deps, { signedIn: await read(), client: CLIENT, password: PASSWORD }));
  expect(isSteppedUp(deps, await read())).toBe(true);
  const elsewhere = await signIn(deps, owner.email);
  deps.clock.advance({ minutes: 9 });
  expect(isSteppedUp(deps, (await resolveSession(deps, elsewhere))!)).toBe(true);
  deps.clock.advance({ minutes: 1 });
  expect(isSteppedUp(deps, await read())).toBe(false);
});

Deno.test("guesses of the password within a session are limited", async () => {
  await using deps = await makeDeps();
  const { owner } = await makePeople(deps);
  const signedIn = (await resolveSession(deps, owner.session))!;
  const codes: string[] = [];
  for (let guess = 0; guess < 8; guess++) {
    const result = await stepUp(deps, { signedIn, client: CLIENT, password: `wrong ${guess}` });
    codes.push(result.ok ? "ok" : result.error.code);
  }
  expect(codes.at(0)).toBe("validation");
  expect(codes.at(-1)).toBe("rate_limited");
});
