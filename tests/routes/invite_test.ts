/** Invitations by the real application: into the staff and into teams, by people with and without an account. */
import { expect } from "expect";
import { findAccountByEmail } from "@/domain/customer/mod.ts";
import {
  inviteMember,
  inviteStaff,
  listInvitations,
  revokeInvitation,
} from "@/domain/invitation/mod.ts";
import { resolveSession } from "@/domain/session/mod.ts";
import type { SignedIn } from "@/domain/session/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { changeStaffRole } from "@/domain/staff/mod.ts";
import { changeMember, listTeams, removeMember } from "@/domain/team/mod.ts";
import { makeApp, sessionOf, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import {
  confirmAddress,
  makePeople,
  makePerson,
  PASSWORD,
  type People,
} from "@/tests/helpers/people.ts";

interface House {
  deps: TestDeps;
  app: TestApp;
  people: People;
}

async function openHouse(deps: TestDeps): Promise<House> {
  return { deps, app: await makeApp(deps), people: await makePeople(deps) };
}

/** The path of the link in the newest mail to an address. */
async function linkTo(deps: TestDeps, email: string): Promise<string> {
  for await (
    const { value } of deps.kv.list<{ to: { email: string } }>({ prefix: ["mails"] }, {
      reverse: true,
    })
  ) {
    const mail = value as { id: string; to: { email: string }; sealedToken: string | null };
    if (mail.to.email !== email || !mail.sealedToken) continue;
    return `/invite?token=${await deps.secrets.open("mail_link", mail.id, mail.sealedToken)}`;
  }
  throw new Error(`no link to ${email}`);
}

async function inviteTo(house: House, email: string, role = "support"): Promise<string> {
  const { deps, people } = house;
  unwrap(await inviteStaff(deps, { actor: people.owner.staff!, form: { email, role } }));
  return await linkTo(deps, email);
}

async function letIn(house: House, email: string, rights = ["services"]): Promise<string> {
  const { deps, people } = house;
  await confirmAddress(deps, people.customer);
  unwrap(await inviteMember(deps, { actor: people.customer.customer, form: { email, rights } }));
  return await linkTo(deps, email);
}

async function whoIs({ deps }: House, response: Response): Promise<SignedIn | null> {
  const session = sessionOf(deps, response);
  return session === null ? null : await resolveSession(deps, session);
}

const NEW = { action: "answer", name: "Nina New", password: "seventeen purple otters" };

Deno.test("an unknown person makes an account by the invitation, and has the role and a verified address", async () => {
  await using deps = await makeDeps();
  const house = await openHouse(deps);
  const path = await inviteTo(house, "nina@example.com");

  const response = await house.app.post(path, NEW);

  expect(response.status).toBe(303);
  const signedIn = await whoIs(house, response);
  expect(signedIn?.account).toMatchObject({ staffRole: "support", isVerified: true });
  expect((await house.app.get(path)).status).toBe(404);
});

Deno.test("somebody with an account accepts with its password; other sessions end, and this one is a staff session", async () => {
  await using deps = await makeDeps();
  const house = await openHouse(deps);
  const { customer } = house.people;
  const path = await inviteTo(house, customer.email);

  expect((await house.app.post(path, { ...NEW, password: "not the password" })).status).toBe(422);
  const response = await house.app.post(path, { ...NEW, password: PASSWORD });

  const signedIn = await whoIs(house, response);
  expect(signedIn?.account).toMatchObject({
    id: customer.id,
    staffRole: "support",
    name: customer.name,
  });
  expect(await resolveSession(deps, customer.session)).toBe(null);
  const session = sessionOf(deps, response)!;
  deps.clock.advance({ hours: 9 });
  expect(await resolveSession(deps, session)).toBe(null);
});

Deno.test("somebody who is signed in accepts with one click while their proof is fresh", async () => {
  await using deps = await makeDeps();
  const house = await openHouse(deps);
  const { customer, otherCustomer } = house.people;
  const path = await inviteTo(house, customer.email);

  expect((await house.app.post(path, { action: "accept" }, otherCustomer)).status).toBe(404);
  deps.clock.advance({ minutes: 10 });
  expect((await house.app.post(path, { action: "accept" }, customer)).status).toBe(422);
  expect((await findAccountByEmail(deps, customer.email))?.staffRole).toBe(null);

  await using fresh = await makeDeps();
  const other = await openHouse(fresh);
  const again = await inviteTo(other, other.people.customer.email);
  const response = await other.app.post(again, { action: "accept" }, other.people.customer);
  expect(response.status).toBe(303);
  expect((await findAccountByEmail(fresh, customer.email))?.staffRole).toBe("support");
});

Deno.test("who is signed in with another address is told so before they accept", async () => {
  await using deps = await makeDeps();
  const house = await openHouse(deps);
  const { customer, otherCustomer } = house.people;
  const path = await inviteTo(house, customer.email);
  const note = `You are signed in as ${otherCustomer.email}`;

  expect(await (await house.app.get(path, otherCustomer)).text()).toContain(note);
  expect(await (await house.app.get(path)).text()).not.toContain("You are signed in as");
  expect(await (await house.app.get(path, customer)).text()).not.toContain("another address");
});

Deno.test("known and unknown addresses get the same page, in the same words", async () => {
  await using deps = await makeDeps();
  const house = await openHouse(deps);
  const known = await makePerson(deps, { name: "Known", email: "known@example.com" });
  const pages = await Promise.all(
    [known.email, "nobody@example.com"].map(async (email) => {
      const path = await inviteTo(house, email);
      const html = await (await house.app.get(path)).text();
      return html.replaceAll(email, "").replaceAll(/token=[\w-]+/g, "").replaceAll(
        /nonce="[^"]*"/g,
        "",
      );
    }),
  );
  expect(pages[0]).toBe(pages[1]);
});

Deno.test("an invitation works once, also at the same moment", async () => {
  await using deps = await makeDeps();
  const house = await openHouse(deps);
  const path = await inviteTo(house, "nina@example.com");
  const answers = await Promise.all(
    [1, 2, 3].map((n) => house.app.post(path, { ...NEW, name: `Nina ${n}` })),
  );
  const staff = await Promise.all(answers.map((answer) => whoIs(house, answer)));
  const ids = new Set(staff.filter((each) => each !== null).map(({ account }) => account.id));
  expect(ids.size).toBe(1);
});

Deno.test("tokens of every wrong shape, used, expired, taken back, replaced: all get the same answer", async () => {
  await using deps = await makeDeps();
  const house = await openHouse(deps);
  const { owner } = house.people;
  const replaced = await inviteTo(house, "nina@example.com");
  const revoked = await inviteTo(house, "nina@example.com");
  const [open] = unwrap(await listInvitations(deps, { viewer: owner.staff! }));
  unwrap(await revokeInvitation(deps, { actor: owner.staff!, id: open!.id }));
  const expired = await inviteTo(house, "late@example.com");
  deps.clock.advance({ hours: 72 });
  const good = (await inviteTo(house, "good@example.com")).split("=")[1]!;
  const wrong = [
    replaced,
    revoked,
    expired,
    "/invite",
    "/invite?token=",
    "/invite?token=0",
    `/invite?token=${good.slice(1)}`,
    `/invite?token=${good}A`,
    `/invite?token=${good.toLowerCase()}`,
    `/invite?token[]=${good}`,
    `/invite?token=${"A".repeat(5000)}`,
    "/invite?token=..%2F..%00",
  ];
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });
  const bodies = new Set<string>();
  for (const path of wrong) {
    const get = await house.app.get(path);
    const post = await house.app.post(path, NEW);
    expect([path, get.status, post.status]).toEqual([path, 404, 404]);
    bodies.add((await get.text()).replaceAll(/req_\w+|nonce="[^"]*"/g, ""));
  }
  expect(bodies.size).toBe(1);
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
});

Deno.test("an invitation dies with the right of whoever sent it", async () => {
  await using deps = await makeDeps();
  const house = await openHouse(deps);
  const actor = house.people.owner.staff!;
  const other = await makePerson(deps, { name: "B", email: "b@example.com", role: "owner" });
  const form = { email: "nina@example.com", role: "viewer" };
  unwrap(await inviteStaff(deps, { actor: other.staff!, form }));
  const path = await linkTo(deps, form.email);
  unwrap(await changeStaffRole(deps, { actor, accountId: other.id, role: null }));

  expect((await house.app.post(path, NEW)).status).toBe(404);
  expect(await findAccountByEmail(deps, form.email)).toBe(null);
});

Deno.test("a member opens the account, and is out of it the moment that they are removed", async () => {
  await using deps = await makeDeps();
  const house = await openHouse(deps);
  const { app, people: { customer, otherCustomer } } = house;
  const path = await letIn(house, otherCustomer.email);
  expect((await app.post(path, { action: "accept" }, otherCustomer)).status).toBe(303);
  expect(await listTeams(deps, { personId: otherCustomer.id })).toHaveLength(1);

  await app.post("/dashboard/switch", { account: customer.id }, otherCustomer);
  const opened = (await resolveSession(deps, otherCustomer.session))!;
  expect([opened.customer.id, [...opened.customer.via!.rights]]).toEqual([customer.id, [
    "services",
  ]]);

  const actor = customer.customer;
  const rights = ["billing"];
  unwrap(await changeMember(deps, { actor, personId: otherCustomer.id, rights }));
  expect((await app.get("/dashboard/services", otherCustomer)).status).toBe(404);
  expect((await app.get("/dashboard/invoices", otherCustomer)).status).toBe(200);

  unwrap(await removeMember(deps, { actor, personId: otherCustomer.id }));
  const after = (await resolveSession(deps, otherCustomer.session))!;
  expect([after.customer.id, after.actingAs]).toEqual([otherCustomer.id, null]);
  const again = await app.post("/dashboard/switch", { account: customer.id }, otherCustomer);
  expect(again.status).toBe(404);
});

Deno.test("a person of several teams switches between them, and leaves one", async () => {
  await using deps = await makeDeps();
  const house = await openHouse(deps);
  const { app, people: { customer, otherCustomer, owner } } = house;
  const nina = await makePerson(deps, { name: "Nina", email: "nina@example.com" });
  for (const host of [customer, otherCustomer]) {
    const form = { email: nina.email, rights: ["services"] };
    await confirmAddress(deps, host);
    unwrap(await inviteMember(deps, { actor: host.customer, form }));
    await app.post(await linkTo(deps, nina.email), { action: "accept" }, nina);
  }
  for (const host of [customer, otherCustomer]) {
    await app.post("/dashboard/switch", { account: host.id }, nina);
    expect((await resolveSession(deps, nina.session))?.customer.id).toBe(host.id);
  }
  expect((await app.post("/dashboard/switch", { account: owner.id }, nina)).status).toBe(404);
  await app.post("/dashboard/switch", { account: "own" }, nina);
  await app.post("/dashboard/team", { action: "leave", account: customer.id }, nina);
  const teams = await listTeams(deps, { personId: nina.id });
  expect(teams.map(({ customerId }) => customerId)).toEqual([otherCustomer.id]);
});
