/**
 * What customers do that opens their account to others, programs or people, asks again who they are: somebody at a session
 * that was left open, or with a stolen cookie, must not be able to stay after it has ended.
 */
import { expect } from "expect";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { listMembers, stageMember } from "@/domain/team/mod.ts";
import { tokenOf } from "@/tests/helpers/api.ts";
import { type Fields, makeApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { confirmAddress, makePeople, PASSWORD, type People } from "@/tests/helpers/people.ts";
import { codeAt, turnOnTotp } from "@/tests/helpers/second_factor.ts";

interface Opening {
  path: string;
  fields: (people: People) => Fields;
  /** What the page shows in place of the proof. */
  button: string;
  status: number;
}

const OPENINGS: Readonly<Record<string, Opening>> = {
  "a token": {
    path: "/dashboard/tokens",
    fields: () => ({
      action: "create",
      name: "Laptop",
      "scopes[]": ["read:orders"],
      days: "30",
      ranges: "",
    }),
    button: 'value="create"',
    status: 200,
  },
  "an invitation": {
    path: "/dashboard/team",
    fields: () => ({ action: "invite", email: "colleague@example.com", rights: ["services"] }),
    button: 'value="invite"',
    status: 303,
  },
  "more rights of a member": {
    path: "/dashboard/team",
    fields: ({ otherCustomer }) => ({
      action: "change",
      person: otherCustomer.id,
      rights: ["services", "credentials"],
    }),
    button: 'value="change"',
    status: 303,
  },
};

async function letIn(deps: TestDeps, { customer, otherCustomer }: People): Promise<void> {
  unwrap(
    await transact(deps, (tx) => {
      stageMember(tx, {
        schemaVersion: 1,
        customerId: customer.id,
        personId: otherCustomer.id,
        rights: ["services"],
        addedAt: "2026-01-01T00:00:00.000Z",
      });
      return Promise.resolve(ok(undefined));
    }),
  );
}

async function openHouse(deps: TestDeps) {
  const people = await makePeople(deps);
  await confirmAddress(deps, people.customer);
  await letIn(deps, people);
  return { app: await makeApp(deps), people };
}

for (const [what, { path, fields, button, status }] of Object.entries(OPENINGS)) {
  Deno.test(`${what} takes a fresh proof: the page leads to it and back, a post without it changes nothing`, async () => {
    await using deps = await makeDeps();
    const { app, people } = await openHouse(deps);
    const { customer } = people;
    const confirm = `/dashboard/security/confirm?next=${encodeURIComponent(path)}`;
    expect(await (await app.get(path, customer)).text()).toContain(button);
    deps.clock.advance({ minutes: 10 });

    const html = await (await app.get(path, customer)).text();
    expect(html).not.toContain(button);
    expect(html).toContain(`href="${confirm}"`);
    const before = await dumpKv(deps.kv);
    const sent = await app.post(path, fields(people), customer);
    expect([sent.status, sent.headers.get("location")]).toEqual([303, confirm]);
    expect(await dumpKv(deps.kv)).toEqual(before);

    expect((await app.post(confirm, { password: "wrong horse battery" }, customer)).status)
      .toBe(422);
    const proved = await app.post(confirm, { password: PASSWORD }, customer);
    expect([proved.status, proved.headers.get("location")]).toEqual([303, path]);
    expect((await app.post(path, fields(people), customer)).status).toBe(status);
  });
}

Deno.test("with an app the proof is a code", async () => {
  await using deps = await makeDeps();
  const { app, people: { customer } } = await openHouse(deps);
  const { secret } = await turnOnTotp(deps, customer.id);
  deps.clock.advance({ minutes: 10 });
  const confirm = "/dashboard/security/confirm?next=%2Fdashboard%2Ftokens";

  expect((await app.post(confirm, { password: PASSWORD }, customer)).status).toBe(422);
  const code = codeAt(secret, deps.clock.now());
  expect((await app.post(confirm, { code }, customer)).headers.get("location"))
    .toBe("/dashboard/tokens");
});

Deno.test("closing takes no proof: a token is revoked and a member removed at once", async () => {
  await using deps = await makeDeps();
  const { app, people: { customer, otherCustomer } } = await openHouse(deps);
  const { id } = await tokenOf(deps, customer);
  deps.clock.advance({ minutes: 10 });

  const revoked = await app.post("/dashboard/tokens", { action: "revoke", token: id }, customer);
  const form = { action: "remove", person: otherCustomer.id };
  const removed = await app.post("/dashboard/team", form, customer);

  expect([revoked.headers.get("location"), removed.headers.get("location")])
    .toEqual(["/dashboard/tokens", "/dashboard/team"]);
  expect(unwrap(await listMembers(deps, { viewer: customer.customer }))).toEqual([]);
});
