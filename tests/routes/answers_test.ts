import { expect } from "expect";
import { App, HttpError } from "fresh";
import type { Deps } from "@/domain/shared/deps.ts";
import { errorPages } from "@/routes/(_lib)/errors.tsx";
import { problem } from "@/routes/(_lib)/problems.ts";
import type { State } from "@/routes/(_lib)/state.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { makePerson } from "@/tests/helpers/people.ts";

/** Policies that every answer has. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
];

const answers: Array<[path: string, init: RequestInit, status: number]> = [
  ["/login", {}, 200],
  ["/contact", {}, 200],
  ["/dashboard", {}, 303],
  ["/missing", {}, 404],
  ["/login", { method: "DELETE" }, 405],
  ["/login", { method: "POST", body: "x", headers: { origin: "https://evil.example" } }, 403],
  ["/healthz", {}, 200],
  ["/favicon.svg", {}, 200],
];

for (const [path, init, status] of answers) {
  Deno.test(`${init.method ?? "GET"} ${path} (${status}) has all security headers`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);

    const { status: answered, headers } = await app.request(path, init);

    expect(answered).toBe(status);
    const policy = headers.get("content-security-policy")!.split("; ");
    expect(policy).toEqual(expect.arrayContaining(POLICY));
    expect(policy.join()).not.toContain("unsafe");
    expect(policy).not.toContain("upgrade-insecure-requests");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("permissions-policy")).toContain("camera=()");
    expect(headers.get("x-request-id")).toMatch(/^req_/);
    expect(headers.has("strict-transport-security")).toBe(false);
  });
}

Deno.test("each page has a nonce of its own, and no script without it", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const responses = await Promise.all([app.get("/login"), app.get("/login")]);

  const nonces = responses.map((response) =>
    /script-src 'self' 'nonce-([^']+)'/.exec(response.headers.get("content-security-policy")!)?.[1]
  );
  expect(nonces[0]).toBeTruthy();
  expect(nonces[0]).not.toBe(nonces[1]);
  const html = await responses[0]!.text();
  expect(html).not.toMatch(/<script(?![^>]*nonce=)|\son\w+=|\sstyle=/);
});

const caching: Array<[path: string, isSignedIn: boolean, cacheControl: string]> = [
  ["/terms", false, "no-cache"],
  ["/terms", true, "private, no-store"],
  ["/login", false, "private, no-store"],
  ["/register", false, "private, no-store"],
  ["/forgot-password", false, "private, no-store"],
  ["/reset-password?token=x", false, "private, no-store"],
  ["/verify-email?token=x", false, "private, no-store"],
  ["/confirm-email?token=x", false, "private, no-store"],
  ["/not-me?token=x", false, "private, no-store"],
  ["/invite?token=x", false, "private, no-store"],
  ["/login/two-factor", false, "private, no-store"],
  ["/dashboard", false, "private, no-store"],
  ["/missing", false, "private, no-store"],
];

for (const [path, isSignedIn, cacheControl] of caching) {
  Deno.test(`${path} for ${isSignedIn ? "a customer" : "a visitor"} is sent with "${cacheControl}"`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const { session } = await makePerson(deps, { name: "Ada", email: "ada@example.com" });

    const response = await app.get(path, isSignedIn ? { session } : {});

    expect(response.headers.get("cache-control")).toBe(cacheControl);
  });
}

/** An app that throws what it is asked for, inside of the error pages. */
function throwingApp(deps: Deps) {
  return new App<State>()
    .use((ctx) => {
      Object.assign(ctx.state, { deps, requestId: "req_test", signedIn: null });
      return ctx.next();
    }, errorPages)
    .get("/status/:status", (ctx) => {
      throw new HttpError(Number(ctx.params.status) as 400, "secret: internal message");
    })
    .get("/problem", () => problem({ code: "rate_limited", retryAfterSeconds: 90 } as never))
    .get("/bug", () => {
      throw new TypeError("secret: cannot read properties of undefined");
    })
    .handler();
}

for (
  const status of [400, 401, 402, 403, 404, 405, 409, 413, 415, 418, 422, 429, 500, 503, 507]
) {
  Deno.test(`an error ${status} is a page that says what to do, with the request's id`, async () => {
    await using deps = await makeDeps();

    const response = await throwingApp(deps)(new Request(`http://localhost/status/${status}`));

    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const html = await response.text();
    expect(html).toContain(`Error ${status}`);
    expect(html).toContain("req_test");
    expect(html).toMatch(/<h1[^>]*>[^<]{10,}</);
    expect(html).not.toContain("secret");
    expect(deps.takeErrors()).toHaveLength(status >= 500 ? 1 : 0);
  });
}

Deno.test("a bug is a page without a word about it, and a line in the log with the stack", async () => {
  await using deps = await makeDeps();

  const response = await throwingApp(deps)(new Request("http://localhost/bug"));

  expect(response.status).toBe(500);
  const html = await response.text();
  expect(html).not.toMatch(/TypeError|secret|\.tsx?\b/);
  expect(deps.takeErrors()).toMatchObject([{
    event: "request_failed",
    requestId: "req_test",
    error: { name: "TypeError", stack: expect.any(String) },
  }]);
});

Deno.test("a limit names the time to wait", async () => {
  await using deps = await makeDeps();

  const response = await throwingApp(deps)(new Request("http://localhost/problem"));

  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("90");
  expect(await response.text()).toContain("Try again in 2 minutes.");
});

Deno.test("each request is one line in the log, without its query", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { id, session } = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
  deps.logged.length = 0;

  const response = await app.get("/terms?token=secret-token", { session });

  expect(deps.logged).toEqual([expect.objectContaining({
    level: "info",
    event: "request",
    requestId: response.headers.get("x-request-id"),
    method: "GET",
    path: "/terms",
    status: 200,
    accountId: id,
  })]);
  expect(JSON.stringify(deps.logged)).not.toContain("secret-token");
});

Deno.test("a request's id from outside is not taken over", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const response = await app.get("/terms", { headers: { "x-request-id": "mine" } });

  expect(response.headers.get("x-request-id")).toMatch(/^req_/);
});

Deno.test("a page has one address: the one without a slash at the end", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const response = await app.get("/terms/?a=b");

  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe("/terms?a=b");
});

for (
  const path of ["//evil.example/", "/%2fevil.example/", "/\\evil.example/", "//evil.example/.."]
) {
  Deno.test(`the redirect away from a slash at the end stays here: ${path}`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);

    const { headers } = await app.handler(new Request(`http://localhost:8000${path}`));

    const location = headers.get("location");
    if (location === null) return;
    expect(new URL(location, "http://localhost:8000").host).toBe("localhost:8000");
  });
}
