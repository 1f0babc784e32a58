/** Staff who switch a lost second factor off: who may for whom, and what it ends. */
import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { getAccount } from "@/domain/customer/mod.ts";
import { logIn, resolveSession } from "@/domain/session/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { mailsTo } from "@/tests/helpers/mails.ts";
import { makePeople, PASSWORD, type Person } from "@/tests/helpers/people.ts";
import { codeAt, turnOnTotp } from "@/tests/helpers/second_factor.ts";

const FIELDS = { action: "reset_factor" };
const pageOf = ({ id }: Person) => `/admin/users/${id}`;

Deno.test("staff who may suspend switch a customer's second factor off: sessions end, the owner is told, the password stays", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { customer, support, owner } = await makePeople(deps);
  await turnOnTotp(deps, customer.id);
  expect(await (await app.get(pageOf(customer), support)).text()).toContain('value="reset_factor"');

  expect((await app.post(pageOf(customer), FIELDS, support)).status).toBe(303);

  expect((await getAccount(deps, customer.id))?.secondFactor).toBe("none");
  expect(await countKeys(deps.kv, ["second_factors", customer.id])).toBe(0);
  expect(await resolveSession(deps, customer.session)).toBeNull();
  const client = { ip: "192.0.2.1", userAgent: "test" };
  const logInWith = (password: string) =>
    logIn(deps, { ...client, email: customer.email, password });
  expect(await logInWith("another password")).toMatchObject({ ok: false });
  expect(await logInWith(PASSWORD)).toMatchObject({ ok: true });
  expect((await mailsTo(deps, customer.email)).at(-1)).toMatchObject({
    template: "second_factor_changed",
    variables: { change: "We switched it off for you. Set it up anew." },
  });
  const viewer = owner.staff!;
  const subject = { kind: "account", id: customer.id };
  const events = unwrap(await listAudit(deps, { viewer, subject })).items;
  expect(events.find(({ action }) => action === "second_factor.reset")).toMatchObject({
    actor: { kind: "staff", id: support.id },
    before: { factor: "totp" },
  });
});

Deno.test("nobody does it without the right, for themselves, for staff beyond their own rights, or without a fresh proof", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const people = await makePeople(deps);
  const { customer, otherCustomer, owner, support, billing, viewer } = people;
  for (const { id } of [customer, support, billing]) await turnOnTotp(deps, id);
  const { secret } = await turnOnTotp(deps, owner.id);
  const ignoring = { ignore: ["rate_limits", "sessions"] };
  const before = await dumpKv(deps.kv, ignoring);

  const tries: [who: Person, whose: Person, status: number][] = [
    [customer, customer, 404],
    [otherCustomer, customer, 404],
    [viewer, customer, 404],
    [billing, customer, 404],
    [support, support, 404],
    [support, otherCustomer, 404],
    [support, billing, 409],
    [support, owner, 409],
    [owner, owner, 404],
  ];
  for (const [who, whose, status] of tries) {
    const { status: was } = await app.post(pageOf(whose), FIELDS, who);
    expect([who.name, whose.name, was]).toEqual([who.name, whose.name, status]);
  }
  deps.clock.advance({ minutes: 11 });
  const late = await app.post(pageOf(customer), FIELDS, support);
  expect(late.headers.get("location")).toContain("/admin/confirm?next=");
  expect(await dumpKv(deps.kv, ignoring)).toEqual(before);

  await app.post("/admin/confirm", { code: codeAt(secret, deps.clock.now()) }, owner);
  expect((await app.post(pageOf(billing), FIELDS, owner)).status).toBe(303);
});
