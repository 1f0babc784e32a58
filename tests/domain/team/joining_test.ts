/** Joining a team: whom the owner hears of, how many there may be however many come at once, and who is out after a theft. */
import { expect } from "expect";
import { acceptInvitation, inviteMember, listInvitations } from "@/domain/invitation/mod.ts";
import { logIn } from "@/domain/session/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { reportNotMe } from "@/domain/takeover/mod.ts";
import {
  listMembers,
  listTeams,
  MAX_MEMBERS,
  MAX_TEAMS,
  readMembers,
  stageMember,
} from "@/domain/team/mod.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { mailsTo, tokenOf } from "@/tests/helpers/mails.ts";
import { confirmAddress, makePerson, PASSWORD, type Person } from "@/tests/helpers/people.ts";

async function makeOwner(deps: TestDeps, name = "Ada"): Promise<Person> {
  const owner = await makePerson(deps, { name, email: `${name.toLowerCase()}@example.com` });
  await confirmAddress(deps, owner);
  return owner;
}

function makeGuest(deps: TestDeps, number: number): Promise<Person> {
  return makePerson(deps, { name: `Guest ${number}`, email: `guest${number}@example.com` });
}

/** Memberships as if they had been there for long. */
async function plant(
  deps: Deps,
  pairs: { customerId: string; personId: string }[],
  addedAt = "2020-01-01T00:00:00.000Z",
): Promise<void> {
  unwrap(
    await transact(deps, (tx) => {
      for (const pair of pairs) {
        stageMember(tx, { schemaVersion: 1, ...pair, rights: ["services"], addedAt });
      }
      return Promise.resolve(ok(undefined));
    }),
  );
}

async function invite(deps: TestDeps, owner: Person, guest: Person): Promise<string> {
  const form = { email: guest.email, rights: ["services"] };
  unwrap(await inviteMember(deps, { actor: owner.customer, form }));
  return await tokenOf(deps, "invite_member", guest.email);
}

function accept(deps: Deps, token: string, guest: Person) {
  return acceptInvitation(deps, { token, accountId: guest.id, sessionId: "ses_none" });
}

Deno.test("with an unconfirmed address nobody is invited", async () => {
  await using deps = await makeDeps();
  const eve = await makePerson(deps, { name: "Eve", email: "somebody.elses@example.com" });
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

  const form = { email: "eve@example.com", rights: ["services"] };
  expect(await inviteMember(deps, { actor: eve.customer, form }))
    .toEqual({ ok: false, error: { code: "email_not_verified" } });

  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
});

Deno.test("the owner is told once of whoever has joined", async () => {
  await using deps = await makeDeps();
  const owner = await makeOwner(deps);
  const guest = await makeGuest(deps, 1);
  const token = await invite(deps, owner, guest);

  const accepted = await Promise.all([1, 2, 3].map(() => accept(deps, token, guest)));

  expect(accepted.filter((each) => each.ok)).toHaveLength(1);
  const told = (await mailsTo(deps, owner.email)).filter(({ template }) =>
    template === "member_joined"
  );
  expect(told.map(({ variables }) => variables)).toEqual([{
    customerName: "Ada",
    memberName: guest.name,
    memberEmail: guest.email,
    link: "/dashboard/team",
  }]);
});

Deno.test("of five who accept at once, as many join as there is room for in the team", async () => {
  await using deps = await makeDeps();
  const owner = await makeOwner(deps);
  const guests = await Promise.all([1, 2, 3, 4, 5].map((number) => makeGuest(deps, number)));
  const tokens: string[] = [];
  for (const guest of guests) tokens.push(await invite(deps, owner, guest));
  const others = Array.from({ length: MAX_MEMBERS - 2 }, () => deps.ids.next("cus"));
  await plant(deps, others.map((personId) => ({ customerId: owner.id, personId })));

  const accepted = await Promise.all(
    guests.map((guest, number) => accept(deps, tokens[number]!, guest)),
  );

  expect(accepted.filter((each) => each.ok)).toHaveLength(2);
  expect(await readMembers(deps.kv, owner.id)).toHaveLength(MAX_MEMBERS);
  expect(await countKeys(deps.kv, ["team_members", owner.id])).toBe(MAX_MEMBERS);
});

Deno.test("of three accounts that somebody joins at once, as many open as they have room for", async () => {
  await using deps = await makeDeps();
  const guest = await makeGuest(deps, 1);
  const owners = await Promise.all(["Ada", "Bea", "Cleo"].map((name) => makeOwner(deps, name)));
  const tokens: string[] = [];
  for (const owner of owners) tokens.push(await invite(deps, owner, guest));
  const others = Array.from({ length: MAX_TEAMS - 1 }, () => deps.ids.next("cus"));
  await plant(deps, others.map((customerId) => ({ customerId, personId: guest.id })));

  const accepted = await Promise.all(tokens.map((token) => accept(deps, token, guest)));

  expect(accepted.filter((each) => each.ok)).toHaveLength(1);
  expect(await countKeys(deps.kv, ["teams_by_person", guest.id])).toBe(MAX_TEAMS);
  expect(await listTeams(deps, { personId: guest.id })).toHaveLength(1);
});

Deno.test("after a theft those are out who were let in lately, and nobody can come any more; older members stay", async () => {
  await using deps = await makeDeps();
  const owner = await makeOwner(deps);
  const [old, fresh, invited, elsewhere] = await Promise.all(
    [1, 2, 3, 4].map((number) => makeGuest(deps, number)),
  );
  await plant(deps, [{ customerId: owner.id, personId: old!.id }]);
  await plant(deps, [{ customerId: elsewhere!.id, personId: owner.id }]);
  const thief = { ip: "203.0.113.5", userAgent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" };
  unwrap(await logIn(deps, { ...thief, email: owner.email, password: PASSWORD }));
  unwrap(await accept(deps, await invite(deps, owner, fresh!), fresh!));
  const token = await invite(deps, owner, invited!);

  unwrap(await reportNotMe(deps, { token: await tokenOf(deps, "new_device", owner.email) }));

  const members = unwrap(await listMembers(deps, { viewer: owner.customer }));
  expect(members.map(({ personId }) => personId)).toEqual([old!.id]);
  expect(await listTeams(deps, { personId: fresh!.id })).toEqual([]);
  expect(unwrap(await listInvitations(deps, { viewer: owner.customer }))).toEqual([]);
  expect(await accept(deps, token, invited!)).toMatchObject({ error: { code: "link_expired" } });
  // What others have let the owner into is theirs.
  expect(await listTeams(deps, { personId: owner.id })).toHaveLength(1);
});
