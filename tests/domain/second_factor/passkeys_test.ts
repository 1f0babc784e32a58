/** Passkeys with an authenticator in software: added, used for both kinds of log-in, and every way to get it wrong. */
import { expect } from "expect";
import { getAccount, loadAccount, stageAccountChange } from "@/domain/customer/mod.ts";
import {
  addPasskey,
  beginPasskey,
  beginTotpSetup,
  getSecondFactor,
  removePasskey,
  renamePasskey,
} from "@/domain/second_factor/mod.ts";
import {
  beginPasskeyLogIn,
  beginPasskeyStep,
  finishLogIn,
  logIn,
  logInByPasskey,
  resetPassword,
  resolveSession,
} from "@/domain/session/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { releasePayouts, reportNotMe } from "@/domain/takeover/mod.ts";
import { SoftKey, type Tampering } from "@/tests/helpers/authenticator.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { tokenOf } from "@/tests/helpers/mails.ts";
import { makePerson, PASSWORD, type Person } from "@/tests/helpers/people.ts";
import { codeAt, FACTOR_CLIENT, turnOnTotp, wrongCode } from "@/tests/helpers/second_factor.ts";

const SITE = { origin: "http://localhost:8000", rpId: "localhost" };
const ada = { name: "Ada", email: "ada@example.com" };
const eve = { name: "Eve", email: "eve@example.com" };

interface Holder extends Person {
  key: SoftKey;
  recoveryCodes: string[] | null;
}

async function withPasskey(deps: TestDeps, who: { name: string; email: string }): Promise<Holder> {
  const person = await makePerson(deps, who);
  const key = new SoftKey(SITE);
  return { ...person, key, recoveryCodes: await add(deps, person.id, key) };
}

async function add(deps: TestDeps, accountId: string, key: SoftKey, name = "Laptop") {
  const owner = { accountId, client: FACTOR_CLIENT };
  const options = unwrap(await beginPasskey(deps, { ...owner, password: PASSWORD, code: "" }));
  const answer = key.register(options);
  return unwrap(await addPasskey(deps, { ...owner, name, answer })).recoveryCodes;
}

/** A log-in by passkey alone. */
async function signIn(deps: TestDeps, key: SoftKey, tampering: Tampering = {}) {
  const options = unwrap(await beginPasskeyLogIn(deps, FACTOR_CLIENT));
  return await logInByPasskey(deps, { ...FACTOR_CLIENT, answer: key.assert(options, tampering) });
}

/** The same from a browser and network that the account wasn't used from. */
async function logInByPasskeyElsewhere(deps: TestDeps, key: SoftKey) {
  const client = { ip: "203.0.113.5", userAgent: "curl/8" };
  const options = unwrap(await beginPasskeyLogIn(deps, client));
  return await logInByPasskey(deps, { ...client, answer: key.assert(options) });
}

async function firstStep(deps: TestDeps, email: string, password = PASSWORD): Promise<string> {
  const result = await logIn(deps, { ...FACTOR_CLIENT, email, password });
  if (result.ok || result.error.code !== "second_factor_required") throw new Error("no challenge");
  return result.error.challenge;
}

Deno.test("a passkey is added with the password, brings recovery codes, and belongs to one account", async () => {
  await using deps = await makeDeps();
  const { id, key, recoveryCodes } = await withPasskey(deps, ada);
  const other = await makePerson(deps, eve);

  expect(recoveryCodes).toHaveLength(10);
  expect((await getAccount(deps, id))?.secondFactor).toBe("passkey");
  expect((await getSecondFactor(deps, id)).passkeys)
    .toMatchObject([{ name: "Laptop", lastUsedAt: null, isSynced: false }]);

  const owner = { accountId: other.id, client: FACTOR_CLIENT };
  const refused = await beginPasskey(deps, { ...owner, password: "wrong horse", code: "" });
  expect(refused).toMatchObject({ ok: false, error: { code: "validation" } });
  const options = unwrap(await beginPasskey(deps, { ...owner, password: PASSWORD, code: "" }));
  const stolen = await addPasskey(deps, { ...owner, name: "x", answer: key.register(options) });
  expect(stolen).toEqual({ ok: false, error: { code: "bad_passkey" } });
});

Deno.test("a passkey alone signs its account in, and says when it was used", async () => {
  await using deps = await makeDeps();
  const { id, key } = await withPasskey(deps, ada);

  const started = unwrap(await signIn(deps, key, { userHandle: id }));

  expect((await resolveSession(deps, started.cookieToken))?.account.id).toBe(id);
  expect((await getSecondFactor(deps, id)).passkeys[0]?.lastUsedAt).not.toBeNull();
});

Deno.test("as the second step a passkey finishes the log-in whose password was right", async () => {
  await using deps = await makeDeps();
  const { id, key } = await withPasskey(deps, ada);
  const challenge = await firstStep(deps, ada.email);
  const options = unwrap(await beginPasskeyStep(deps, { ...FACTOR_CLIENT, challenge }));

  const finished = unwrap(
    await finishLogIn(deps, {
      ...FACTOR_CLIENT,
      challenge,
      answer: { passkey: key.assert(options) },
      rememberDevice: true,
    }),
  );

  expect(options.allowCredentials).toMatchObject([{ id: key.id }]);
  expect(finished.account.id).toBe(id);
  expect(finished.device?.token).toMatch(/^[\w-]{43}$/);
});

const wrong: [what: string, tampering: Tampering][] = [
  ["another site", { origin: "https://evil.example" }],
  ["another port of this host", { origin: "http://localhost:8001" }],
  ["another relying party", { rpId: "evil.example" }],
  ["a challenge of its own making", { challenge: "A".repeat(43) }],
  ["another ceremony", { type: "webauthn.create" }],
  ["nobody verified", { isVerified: false }],
  ["another account", { userHandle: "cus_01ARZ3NDEKTSV4RRFFQ69G5FAV" }],
];
for (const [what, tampering] of wrong) {
  Deno.test(`an answer with ${what} signs nobody in, and writes nothing`, async () => {
    await using deps = await makeDeps();
    const { key } = await withPasskey(deps, ada);
    const options = unwrap(await beginPasskeyLogIn(deps, FACTOR_CLIENT));
    const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

    const answer = key.assert(options, tampering);
    const result = await logInByPasskey(deps, { ...FACTOR_CLIENT, answer });

    expect(result).toEqual({ ok: false, error: { code: "bad_passkey" } });
    expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
  });
}

Deno.test("a registration with another origin, relying party or nobody verified adds no passkey", async () => {
  await using deps = await makeDeps();
  const { id } = await makePerson(deps, ada);
  const owner = { accountId: id, client: FACTOR_CLIENT };

  for (const tampering of wrong.slice(0, 6).map(([, each]) => each)) {
    const options = unwrap(await beginPasskey(deps, { ...owner, password: PASSWORD, code: "" }));
    const type = tampering.type && "webauthn.get";
    const answer = new SoftKey(SITE).register(options, { ...tampering, ...(type && { type }) });
    expect(await addPasskey(deps, { ...owner, name: "x", answer }))
      .toEqual({ ok: false, error: { code: "bad_passkey" } });
  }
  expect(await countKeys(deps.kv, ["passkeys"])).toBe(0);
});

Deno.test("an answer works once, also sent at once to two processes", async () => {
  const path = await Deno.makeTempFile({ suffix: ".kv" });
  {
    using one = await Deno.openKv(path);
    using other = await Deno.openKv(path);
    await using first = await makeDeps({ kv: one });
    await using second = await makeDeps({ kv: other });
    const { key } = await withPasskey(first, ada);
    const options = unwrap(await beginPasskeyLogIn(first, FACTOR_CLIENT));
    const answer = key.assert(options, { counter: 0 });

    const results = await Promise.all(
      [first, second, first, second].map((deps) =>
        logInByPasskey(deps, { ...FACTOR_CLIENT, answer })
      ),
    );

    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  }
  await Deno.remove(path);
});

Deno.test("a counter that stands still or goes back is refused: the key may have been copied", async () => {
  await using deps = await makeDeps();
  const { key } = await withPasskey(deps, ada);
  unwrap(await signIn(deps, key, { counter: 7 }));

  for (const counter of [7, 6, 0]) {
    expect(await signIn(deps, key, { counter }))
      .toEqual({ ok: false, error: { code: "bad_passkey" } });
  }
  expect((await signIn(deps, key, { counter: 8 })).ok).toBe(true);
});

Deno.test("a challenge is over after five minutes, and serves its one purpose", async () => {
  await using deps = await makeDeps();
  const { id, key } = await withPasskey(deps, ada);
  const late = unwrap(await beginPasskeyLogIn(deps, FACTOR_CLIENT));
  deps.clock.advance({ minutes: 5 });
  const log = (answer: string) => logInByPasskey(deps, { ...FACTOR_CLIENT, answer });
  expect((await log(key.assert(late))).ok).toBe(false);

  const challenge = await firstStep(deps, ada.email);
  const step = unwrap(await beginPasskeyStep(deps, { ...FACTOR_CLIENT, challenge }));
  const owner = { accountId: id, client: FACTOR_CLIENT };
  const adding = unwrap(await beginPasskey(deps, { ...owner, password: PASSWORD, code: "" }));
  expect((await log(key.assert(step))).ok).toBe(false);
  expect((await log(key.assert(adding))).ok).toBe(false);

  const alone = unwrap(await beginPasskeyLogIn(deps, FACTOR_CLIENT));
  const finished = await finishLogIn(deps, {
    ...FACTOR_CLIENT,
    challenge,
    answer: { passkey: key.assert(alone) },
    rememberDevice: false,
  });
  expect(finished).toEqual({ ok: false, error: { code: "bad_code" } });
});

Deno.test("somebody else's passkey doesn't finish a log-in", async () => {
  await using deps = await makeDeps();
  await withPasskey(deps, ada);
  const eves = await withPasskey(deps, eve);
  const challenge = await firstStep(deps, ada.email);
  const options = unwrap(await beginPasskeyStep(deps, { ...FACTOR_CLIENT, challenge }));

  const finished = await finishLogIn(deps, {
    ...FACTOR_CLIENT,
    challenge,
    answer: { passkey: eves.key.assert(options) },
    rememberDevice: false,
  });

  expect(finished).toEqual({ ok: false, error: { code: "bad_code" } });
});

for (
  const answer of ["", "null", "{}", "[]", '{"id":"x"}', "x".repeat(30_000), '{"id":1,"rawId":1}']
) {
  Deno.test(`an answer of the shape ${answer.slice(0, 20)} is no passkey`, async () => {
    await using deps = await makeDeps();
    expect(await logInByPasskey(deps, { ...FACTOR_CLIENT, answer }))
      .toEqual({ ok: false, error: { code: "bad_passkey" } });
  });
}

Deno.test("a suspended account's passkey signs nobody in", async () => {
  await using deps = await makeDeps();
  const { id, key } = await withPasskey(deps, ada);
  unwrap(
    await transact(deps, async (tx) => {
      stageAccountChange(tx, { ...(await loadAccount(tx, id))!, status: "suspended" });
      return ok(null);
    }),
  );

  expect(await signIn(deps, key)).toEqual({ ok: false, error: { code: "bad_passkey" } });
});

Deno.test("passkeys are renamed, and removed with the password; the last takes the recovery codes along", async () => {
  await using deps = await makeDeps();
  const { id, key } = await withPasskey(deps, ada);
  const owner = { accountId: id, client: FACTOR_CLIENT };

  unwrap(await renamePasskey(deps, { ...owner, passkey: key.id, name: "  Blue   key " }));
  expect((await getSecondFactor(deps, id)).passkeys[0]?.name).toBe("Blue key");
  const blank = await renamePasskey(deps, { ...owner, passkey: key.id, name: " " });
  const missing = await renamePasskey(deps, { ...owner, passkey: "AAAA", name: "x" });
  const wrongPassword = await removePasskey(deps, { ...owner, passkey: key.id, password: "no" });
  expect([blank, missing, wrongPassword].map((each) => each.ok ? "ok" : each.error.code))
    .toEqual(["validation", "not_found", "validation"]);

  unwrap(await removePasskey(deps, { ...owner, passkey: key.id, password: PASSWORD }));
  expect((await getAccount(deps, id))?.secondFactor).toBe("none");
  expect(await getSecondFactor(deps, id)).toMatchObject({ passkeys: [], codesLeft: 0 });
  expect((await signIn(deps, key)).ok).toBe(false);
  expect((await logIn(deps, { ...FACTOR_CLIENT, email: ada.email, password: PASSWORD })).ok).toBe(
    true,
  );
});

Deno.test("app and passkey together stay 'both' until one goes", async () => {
  await using deps = await makeDeps();
  const { id, key } = await withPasskey(deps, ada);
  const { recoveryCodes } = await turnOnTotp(deps, id);

  expect(recoveryCodes).toEqual([]);
  expect((await getAccount(deps, id))?.secondFactor).toBe("both");
  const owner = { accountId: id, client: FACTOR_CLIENT };
  unwrap(await removePasskey(deps, { ...owner, passkey: key.id, password: PASSWORD }));
  expect((await getAccount(deps, id))?.secondFactor).toBe("totp");
  expect((await getSecondFactor(deps, id)).codesLeft).toBe(10);
});

Deno.test("where there is an app, a passkey is added with its code too, which works once", async () => {
  await using deps = await makeDeps();
  const { id } = await makePerson(deps, ada);
  const { secret } = await turnOnTotp(deps, id);
  deps.clock.advance({ minutes: 1 });
  const owner = { accountId: id, client: FACTOR_CLIENT, password: PASSWORD };
  const right = codeAt(secret, deps.clock.now());

  for (const code of ["", wrongCode(secret, deps.clock.now())]) {
    expect(await beginPasskey(deps, { ...owner, code }))
      .toMatchObject({
        ok: false,
        error: { code: "validation", fields: { code: expect.any(String) } },
      });
  }
  expect(await countKeys(deps.kv, ["passkey_challenges"])).toBe(0);

  expect(await beginPasskey(deps, { ...owner, code: right })).toMatchObject({ ok: true });
  expect(await beginPasskey(deps, { ...owner, code: right })).toMatchObject({ ok: false });
  expect(await countKeys(deps.kv, ["passkey_challenges"])).toBe(1);
});

Deno.test('after "this wasn\'t me" a passkey alone signs nobody in until staff have looked; with the new password it does', async () => {
  await using deps = await makeDeps();
  const { id, key } = await withPasskey(deps, ada);
  unwrap(await signIn(deps, key));
  unwrap(await logInByPasskeyElsewhere(deps, key));

  const { resetToken } = unwrap(
    await reportNotMe(deps, { token: await tokenOf(deps, "new_device") }),
  );
  const sessions = await countKeys(deps.kv, ["sessions"]);
  expect(await signIn(deps, key)).toEqual({ ok: false, error: { code: "bad_passkey" } });
  expect(await countKeys(deps.kv, ["sessions"])).toBe(sessions);

  const password = "quiet marble lantern";
  unwrap(await resetPassword(deps, { token: resetToken, password, client: FACTOR_CLIENT }));
  expect(await signIn(deps, key)).toMatchObject({ ok: false });
  const challenge = await firstStep(deps, ada.email, password);
  const options = unwrap(await beginPasskeyStep(deps, { ...FACTOR_CLIENT, challenge }));
  const answer = { passkey: key.assert(options) };
  const step = { ...FACTOR_CLIENT, challenge, answer, rememberDevice: false };
  expect(await finishLogIn(deps, step)).toMatchObject({ ok: true });

  const owner = { kind: "staff" as const, id, permissions: ROLE_PERMISSIONS.owner };
  unwrap(await releasePayouts(deps, { actor: owner, accountId: id }));
  expect(await signIn(deps, key)).toMatchObject({ ok: true });
});

Deno.test("a challenge for adding a passkey, or for somebody else's log-in, doesn't finish a log-in", async () => {
  await using deps = await makeDeps();
  const { id, key } = await withPasskey(deps, ada);
  await withPasskey(deps, eve);
  const challenge = await firstStep(deps, ada.email);
  const eves = await firstStep(deps, eve.email);
  const owner = { accountId: id, client: FACTOR_CLIENT };
  const adding = unwrap(await beginPasskey(deps, { ...owner, password: PASSWORD, code: "" }));
  const foreign = unwrap(await beginPasskeyStep(deps, { ...FACTOR_CLIENT, challenge: eves }));

  for (const options of [adding, foreign]) {
    const finished = await finishLogIn(deps, {
      ...FACTOR_CLIENT,
      challenge,
      answer: { passkey: key.assert(options) },
      rememberDevice: false,
    });
    expect(finished).toEqual({ ok: false, error: { code: "bad_code" } });
  }
});

Deno.test("recovery codes go with the last factor, also while an app is being set up", async () => {
  await using deps = await makeDeps();
  const { id, key } = await withPasskey(deps, ada);
  const owner = { accountId: id, client: FACTOR_CLIENT };
  unwrap(await beginTotpSetup(deps, { ...owner, password: null }));

  unwrap(await removePasskey(deps, { ...owner, passkey: key.id, password: PASSWORD }));

  const left = await getSecondFactor(deps, id);
  expect(left.codesLeft).toBe(0);
  expect(left.setup).not.toBeNull();
});
