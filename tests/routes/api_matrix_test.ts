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
import { type ApiRequest, callApi, tokenOf } from "@/tests/helpers/api.ts";
import { makeApp, sessionCookie, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { PASSWORD } from "@/tests/helpers/people.ts";
import { readRoutes } from "@/tests/helpers/routes.ts";
import { makeWorld, type World } from "@/tests/helpers/world.ts";

/** What a refusal may write: that it was counted. */
const COUNTED = { ignore: ["rate_limits"] };

type Rule = [route: string, path: string, scope: string];

/** What the routes that take posts are sent, and what a token that allows it gets: an empty wallet pays nothing. */
const POSTS: Readonly<Record<string, { body: unknown; status: number }>> = {
  "/api/v1/invoices/:id/quotes": { body: { asset: "BTC" }, status: 200 },
  "/api/v1/invoices/:id/payments": { body: {}, status: 402 },
};

/** Sends what a route takes. */
function callRoute(app: TestApp, [route, path]: Rule, request: ApiRequest = {}) {
  const headers = new Headers(request.headers);
  if (POSTS[route]) headers.set("idempotency-key", "key-of-the-matrix");
  return callApi(app, path, { ...request, headers, body: POSTS[route]?.body });
}

/** The path with another id in the place of its own. */
function withId(path: string, id: string): string {
  return path.replace(/[a-z]{3}_\w{26}/, id);
}

/** Every route that needs a token, with a path to the customer's object. */
function rulesOf(world: World): Rule[] {
  const { unpaid, active } = world.orders;
  const ids: Record<string, string> = {
    "/api/v1/orders/:id": unpaid.id,
    "/api/v1/services/:id": active.serviceId!,
    "/api/v1/invoices/:id": unpaid.invoiceId,
    "/api/v1/invoices/:id/crypto": unpaid.invoiceId,
    "/api/v1/invoices/:id/quotes": unpaid.invoiceId,
    "/api/v1/invoices/:id/payments": unpaid.invoiceId,
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

  for (const rule of rulesOf(world)) {
    const [route, path] = rule;
    const response = await callRoute(app, rule, { token });
    const status = POSTS[route]?.status ?? 200;
    expect([path, response.status]).toEqual([path, status]);
    expect(response.headers.get("content-type"))
      .toBe(status === 200 ? "application/json" : "application/problem+json");
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

  for (const rule of rulesOf(world)) {
    const [route, path] = rule;
    expect([path, (await callRoute(app, rule, { token: grant.accessToken })).status])
      .toEqual([path, POSTS[route]?.status ?? 200]);
  }
  await callApi(app, "/api/v1/auth/logout", { body: { refresh_token: grant.refreshToken } });
  for (const rule of rulesOf(world)) {
    const [, path] = rule;
    expect([path, (await callRoute(app, rule, { token: grant.accessToken })).status])
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

  for (const rule of rulesOf(world)) {
    const [route, path, scope] = rule;
    const call = (at: string, request?: ApiRequest) => callRoute(app, [route, at, scope], request);
    const tries = [
      call(path),
      call(path.replace(/_\w{26}/, "_01ARZ3NDEKTSV4RRFFQ69G5FAV")),
      call(path, { headers: { cookie: sessionCookie(deps, customer.session) } }),
      call(`${path}?access_token=${customer.session}`),
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
    for (const rule of rulesOf(world)) {
      const [, path] = rule;
      const from = `198.51.100.${Object.keys(tokens).indexOf(what)}`;
      const response = await callRoute(app, rule, { token, from });
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

  for (const rule of rules) {
    const [, path, scope] = rule;
    const response = await callRoute(app, rule, { token: tokens.get(scope)! });
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
    for (const rule of rulesOf(world)) {
      const [route, path, scope] = rule;
      if (!route.includes(":")) continue;
      const missing = [
        path.replace(/_\w{26}/, "_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        withId(path, "nonsense"),
        withId(path, "%00"),
        withId(path, "x".repeat(2000)),
      ];
      const foreign = await callRoute(app, rule, { token });
      expect([path, foreign.status]).toEqual([path, 404]);
      const expected = await refusalOf(foreign);
      for (const address of missing) {
        const answer = await callRoute(app, [route, address, scope], { token });
        expect([address.slice(0, 80), await refusalOf(answer)])
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
