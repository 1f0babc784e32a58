import { expect } from "expect";
import { resolveSession } from "@/domain/session/mod.ts";
import { makeApp, sessionCookie, sessionOf } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson, PASSWORD } from "@/tests/helpers/people.ts";

const ORIGIN = "http://localhost:8000";
const fields = "email=ada%40example.com&password=correct+horse+battery";
const urlencoded = "application/x-www-form-urlencoded";

/** Posts to the log-in and returns the status. */
async function post(
  deps: TestDeps,
  body: BodyInit | null,
  headers: Record<string, string> = { "content-type": urlencoded },
): Promise<number> {
  const app = await makeApp(deps);
  const response = await app.request("/login", { method: "POST", body, headers });
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await response.text()).toContain("</html>");
  return response.status;
}

const origins: Array<[headers: Record<string, string>, status: number]> = [
  [{ origin: ORIGIN }, 422],
  [{ origin: ORIGIN, "sec-fetch-site": "same-origin" }, 422],
  [{ origin: "https://evil.example" }, 403],
  [{ origin: "https://evil.example", "sec-fetch-site": "same-origin" }, 403],
  [{ origin: "https://evil.example", "sec-fetch-site": "none" }, 403],
  [{ origin: "null" }, 403],
  [{ origin: "http://localhost:8000.evil.example" }, 403],
  [{ origin: "http://localhost" }, 403],
  [{ origin: "https://localhost:8000" }, 403],
  [{ origin: ORIGIN, "sec-fetch-site": "cross-site" }, 422],
];

for (const [headers, status] of origins) {
  Deno.test(`a post with ${JSON.stringify(headers)} is answered with ${status}`, async () => {
    await using deps = await makeDeps();
    expect(await post(deps, fields, { ...headers, "content-type": urlencoded })).toBe(status);
  });
}

Deno.test("a post without Origin that a browser calls cross-site is refused", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  for (const [site, status] of [["cross-site", 403], ["same-site", 403], ["none", 422]] as const) {
    const response = await app.handler(
      new Request(`${ORIGIN}/login`, {
        method: "POST",
        body: fields,
        headers: { "content-type": urlencoded, "sec-fetch-site": site },
      }),
    );
    expect([site, response.status]).toEqual([site, status]);
  }
});

Deno.test("a post from a program that sends no Origin is answered", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const response = await app.handler(
    new Request(`${ORIGIN}/login`, {
      method: "POST",
      body: fields,
      headers: { "content-type": urlencoded },
    }),
  );
  expect(response.status).toBe(422);
});

const contentTypes: Array<[type: string, body: BodyInit, status: number]> = [
  [urlencoded, fields, 422],
  [`${urlencoded}; charset=UTF-8`, fields, 422],
  ["APPLICATION/X-WWW-FORM-URLENCODED", fields, 422],
  ["text/plain", fields, 415],
  ["text/plain;charset=UTF-8", '{"email":"a","password":"b"}', 415],
  ["application/json", '{"email":"a","password":"b"}', 415],
  ["application/x-www-form-urlencoded-evil", fields, 415],
  ["application/octet-stream", fields, 415],
  ["multipart/mixed; boundary=x", fields, 415],
  ["multipart/form-data", fields, 415],
  ["multipart/form-data; boundary=", fields, 400],
  ["multipart/form-data; boundary=x", "no boundary in here", 400],
  ["multipart/form-data; boundary=x", "--x\r\nbroken", 422],
];

for (const [type, body, status] of contentTypes) {
  Deno.test(`a post of ${type} with "${String(body).slice(0, 20)}" is answered with ${status}`, async () => {
    await using deps = await makeDeps();
    expect(await post(deps, body, { "content-type": type })).toBe(status);
  });
}

Deno.test("a form may come as multipart", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await makePerson(deps, { name: "Ada", email: "ada@example.com" });
  const body = new FormData();
  body.set("email", "ada@example.com");
  body.set("password", PASSWORD);

  const response = await app.request("/login", { method: "POST", body });

  expect(response.status).toBe(303);
});

const badForms: Array<[what: string, body: string | FormData, status: number]> = [
  ["an unknown field", `${fields}&role=owner`, 422],
  ["a field twice", `${fields}&email=eve%40example.com`, 422],
  ["a field as a list", `email[]=ada%40example.com&password=x`, 422],
  ["a field as an object", `email[$ne]=&password[$ne]=`, 422],
  ["__proto__", `${fields}&__proto__=x`, 422],
  ["__proto__[x]", `${fields}&__proto__[staffRole]=owner`, 422],
  ["a method to put in place of POST", `${fields}&_method=DELETE`, 422],
  ["a missing field", "email=ada%40example.com", 422],
  ["nothing", "", 422],
  ["101 fields", Array.from({ length: 101 }, (_, i) => `f${i}=x`).join("&"), 413],
  ["a million fields", "a&".repeat(30_000), 413],
  ["64 KiB and a byte", `email=${"x".repeat(65_536)}`, 413],
  ["10 MB", `email=${"x".repeat(10_000_000)}`, 413],
  ["a file in place of a text", multipart({ email: new File(["x"], "x.txt"), password: "x" }), 422],
  [
    "101 parts",
    multipart(Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`f${i}`, "x"]))),
    413,
  ],
];

function multipart(parts: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.append(name, value);
  return form;
}

for (const [what, body, status] of badForms) {
  Deno.test(`a form with ${what} is answered with ${status}, and nothing is written`, async () => {
    await using deps = await makeDeps();
    const headers = typeof body === "string" ? { "content-type": urlencoded } : {};
    const before = await dumpKv(deps.kv);

    expect(await post(deps, body, headers as Record<string, string>)).toBe(status);

    expect(await dumpKv(deps.kv)).toEqual(before);
  });
}

Deno.test("a body that hides its length is cut off at the limit and thrown away", async () => {
  await using deps = await makeDeps();
  const chunk = new Uint8Array(64 * 1024).fill(120);
  let chunks = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (++chunks > 200) controller.close();
      else controller.enqueue(chunk);
    },
  });

  expect(await post(deps, body)).toBe(413);
  expect(chunks).toBe(201);
});

Deno.test("bodies of the wrong kind or length are refused where nobody reads them", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
  const logOut = (body: string, type: string) =>
    app.request("/logout", {
      method: "POST",
      body,
      session,
      headers: { "content-type": type, "content-length": String(body.length) },
    });

  const text = await logOut("x", "text/plain");
  const long = await logOut("x".repeat(7 * 1024 * 1024), urlencoded);

  expect([text.status, long.status]).toEqual([415, 413]);
  expect(await resolveSession(deps, session)).not.toBeNull();
});

Deno.test("a refused body is taken off the connection, so that the browser sees the answer", async () => {
  await using deps = await makeDeps();
  let isRead = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      isRead = true;
      controller.close();
    },
  }, { highWaterMark: 0 });

  expect(await post(deps, body, { "content-type": "text/plain" })).toBe(415);
  expect(isRead).toBe(true);
});

Deno.test("a method header doesn't change the method", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, { name: "Ada", email: "ada@example.com" });

  const response = await app.get("/logout", {
    session,
    headers: { "x-http-method-override": "POST", "x-method-override": "POST" },
  });

  expect(response.status).toBe(405);
  expect(await resolveSession(deps, session)).not.toBeNull();
});

for (const method of ["PUT", "PATCH", "DELETE"]) {
  Deno.test(`${method} on a page is answered with 405 and the methods that work`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);

    const response = await app.request("/login", { method });

    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD, POST, OPTIONS");
    expect(await response.text()).toContain("This address can't be used like that");
  });
}

Deno.test("HEAD answers like GET, without a body", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const get = await app.get("/login");
  const head = await app.request("/login", { method: "HEAD" });

  expect(head.status).toBe(200);
  expect(await head.text()).toBe("");
  const names = (response: Response) => [...response.headers.keys()].sort();
  expect(names(head)).toEqual(names(get));
});

const sessionCookies: Array<[what: string, make: (token: string) => string, isSignedIn: boolean]> =
  [
    ["the session", (token) => `cloudnest_session=${token}`, true],
    ["the session among others", (token) => `a=b; cloudnest_session=${token}; c=d`, true],
    ["the session under the name for https", (token) => `__Host-cloudnest_session=${token}`, false],
    ["a name that ends alike", (token) => `x_cloudnest_session=${token}`, false],
    ["quotes around it", (token) => `cloudnest_session="${token}"`, false],
    ["nothing in it", () => "cloudnest_session=", false],
    ["garbage", () => "cloudnest_session=%00%ff;;;=;", false],
  ];

for (const [what, make, isSignedIn] of sessionCookies) {
  Deno.test(`a cookie with ${what} ${isSignedIn ? "signs in" : "doesn't sign in"}`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const { session } = await makePerson(deps, { name: "Ada", email: "ada@example.com" });

    const response = await app.get("/login", { headers: { cookie: make(session) } });

    expect(response.status).toBe(isSignedIn ? 303 : 200);
  });
}

Deno.test("a request with a session is answered after it ended as if it had none", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
  const cookie = sessionCookie(deps, session);

  await app.post("/logout", {}, { session });
  const response = await app.get("/dashboard", { headers: { cookie } });

  expect(response.headers.get("location")).toBe("/login?next=%2Fdashboard");
  expect(sessionOf(deps, response)).toBeNull();
});
