import { expect } from "expect";
import { loadAccount, stageAccountChange } from "@/domain/customer/mod.ts";
import {
  endApiSession,
  logIn,
  logInApi,
  refreshApiSession,
  resolveSession,
} from "@/domain/session/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { ada, client, logInAda, registerAda } from "./setup.ts";

const credentials = { email: ada.email, password: ada.password };
const bad = { ok: false, error: { code: "bad_refresh_token" } };

async function begin(deps: TestDeps) {
  const { accountId } = await registerAda(deps);
  return { accountId, ...unwrap(await logInApi(deps, { ...client, ...credentials })) };
}

const refresh = (deps: TestDeps, refreshToken: string) =>
  refreshApiSession(deps, { ...client, refreshToken });
const holder = (deps: TestDeps, token: string) => resolveSession(deps, token, { audience: "api" });

Deno.test("logInApi() gives an access token for ten minutes and a refresh token for the session", async () => {
  await using deps = await makeDeps();
  const grant = await begin(deps);

  expect(grant).toMatchObject({ expiresInSeconds: 600, sessionEndsAt: "2026-03-31T12:00:00.000Z" });
  expect(grant.refreshToken).toMatch(/^cn_rt_[\w-]{43}$/);
  expect(await holder(deps, grant.accessToken)).toMatchObject({ account: { email: ada.email } });
  deps.clock.advance({ minutes: 10 });
  expect(await holder(deps, grant.accessToken)).toBeNull();
});

Deno.test("logInApi() refuses a wrong password as every log-in does, and counts it", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const wrong = { ...client, email: ada.email, password: "wrong horse battery" };

  for (let i = 0; i < 10; i++) {
    expect(await logInApi(deps, wrong)).toEqual({ ok: false, error: { code: "bad_credentials" } });
  }
  expect(await logInApi(deps, { ...client, ...credentials }))
    .toMatchObject({ ok: false, error: { code: "rate_limited" } });
  expect(await countKeys(deps.kv, ["sessions"])).toBe(0);
  expect(await countKeys(deps.kv, ["refresh_tokens"])).toBe(0);
});

Deno.test("a cookie's token isn't an access token, nor the other way round", async () => {
  await using deps = await makeDeps();
  const { accessToken } = await begin(deps);
  const { cookieToken } = unwrap(await logInAda(deps));

  expect(await holder(deps, cookieToken)).toBeNull();
  expect(await resolveSession(deps, accessToken)).toBeNull();
  expect(await resolveSession(deps, cookieToken)).not.toBeNull();
});

Deno.test("refreshApiSession() gives new tokens, and keeps a session alive that would have ended unused", async () => {
  await using deps = await makeDeps();
  let { refreshToken } = await begin(deps);

  for (let day = 6; day < 30; day += 6) {
    deps.clock.advance({ days: 6 });
    const grant = unwrap(await refresh(deps, refreshToken));
    expect(grant.refreshToken).not.toBe(refreshToken);
    expect(await holder(deps, grant.accessToken)).not.toBeNull();
    refreshToken = grant.refreshToken;
  }
  deps.clock.advance({ days: 6 });
  expect(await refresh(deps, refreshToken)).toEqual(bad);
});

Deno.test("an access token never outlives its session", async () => {
  await using deps = await makeDeps();
  let { refreshToken } = await begin(deps);
  for (let turn = 0; turn < 4; turn++) {
    deps.clock.advance({ days: 6 });
    refreshToken = unwrap(await refresh(deps, refreshToken)).refreshToken;
  }
  deps.clock.advance({ hours: 6 * 24 - 1 });
  deps.clock.advance({ minutes: 55 });

  const grant = unwrap(await refresh(deps, refreshToken));

  expect(grant.expiresInSeconds).toBe(300);
  deps.clock.advance({ minutes: 5 });
  expect(await holder(deps, grant.accessToken)).toBeNull();
  expect(await refresh(deps, grant.refreshToken)).toEqual(bad);
});

Deno.test("a refresh token that comes again ends the session: both holders are out", async () => {
  await using deps = await makeDeps();
  const { refreshToken: stolen } = await begin(deps);
  const thief = unwrap(await refresh(deps, stolen));
  deps.clock.advance({ seconds: 11 });

  expect(await refresh(deps, stolen)).toEqual(bad);

  expect(await holder(deps, thief.accessToken)).toBeNull();
  expect(await refresh(deps, thief.refreshToken)).toEqual(bad);
  expect(await countKeys(deps.kv, ["sessions"])).toBe(0);
  const audit = JSON.stringify(await dumpKv(deps.kv, { prefix: ["audit_events"] }));
  expect(audit).toContain("refresh_token_reused");
});

Deno.test("an old token of the line ends the session too, however many refreshes ago it was used", async () => {
  await using deps = await makeDeps();
  const first = await begin(deps);
  let { refreshToken } = first;
  for (let i = 0; i < 5; i++) {
    deps.clock.advance({ minutes: 10 });
    refreshToken = unwrap(await refresh(deps, refreshToken)).refreshToken;
  }

  expect(await refresh(deps, first.refreshToken)).toEqual(bad);
  expect(await refresh(deps, refreshToken)).toEqual(bad);
});

Deno.test("of parallel refreshes with one token, in two processes, exactly one wins, and the session lives", async () => {
  await using deps = await makeDeps();
  await using other = await makeDeps({ kv: deps.kv });
  const { refreshToken } = await begin(deps);

  const results = await Promise.all(
    Array.from({ length: 10 }, (_, i) => refresh(i % 2 ? deps : other, refreshToken)),
  );

  const winners = results.filter((each) => each.ok);
  expect(winners).toHaveLength(1);
  for (const each of results) if (!each.ok) expect(each).toEqual(bad);
  expect(await countKeys(deps.kv, ["refresh_tokens"])).toBe(2);
  const { accessToken, refreshToken: next } = unwrap(winners[0]!);
  expect(await holder(deps, accessToken)).not.toBeNull();
  expect((await refresh(deps, next)).ok).toBe(true);
});

Deno.test("within ten seconds a used token gets nothing, and ends nothing", async () => {
  await using deps = await makeDeps();
  const { refreshToken } = await begin(deps);
  const { refreshToken: next } = unwrap(await refresh(deps, refreshToken));
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

  deps.clock.advance({ seconds: 10 });
  expect(await refresh(deps, refreshToken)).toEqual(bad);

  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
  expect((await refresh(deps, next)).ok).toBe(true);
});

Deno.test("refreshApiSession() takes nothing but a refresh token", async () => {
  await using deps = await makeDeps();
  const { refreshToken, accessToken } = await begin(deps);
  const { cookieToken } = unwrap(await logIn(deps, { ...client, ...credentials }));

  const wrong = [
    "",
    "cn_rt_",
    refreshToken.slice(6),
    `${refreshToken}=`,
    ` ${refreshToken}`,
    refreshToken.slice(0, -1),
    refreshToken.replace("cn_rt_", "cn_pat_"),
    `cn_rt_${"A".repeat(43)}`,
    `cn_rt_${"A".repeat(100_000)}`,
    accessToken,
    cookieToken,
  ];
  for (const each of wrong) expect(await refresh(deps, each)).toEqual(bad);
  expect((await refresh(deps, refreshToken)).ok).toBe(true);
});

Deno.test("endApiSession() ends access and refresh, also by a token that was used; a second time nothing happens", async () => {
  await using deps = await makeDeps();
  const first = await begin(deps);
  const second = unwrap(await refresh(deps, first.refreshToken));

  unwrap(await endApiSession(deps, { refreshToken: first.refreshToken }));
  const before = await dumpKv(deps.kv);
  unwrap(await endApiSession(deps, { refreshToken: second.refreshToken }));
  unwrap(await endApiSession(deps, { refreshToken: "cn_rt_nonsense" }));

  expect(await dumpKv(deps.kv)).toEqual(before);
  expect(await holder(deps, second.accessToken)).toBeNull();
  expect(await refresh(deps, second.refreshToken)).toEqual(bad);
});

Deno.test("a refresh at the moment of the log-out doesn't bring the session back", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  for (let i = 0; i < 10; i++) {
    const { refreshToken } = unwrap(await logInApi(deps, { ...client, ...credentials }));
    const [result] = await Promise.all([
      refresh(deps, refreshToken),
      endApiSession(deps, { refreshToken }),
    ]);
    if (result.ok) expect(await holder(deps, result.value.accessToken)).toBeNull();
  }
  expect(await countKeys(deps.kv, ["sessions"])).toBe(0);
});

Deno.test("a suspended account gets no tokens, and its old ones end", async () => {
  await using deps = await makeDeps();
  const { accountId, refreshToken, accessToken } = await begin(deps);
  unwrap(
    await transact(deps, async (tx) => {
      const account = await loadAccount(tx, accountId);
      stageAccountChange(tx, { ...account!, status: "suspended" });
      return ok(undefined);
    }),
  );

  expect(await holder(deps, accessToken)).toBeNull();
  expect(await refresh(deps, refreshToken)).toEqual(bad);
  expect((await logInApi(deps, { ...client, ...credentials })).ok).toBe(false);
});

Deno.test("refresh tokens and access tokens are nowhere in the database, nor in the log", async () => {
  await using deps = await makeDeps();
  const first = await begin(deps);
  const second = unwrap(await refresh(deps, first.refreshToken));

  const dump = await dumpKv(deps.kv);
  const everything = JSON.stringify(
    [dump, deps.logged],
    (_, part) => typeof part === "bigint" ? String(part) : part,
  );
  for (const { accessToken, refreshToken } of [first, second]) {
    expect(everything).not.toContain(accessToken);
    expect(everything).not.toContain(refreshToken.slice(6));
  }
});
