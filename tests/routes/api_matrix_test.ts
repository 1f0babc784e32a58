/**
 * Every route of the API with every kind of token. Routes come from the table that the gate reads: a route without an
 * object to try it with, or without an endpoint in the documentation, fails.
 */
import { expect } from "expect";
import { revokeApiToken } from "@/domain/api_token/mod.ts";
import { logInApi, rotateSigningKey } from "@/domain/session/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { ACCESS, type ApiAccess, isApiAccess } from "@/routes/(_lib)/access.ts";
import { ENDPOINTS } from "@/routes/(_lib)/api/endpoints.ts";
import { callApi, tokenOf } from "@/tests/helpers/api.ts";
import { makeApp, sessionCookie } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { PASSWORD } from "@/tests/helpers/people.ts";
import { readRoutes } from "@/tests/helpers/routes.ts";
import { makeWorld, type World } from "@/tests/helpers/world.ts";

/** What a refusal may write: that it was counted. */
const COUNTED = { ignore: ["rate_limits"] };

type Rule = [route: string, path: string, scope: string];

/** Every route that needs a token, with a path to the customer's object. */
function rulesOf(world: World): Rule[] {
  const { unpaid, active } = world.orders;
  const ids: Record<string, string> = {
    "/api/v1/orders/:id": unpaid.id,
    "/api/v1/services/:id": active.serviceId!,
    "/api/v1/invoices/:id": unpaid.invoiceId,
  };
  return apiRoutes().filter(([, { api }]) => api !== "anyone").map(([route, { api }]) => {
    if (route.includes(":") && !ids[route]) throw new Error(`no object to try ${route} with`);
    return [route, route.replace(/:id/, ids[route] ?? ""), api];
  });
}

function apiRoutes(): [string, ApiAccess][] {
  return Object.entries(ACCESS).filter((entry): entry is [string, ApiAccess] =>
    isApiAccess(entry[1])
  );
}

/** What a program can be told about a refusal, without what differs in each answer. */
async function refusalOf(response: Response): Promise<unknown> {
  const { request_id: id, ...body } = await response.json();
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(id).toBe(response.headers.get("x-request-id"));
  expect(body.status).toBe(response.status);
  return { ...body, challenge: response.headers.get("www-authenticate") };
}

Deno.test("every route of the API has a rule for programs, an endpoint in the documentation, and its methods", async () => {
  const files = (await readRoutes()).filter(({ pattern }) => pattern.startsWith("/api/v1"));
  const documented = ENDPOINTS.map(({ path, method, scope }) => [
    path.replace("{id}", ":id"),
    scope ?? "anyone",
    method === "post",
  ]);

  expect(
    files.map(({ pattern, takesPosts }) => {
      const access = ACCESS[pattern];
      return [pattern, access && isApiAccess(access) ? access.api : "none", takesPosts];
    }).toSorted(),
  ).toEqual(documented.toSorted());
});

Deno.test("a token that allows it opens every route, and no answer has a cookie or may be kept", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { token } = await tokenOf(deps, world.people.customer);

  for (const [, path] of rulesOf(world)) {
    const response = await callApi(app, path, { token });
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
  }
});

Deno.test("the access token of a log-in opens every route, until its session ends", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { email } = world.people.customer;
  const client = { ip: "192.0.2.1", userAgent: "test" };
  const grant = unwrap(await logInApi(deps, { ...client, email, password: PASSWORD }));

  for (const [, path] of rulesOf(world)) {
    expect([path, (await callApi(app, path, { token: grant.accessToken })).status])
      .toEqual([path, 200]);
  }
  await callApi(app, "/api/v1/auth/logout", { body: { refresh_token: grant.refreshToken } });
  for (const [, path] of rulesOf(world)) {
    expect([path, (await callApi(app, path, { token: grant.accessToken })).status])
      .toEqual([path, 401]);
  }
});

Deno.test("without a token every route answers the same, also for things that don't exist", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { customer } = world.people;
  const before = await dumpKv(deps.kv, COUNTED);
  const expected = { status: 401, code: "no_token", challenge: 'Bearer realm="CloudNest"' };

  for (const [, path] of rulesOf(world)) {
    const tries = [
      callApi(app, path),
      callApi(app, path.replace(/_\w+$/, "_01ARZ3NDEKTSV4RRFFQ69G5FAV")),
      callApi(app, path, { headers: { cookie: sessionCookie(deps, customer.session) } }),
      callApi(app, `${path}?access_token=${customer.session}`),
    ];
    for (const response of tries) {
      expect(await refusalOf(await response)).toMatchObject(expected);
    }
  }
  expect(await dumpKv(deps.kv, COUNTED)).toEqual(before);
});

Deno.test("tokens that are wrong, ended, revoked or used from elsewhere get one and the same answer", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const tokens = await badTokens(deps, world);
  const before = await dumpKv(deps.kv, COUNTED);
  const answers = new Set<string>();

  for (const [what, token] of Object.entries(tokens)) {
    for (const [, path] of rulesOf(world)) {
      const from = `198.51.100.${Object.keys(tokens).indexOf(what)}`;
      const response = await callApi(app, path, { token, from });
      expect([what, path, response.status]).toEqual([what, path, 401]);
      answers.add(JSON.stringify(await refusalOf(response)));
    }
  }
  expect([...answers].map((text) => JSON.parse(text))).toEqual([
    expect.objectContaining({
      code: "bad_token",
      challenge: 'Bearer realm="CloudNest", error="invalid_token"',
    }),
  ]);
  expect(await dumpKv(deps.kv, COUNTED)).toEqual(before);
});

/** Everything that isn't a token for this place and time. */
async function badTokens(deps: TestDeps, world: World): Promise<Record<string, string>> {
  const { customer } = world.people;
  const client = { ip: "192.0.2.1", userAgent: "test" };
  const logIn = () => logInApi(deps, { ...client, email: customer.email, password: PASSWORD });
  const grant = unwrap(await logIn());
  const good = await tokenOf(deps, customer);
  const revoked = await tokenOf(deps, customer);
  unwrap(await revokeApiToken(deps, { actor: customer.customer, id: revoked.id }));
  const ended = await tokenOf(deps, customer, { days: "7" });
  unwrap(await rotateSigningKey(deps, { isForced: true }));
  deps.clock.advance({ days: 7 });
  const fresh = unwrap(await logIn());
  return {
    nonsense: "nonsense",
    "an unknown token": `cn_pat_${"A".repeat(43)}`,
    "a cut token": good.token.slice(0, -1),
    "a token in capitals": good.token.toUpperCase(),
    "a revoked token": revoked.token,
    "a token past its end": ended.token,
    "a token of another place": (await tokenOf(deps, customer, { ranges: "203.0.113.0/24" })).token,
    "a cookie's token": customer.session,
    "an access token past its end": grant.accessToken,
    "a changed access token": fresh.accessToken.slice(0, -2) + "AA",
    "an access token without its signature": fresh.accessToken.replace(/\.[^.]+$/, "."),
    "a refresh token": fresh.refreshToken,
  };
}

Deno.test("a token with every scope but the right one is refused, with the scope's name", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const rules = rulesOf(world);
  const scopes = [...new Set(rules.map(([, , scope]) => scope))];
  const tokens = new Map<string, string>();
  for (const scope of scopes) {
    const others = scopes.filter((each) => each !== scope);
    tokens.set(scope, (await tokenOf(deps, world.people.customer, { scopes: others })).token);
  }

  for (const [, path, scope] of rules) {
    const response = await callApi(app, path, { token: tokens.get(scope)! });
    expect([path, await refusalOf(response)]).toEqual([
      path,
      expect.objectContaining({
        status: 403,
        code: "insufficient_scope",
        challenge: `Bearer realm="CloudNest", error="insufficient_scope", scope="${scope}"`,
      }),
    ]);
  }
});

Deno.test("somebody else's objects are the same 404 as missing ones, for customers and for staff", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { otherCustomer, owner } = world.people;

  for (const person of [otherCustomer, owner]) {
    const { token } = await tokenOf(deps, person);
    const before = await dumpKv(deps.kv, { ignore: ["rate_limits", "api_tokens"] });
    for (const [route, path] of rulesOf(world)) {
      if (!route.includes(":")) continue;
      const missing = [
        path.replace(/_\w+$/, "_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        path.replace(/\/\w+$/, "/nonsense"),
        path.replace(/\/\w+$/, "/%00"),
        path.replace(/\/\w+$/, `/${"x".repeat(2000)}`),
      ];
      const foreign = await callApi(app, path, { token });
      expect([path, foreign.status]).toEqual([path, 404]);
      const expected = await refusalOf(foreign);
      for (const address of missing) {
        expect([address.slice(0, 80), await refusalOf(await callApi(app, address, { token }))])
          .toEqual([address.slice(0, 80), expected]);
      }
    }
    expect(await dumpKv(deps.kv, { ignore: ["rate_limits", "api_tokens"] })).toEqual(before);
  }
});

Deno.test("lists hold nothing of other customers, whatever is asked for", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { token } = await tokenOf(deps, world.people.otherCustomer);
  const ids = [
    world.orders.unpaid.id,
    world.orders.active.serviceId!,
    world.orders.unpaid.invoiceId,
  ];

  for (const [i, list] of ["orders", "services", "invoices"].entries()) {
    for (
      const query of [
        "",
        "?limit=100",
        `?after=${ids[i]!.replace(/_.*/, "_7ZZZZZZZZZZZZZZZZZZZZZZZZZ")}`,
      ]
    ) {
      const response = await callApi(app, `/api/v1/${list}${query}`, { token });
      expect([list, query, await response.json()]).toEqual([list, query, { data: [], next: null }]);
    }
  }
});
