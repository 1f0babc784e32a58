import { expect } from "expect";
import { loadAccount, readAccountByEmail, stageAccountChange } from "@/domain/customer/mod.ts";
import {
  changePassword,
  listSessions,
  logIn,
  readPasswordReset,
  requestPasswordReset,
  resetPassword,
  resolveSession,
} from "@/domain/session/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { mailsTo, runJobs, templatesTo, tokenOf } from "@/tests/helpers/mails.ts";
import { ada, client, logInAda, registerAda } from "./setup.ts";

const NEW_PASSWORD = "quiet marble lantern";
const expired = { ok: false, error: { code: "link_expired" } };

async function askForLink(deps: TestDeps, email = ada.email): Promise<string> {
  unwrap(await requestPasswordReset(deps, { email, client }));
  await runJobs(deps);
  return await tokenOf(deps, "password_reset");
}

function reset(deps: TestDeps, token: unknown, password = NEW_PASSWORD) {
  return resetPassword(deps, { token, password, client });
}

Deno.test("resetPassword() sets the password, once, ends all sessions and signs nobody in", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const { cookieToken } = unwrap(await logInAda(deps));
  const token = await askForLink(deps);

  expect(await readPasswordReset(deps, token))
    .toEqual({ ok: true, value: { email: ada.email, tokens: 0 } });
  expect(await reset(deps, token)).toEqual({ ok: true, value: undefined });

  expect(await resolveSession(deps, cookieToken)).toBeNull();
  expect(await logInAda(deps)).toMatchObject({ error: { code: "bad_credentials" } });
  expect(await logInAda(deps, { password: NEW_PASSWORD })).toMatchObject({ ok: true });
  expect(await reset(deps, token, "another new password")).toEqual(expired);
  expect(await templatesTo(deps, ada.email)).toEqual(["password_reset", "password_changed"]);
  expect((await readAccountByEmail(deps.kv, ada.email))?.emailVerifiedAt).not.toBeNull();
});

Deno.test("a link opens nothing while its account is suspended, and writes nothing", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  const token = await askForLink(deps);
  const setStatus = (status: "active" | "suspended") =>
    transact(deps, async (tx) => {
      stageAccountChange(tx, { ...(await loadAccount(tx, accountId))!, status });
      return ok(undefined);
    });
  unwrap(await setStatus("suspended"));
  const before = await dumpKv(deps.kv);

  expect(await readPasswordReset(deps, token)).toEqual(expired);
  expect(await reset(deps, token)).toEqual(expired);
  expect(await dumpKv(deps.kv)).toEqual(before);

  unwrap(await setStatus("active"));
  expect(await reset(deps, token)).toMatchObject({ ok: true });
});

Deno.test("a link to a new password ends after 15 minutes", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const token = await askForLink(deps);
  deps.clock.advance({ minutes: 15 });

  expect(await readPasswordReset(deps, token)).toEqual(expired);
  expect(await reset(deps, token)).toEqual(expired);
  expect(await logInAda(deps)).toMatchObject({ ok: true });
});

Deno.test("every link to a new password dies with the password, whichever way that changes", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const [first, second] = [await askForLink(deps), await askForLink(deps)];
  unwrap(await reset(deps, first));

  expect(await reset(deps, second)).toEqual(expired);

  const third = await askForLink(deps);
  const started = unwrap(await logInAda(deps, { password: NEW_PASSWORD }));
  const signedIn = (await resolveSession(deps, started.cookieToken))!;
  const change = { signedIn, client, currentPassword: NEW_PASSWORD, password: "copper river song" };
  unwrap(await changePassword(deps, change));

  expect(await reset(deps, third)).toEqual(expired);
});

Deno.test("of ten uses of a link at the same time, one sets its password", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const token = await askForLink(deps);

  const results = await Promise.all(
    Array.from({ length: 10 }, (_, i) => reset(deps, token, `quiet marble lantern ${i}`)),
  );

  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
});

Deno.test("a password that is easy to guess is refused, and leaves the link good", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const token = await askForLink(deps);

  expect(await reset(deps, token, "password123")).toMatchObject({
    error: { code: "validation", fields: { password: expect.any(String) } },
  });
  expect(await reset(deps, token)).toMatchObject({ ok: true });
});

Deno.test("asking for a link answers and writes the same for known and unknown addresses", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const shapes: unknown[] = [];
  for (const email of [ada.email, "ida@example.com"]) {
    const before = Object.keys(await dumpKv(deps.kv));
    const answer = await requestPasswordReset(deps, { email, client });
    const written = Object.keys(await dumpKv(deps.kv)).filter((key) => !before.includes(key))
      .filter((key) => !/job_counts|password_reset\.network/.test(key))
      .map((key) => key.replace(/job_\w+|(?<=mail:)[\w-]{16}/g, "*").replace(email, "*"));
    shapes.push({ answer, written });
  }

  expect(shapes[0]).toEqual(shapes[1]);
  await runJobs(deps);
  expect((await mailsTo(deps)).map(({ to }) => to.email)).toEqual([ada.email]);
});

Deno.test("links are limited by address, known or not, and by network", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  for (const email of [ada.email, "IDA@example.com"]) {
    for (let i = 0; i < 3; i++) unwrap(await requestPasswordReset(deps, { email, client }));
    expect(await requestPasswordReset(deps, { email: email.toLowerCase(), client }))
      .toMatchObject({ error: { code: "rate_limited", retryAfterSeconds: 3600 } });
  }
  for (let i = 0; i < 14; i++) {
    unwrap(await requestPasswordReset(deps, { email: `person${i}@example.com`, client }));
  }
  expect(await requestPasswordReset(deps, { email: "next@example.com", client }))
    .toMatchObject({ error: { code: "rate_limited" } });
});

Deno.test("changePassword() needs the old one, keeps this session and ends all others", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const here = unwrap(await logInAda(deps)).cookieToken;
  const there = unwrap(await logInAda(deps)).cookieToken;
  const signedIn = (await resolveSession(deps, here))!;
  const change = { signedIn, client, password: NEW_PASSWORD };

  expect(await changePassword(deps, { ...change, currentPassword: "wrong horse battery" }))
    .toMatchObject({ error: { fields: { current_password: expect.any(String) } } });
  expect(
    await changePassword(deps, { ...change, password: "short", currentPassword: ada.password }),
  )
    .toMatchObject({ error: { fields: { password: expect.any(String) } } });
  expect(await resolveSession(deps, there)).not.toBeNull();
  expect(await changePassword(deps, { ...change, currentPassword: ada.password }))
    .toMatchObject({ ok: true });

  expect(await resolveSession(deps, here)).not.toBeNull();
  expect(await resolveSession(deps, there)).toBeNull();
  expect(await listSessions(deps, signedIn)).toMatchObject([{ isCurrent: true }]);
  expect(await templatesTo(deps, ada.email)).toEqual(["password_changed"]);
  expect(await logInAda(deps)).toMatchObject({ error: { code: "bad_credentials" } });
});

Deno.test("changePassword() doesn't let anybody guess the old one without end", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const signedIn = (await resolveSession(deps, unwrap(await logInAda(deps)).cookieToken))!;
  const guess = (i: number) =>
    changePassword(deps, {
      signedIn,
      client,
      currentPassword: `wrong password ${i}`,
      password: NEW_PASSWORD,
    });
  const codes: string[] = [];
  for (let i = 0; i < 8; i++) {
    const result = await guess(i);
    codes.push(result.ok ? "ok" : result.error.code);
  }

  expect(codes.at(-1)).toBe("rate_limited");
});

Deno.test("no session that begins while the password is reset outlives it", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const token = await askForLink(deps);

  const [, ...logIns] = await Promise.all([
    reset(deps, token),
    ...Array.from({ length: 6 }, () => logIn(deps, { ...client, ...ada })),
  ]);

  for (const result of logIns) {
    if (result.ok) expect(await resolveSession(deps, result.value.cookieToken)).toBeNull();
  }
  expect(await logInAda(deps)).toMatchObject({ error: { code: "bad_credentials" } });
});
