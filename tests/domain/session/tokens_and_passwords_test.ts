/**
 * API tokens and passwords: a token rests on none, so that a new password breaks no program, unless its owner ticks that they
 * end too. And nothing that a session asked for comes true once the session has ended.
 */
import { expect } from "expect";
import { createApiToken, resolveApiToken } from "@/domain/api_token/mod.ts";
import { inviteMember } from "@/domain/invitation/mod.ts";
import {
  changePassword,
  endOtherSessions,
  readPasswordReset,
  requestPasswordReset,
  resetPassword,
  resolveSession,
} from "@/domain/session/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { changeMember, stageMember } from "@/domain/team/mod.ts";
import { tokenOf as apiTokenOf } from "@/tests/helpers/api.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { runJobs, tokenOf } from "@/tests/helpers/mails.ts";
import {
  confirmAddress,
  makePerson,
  PASSWORD,
  type Person,
  signIn,
} from "@/tests/helpers/people.ts";

const client = { ip: "192.0.2.1", userAgent: "test" };
const password = "quiet marble lantern";

/** The two ways to a new password. */
const WAYS = {
  changePassword: async (deps: TestDeps, ada: Person, revokesTokens: boolean) => {
    const signedIn = (await resolveSession(deps, ada.session))!;
    const change = { currentPassword: PASSWORD, password, revokesTokens };
    unwrap(await changePassword(deps, { signedIn, client, ...change }));
  },
  resetPassword: async (deps: TestDeps, ada: Person, revokesTokens: boolean) => {
    unwrap(await requestPasswordReset(deps, { email: ada.email, client }));
    await runJobs(deps);
    const token = await tokenOf(deps, "password_reset");
    expect(unwrap(await readPasswordReset(deps, token))).toEqual({ email: ada.email, tokens: 2 });
    unwrap(await resetPassword(deps, { token, password, client, revokesTokens }));
  },
};

for (const [name, setPassword] of Object.entries(WAYS)) {
  for (const revokesTokens of [false, true]) {
    Deno.test(`${name}() ${revokesTokens ? "ends the tokens if their owner wants it" : "leaves API tokens alone"}`, async () => {
      await using deps = await makeDeps();
      const ada = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
      const eve = await makePerson(deps, { name: "Eve", email: "eve@example.com" });
      const tokens = [await apiTokenOf(deps, ada), await apiTokenOf(deps, ada)];
      const others = await apiTokenOf(deps, eve);

      await setPassword(deps, ada, revokesTokens);

      for (const { token } of tokens) {
        const holder = await resolveApiToken(deps, { token, ip: client.ip });
        expect(holder === null).toBe(revokesTokens);
      }
      expect(await resolveApiToken(deps, { token: others.token, ip: client.ip })).not.toBeNull();
    });
  }
}

Deno.test("what opens the account to others doesn't come true after the end of the session that asked for it", async () => {
  await using deps = await makeDeps();
  const ada = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
  const eve = await makePerson(deps, { name: "Eve", email: "eve@example.com" });
  await confirmAddress(deps, ada);
  unwrap(
    await transact(deps, (tx) => {
      stageMember(tx, {
        schemaVersion: 1,
        customerId: ada.id,
        personId: eve.id,
        rights: ["services"],
        addedAt: "2026-01-01T00:00:00.000Z",
      });
      return Promise.resolve(ok(undefined));
    }),
  );
  const here = (await resolveSession(deps, ada.session))!;
  const { sessionId } = (await resolveSession(deps, await signIn(deps, ada.email)))!;
  const actor = ada.customer;
  const token = { name: "Late", scopes: ["read:orders"], days: "30", ranges: "" };
  const asked = (by: string) => [
    createApiToken(deps, { actor, form: token, sessionId: by }),
    inviteMember(deps, {
      actor,
      form: { email: "late@example.com", rights: ["services"] },
      sessionId: by,
    }),
    changeMember(deps, { actor, personId: eve.id, rights: ["credentials"], sessionId: by }),
  ];

  // The requests were let in while the session was there.
  unwrap(await endOtherSessions(deps, { signedIn: here }));
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });
  for (const late of await Promise.all(asked(sessionId))) {
    expect(late).toMatchObject({ error: { code: "not_found" } });
  }
  // Nor with the session of somebody else.
  const eves = (await resolveSession(deps, eve.session))!;
  for (const foreign of await Promise.all(asked(eves.sessionId))) {
    expect(foreign).toMatchObject({ error: { code: "not_found" } });
  }
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);

  for (const done of asked(here.sessionId)) expect((await done).ok).toBe(true);
});
