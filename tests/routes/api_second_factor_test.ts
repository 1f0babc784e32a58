/** The second factor on the API: asked for at the log-in, and owed by staff on every request. */
import { expect } from "expect";
import { updateSettings } from "@/domain/settings/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { callApi, tokenOf } from "@/tests/helpers/api.ts";
import { makeApp, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { makePerson, PASSWORD } from "@/tests/helpers/people.ts";
import { codeAt, turnOnTotp, wrongCode } from "@/tests/helpers/second_factor.ts";

const ada = { name: "Ada Lovelace", email: "ada@example.com" };

async function logIn(app: TestApp, body: object = {}): Promise<{ status: number; code?: string }> {
  const response = await callApi(app, "/api/v1/auth/login", {
    body: { email: ada.email, password: PASSWORD, ...body },
  });
  return { ...await response.json(), status: response.status };
}

async function withTotp(deps: TestDeps) {
  const person = await makePerson(deps, ada);
  const factor = await turnOnTotp(deps, person.id);
  deps.clock.advance({ minutes: 1 });
  const sessions = await countKeys(deps.kv, ["sessions"]);
  return { ...factor, sessions };
}

Deno.test("a log-in to the API needs the code of an account that has a second factor", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { secret, sessions } = await withTotp(deps);
  const now = deps.clock.now();

  expect(await logIn(app)).toMatchObject({ status: 401, code: "second_factor_required" });
  expect(await logIn(app, { code: wrongCode(secret, now) }))
    .toMatchObject({ status: 401, code: "bad_code" });
  expect(await logIn(app, { code: codeAt(secret, now), password: "wrong horse battery" }))
    .toMatchObject({ status: 401, code: "bad_credentials" });
  expect(await countKeys(deps.kv, ["sessions"])).toBe(sessions);
  expect(await countKeys(deps.kv, ["refresh_tokens"])).toBe(0);

  expect(await logIn(app, { code: codeAt(secret, now) })).toMatchObject({ status: 200 });
  expect(await logIn(app, { code: codeAt(secret, now) }))
    .toMatchObject({ status: 401, code: "bad_code" });
});

Deno.test("of parallel log-ins to the API with one code, exactly one succeeds", async () => {
  await using deps = await makeDeps();
  await using other = await makeDeps({ kv: deps.kv });
  other.clock.advance({ minutes: 1 });
  const apps = [await makeApp(deps), await makeApp(other)];
  const { secret } = await withTotp(deps);
  const code = codeAt(secret, deps.clock.now());

  const answers = await Promise.all([0, 1, 2, 3].map((i) => logIn(apps[i % 2]!, { code })));

  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await countKeys(deps.kv, ["refresh_tokens"])).toBe(1);
});

Deno.test("a recovery code logs in to the API once", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { recoveryCodes } = await withTotp(deps);
  const code = recoveryCodes[0]!;

  expect((await logIn(app, { code })).status).toBe(200);
  expect((await logIn(app, { code })).status).toBe(401);
});

Deno.test("staff who owe a second factor get nothing from the API, by no kind of token", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const owner = await makePerson(deps, {
    name: "Owner",
    email: "owner@example.com",
    role: "owner",
  });
  const staff = await makePerson(deps, { ...ada, role: "viewer" });
  const customer = await makePerson(deps, { name: "Eve", email: "eve@example.com" });
  const { token } = await tokenOf(deps, staff);
  const { access_token: access } = await logIn(app) as { status: number; access_token?: string };
  for (const each of [token, access!]) {
    expect((await callApi(app, "/api/v1/me", { token: each })).status).toBe(200);
  }

  const values = { staffNeedSecondFactor: true };
  unwrap(await updateSettings(deps, { actor: owner.staff!, section: "security", values }));

  for (const each of [token, access!]) {
    const response = await callApi(app, "/api/v1/orders", { token: each });
    expect([response.status, (await response.json()).code]).toEqual([403, "second_factor_owed"]);
  }
  const theirs = await tokenOf(deps, customer);
  expect((await callApi(app, "/api/v1/me", { token: theirs.token })).status).toBe(200);
  await turnOnTotp(deps, staff.id);
  expect((await callApi(app, "/api/v1/me", { token })).status).toBe(200);
});
