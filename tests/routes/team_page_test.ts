/** The page of the team as its forms come back: what was wrong stands at the form that was sent, with what was typed in it. */
import { expect } from "expect";
import { resolveSession } from "@/domain/session/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { stageMember } from "@/domain/team/mod.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { confirmAddress, makePeople, type People } from "@/tests/helpers/people.ts";

const PATH = "/dashboard/team";

async function letIn(deps: TestDeps, people: People): Promise<void> {
  const { customer, otherCustomer } = people;
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

Deno.test("an invitation without an address and areas is told of both at once, and keeps what was typed", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { customer } = await makePeople(deps);
  await confirmAddress(deps, customer);
  const before = await dumpKv(deps.kv);

  const response = await app.post(PATH, { action: "invite", email: "nobody" }, customer);

  const html = await response.text();
  expect(response.status).toBe(422);
  expect(html).toContain("Enter an e-mail address such as");
  expect(html).toContain("Choose at least one area.");
  expect(html).toContain('value="nobody"');
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a member who is taken out of the team is out on the next request, with the account still open to them", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const people = await makePeople(deps);
  const { customer, otherCustomer: member } = people;
  await letIn(deps, people);
  await app.post("/dashboard/switch", { account: customer.id }, member);
  const onWhom = async () => (await resolveSession(deps, member.session))!.customer.id;
  expect(await onWhom()).toBe(customer.id);

  const removed = await app.post(PATH, { action: "remove", person: member.id }, customer);

  expect(removed.status).toBe(303);
  expect(await onWhom()).toBe(member.id);
  await app.post("/dashboard/switch", { account: customer.id }, member);
  expect(await onWhom()).toBe(member.id);
});

Deno.test("a member who would be left without an area: the message is at their form, which is open, and nowhere else", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const people = await makePeople(deps);
  await letIn(deps, people);
  const before = await dumpKv(deps.kv);

  const fields = { action: "change", person: people.otherCustomer.id };
  const response = await app.post(PATH, fields, people.customer);

  const html = await response.text();
  expect(response.status).toBe(422);
  const [, member] = /<details open(.*?)<\/details>/s.exec(html)!;
  expect(member).toContain(people.otherCustomer.name);
  expect(member).toContain('id="f-rights"');
  expect(html.match(/id="f-rights"/g)).toHaveLength(1);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("with an unconfirmed address the page says why nobody can be invited, and a post changes nothing", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { customer } = await makePeople(deps);
  const html = await (await app.get(PATH, customer)).text();
  expect(html).toContain("Confirm your e-mail address first");
  expect(html).not.toContain('value="invite"');
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

  const form = { action: "invite", email: "colleague@example.com", rights: ["services"] };
  const response = await app.post(PATH, form, customer);

  expect(response.status).toBe(409);
  expect(await response.text()).toContain("Confirm your e-mail address first");
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
});
