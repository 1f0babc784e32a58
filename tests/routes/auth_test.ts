import { expect } from "expect";
import { createOwner } from "@/domain/customer/mod.ts";
import { resolveSession } from "@/domain/session/mod.ts";
import { makeApp, sessionCookie, sessionOf, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson, PASSWORD } from "@/tests/helpers/people.ts";

const ada = { name: "Ada Lovelace", email: "ada@example.com", password: PASSWORD };
const adaLogIn = { email: ada.email, password: PASSWORD };

async function h1(response: Response): Promise<string> {
  return /<h1[^>]*>([^<]*)</.exec(await response.text())?.[1] ?? "";
}

Deno.test("registering makes an account, signs in and leads to the dashboard", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const response = await app.post("/register", ada);

  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("/dashboard");
  const signedIn = await resolveSession(deps, sessionOf(deps, response)!);
  expect(signedIn?.account.email).toBe(ada.email);
});

Deno.test("registering with a known address answers exactly like a new one, without a session", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await makePerson(deps, ada);

  const known = await app.post("/register", { ...ada, password: "another password" });
  const fresh = await app.post("/register", { ...ada, email: "new@example.com" });

  expect(await shapeOf(known)).toEqual(await shapeOf(fresh));
  expect(await resolveSession(deps, sessionOf(deps, known)!)).toBeNull();
  expect(await resolveSession(deps, sessionOf(deps, fresh)!)).not.toBeNull();
});

/** Everything that an outsider sees of an answer, with what is random made the same. */
async function shapeOf(response: Response): Promise<unknown> {
  const headers = [...response.headers]
    .filter(([name]) => name !== "x-request-id")
    .map((
      [name, value],
    ) => [
      name,
      value.replace(/[\w-]+\.[\w-]+\.[\w-]+|(?<=_browser=)[\w-]+/, (token) => `${token.length}`),
    ]);
  return { status: response.status, headers, body: await response.text() };
}

Deno.test("whoever comes from such a registration is told what to do at the log-in", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await makePerson(deps, ada);
  const known = await app.post("/register", { ...ada, password: "another password" });

  const logIn = await app.get("/login", { session: sessionOf(deps, known)! });

  expect(await logIn.text()).toContain("an account with your address already");
});

Deno.test("a registration that doesn't fit comes back with its errors and what was typed", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const response = await app.post("/register", {
    name: "Ada <b>",
    email: "nobody",
    password: "too short",
  });

  expect(response.status).toBe(422);
  const html = await response.text();
  expect(html).toContain('value="Ada &lt;b');
  expect(html).toContain('value="nobody"');
  expect(html).not.toContain("too short");
  expect(html).toContain("Use a password of at least 10 characters.");
  expect(html).toMatch(/id="f-email"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="f-email"/);
  expect(await countKeys(deps.kv, ["accounts"])).toBe(0);
});

for (const extra of ["role", "staffRole", "status", "id", "__proto__", "constructor"]) {
  Deno.test(`registering with the field "${extra}" is refused and makes no account`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const body = new URLSearchParams({ ...ada });
    body.append(extra, "owner");

    const response = await app.request("/register", { method: "POST", body });

    expect(response.status).toBe(422);
    expect(await response.text()).toContain("fields that we don't know");
    expect(await countKeys(deps.kv, ["accounts"])).toBe(0);
  });
}

Deno.test("logging in sets a cookie that scripts can't read and other sites can't send", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await makePerson(deps, ada);

  const response = await app.post("/login", adaLogIn);

  const [cookie, browser] = response.headers.getSetCookie();
  expect(response.status).toBe(303);
  expect(cookie).toMatch(
    /^cloudnest_session=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
  );
  expect(browser).toMatch(
    /^cloudnest_browser=[\w-]{22}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/,
  );
});

Deno.test("on https the cookie is bound to the host and never leaves it in the clear", async () => {
  await using deps = await makeDeps({ config: { appUrl: "https://shop.example" } });
  const app = await makeApp(deps);
  await makePerson(deps, ada);

  const response = await app.post("/login", adaLogIn, {
    headers: { origin: "https://shop.example" },
  });

  const cookie = response.headers.getSetCookie().join("\n");
  expect(cookie).toMatch(
    /^__Host-cloudnest_session=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/m,
  );
  expect(cookie).not.toMatch(/domain=/i);
  expect(response.headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
});

/** A page without what is new in each. */
async function pageOf(response: Response): Promise<string> {
  return (await response.text()).replaceAll(/nonce="[^"]*"/g, "");
}

Deno.test("a wrong password and an unknown address give the same page", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await makePerson(deps, ada);

  const wrong = await app.post("/login", { email: ada.email, password: "wrong horse battery" });
  const unknown = await app.post("/login", { email: "ida@example.com", password: PASSWORD });

  expect([wrong.status, unknown.status]).toEqual([422, 422]);
  expect(wrong.headers.getSetCookie()).toEqual([]);
  const pages = [await pageOf(wrong), await pageOf(unknown)];
  expect(pages[0]!.replaceAll("ada@", "ida@")).toBe(pages[1]);
  expect(pages[0]).toContain("don't belong together");
});

Deno.test("the eleventh wrong password is answered with 429 and the time to wait", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await makePerson(deps, ada);
  const wrong = { email: ada.email, password: "wrong horse battery" };
  for (let i = 0; i < 10; i++) await app.post("/login", wrong);

  const response = await app.post("/login", wrong);

  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("900");
  expect(await response.text()).toContain("Try again in 15 minutes.");
});

Deno.test("a forged X-Forwarded-For doesn't get around the limit", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await makePerson(deps, ada);

  const statuses = await guessFrom(app, (i) => `198.51.100.${i}`);

  expect(statuses.at(-1)).toBe(429);
});

Deno.test("behind a trusted proxy the last hop counts, not what the client wrote before it", async () => {
  await using deps = await makeDeps({ config: { trustProxy: true } });
  const app = await makeApp(deps);
  await makePerson(deps, ada);

  const sameHop = await guessFrom(app, (i) => `198.51.100.${i}, 203.0.113.9`);
  expect(sameHop.at(-1)).toBe(429);

  const otherHop = await app.post("/login", adaLogIn, {
    headers: { "x-forwarded-for": "203.0.113.9, 203.0.113.10" },
  });
  expect(otherHop.status).toBe(303);
});

/** Eleven wrong passwords, each with another `X-Forwarded-For`. */
async function guessFrom(app: TestApp, forwardedFor: (i: number) => string): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < 11; i++) {
    const response = await app.post("/login", { email: ada.email, password: "wrong horse" }, {
      headers: { "x-forwarded-for": forwardedFor(i) },
    });
    statuses.push(response.status);
  }
  return statuses;
}

const wanted: Array<[next: string, location: string]> = [
  ["/dashboard/order?plan=vps-2&cycle=annual", "/dashboard/order?plan=vps-2&cycle=annual"],
  ["/pricing", "/pricing"],
  ["/", "/"],
  ["/admin/orders/ord_1", "/admin/orders/ord_1"],
  ["//evil.example", "/dashboard"],
  ["///evil.example", "/dashboard"],
  ["/\\evil.example", "/dashboard"],
  ["\\\\evil.example", "/dashboard"],
  ["/\t/evil.example", "/dashboard"],
  ["\t//evil.example", "/dashboard"],
  ["/\n/evil.example", "/dashboard"],
  ["/./\\evil.example", "/dashboard"],
  ["/.//evil.example", "/dashboard"],
  ["/pricing/..//evil.example", "/dashboard"],
  ["/%2f%2fevil.example", "/dashboard"],
  ["%2f%2fevil.example", "/dashboard"],
  ["/%5cevil.example", "/dashboard"],
  ["https://evil.example/", "/dashboard"],
  ["https:evil.example", "/dashboard"],
  ["http://localhost:8000/pricing", "/dashboard"],
  ["javascript:alert(1)", "/dashboard"],
  ["JaVaScRiPt:alert(1)", "/dashboard"],
  ["data:text/html,x", "/dashboard"],
  ["/pricing\r\nSet-Cookie: a=b", "/dashboard"],
  ["/pricing\0", "/dashboard"],
  ["@evil.example", "/dashboard"],
  [".evil.example", "/dashboard"],
  ["evil.example", "/dashboard"],
  ["/unknown", "/dashboard"],
  ["/logout", "/dashboard"],
  ["/login?next=/login", "/dashboard"],
  ["", "/dashboard"],
  [`/pricing?${"x".repeat(600)}`, "/dashboard"],
];

Deno.test("after the log-in, ?next= leads to known pages of this site and nowhere else", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);

  for (const [next, location] of wanted) {
    const path = `/login?next=${encodeURIComponent(next)}`;
    const posted = await app.post(path, adaLogIn);
    const already = await app.get(path, { session });
    expect([next, posted.status, posted.headers.get("location")]).toEqual([next, 303, location]);
    expect([next, already.status, already.headers.get("location")]).toEqual([next, 303, location]);
  }
});

Deno.test("the forms and the links between them keep ?next=", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const next = encodeURIComponent("/dashboard/order?plan=vps-2");

  const html = await (await app.get(`/login?next=${next}`)).text();
  const html2 = await (await app.get(`/register?next=${next}`)).text();
  const evil = await (await app.get("/login?next=//evil.example")).text();
  const refused = await (await app.post(`/login?next=${next}`, { email: "", password: "" })).text();

  expect(html).toContain(`action="/login?next=${next}"`);
  expect(html).toContain(`href="/register?next=${next}"`);
  expect(html2).toContain(`action="/register?next=${next}"`);
  expect(html2).toContain(`href="/login?next=${next}"`);
  expect(refused).toContain(`action="/login?next=${next}"`);
  expect(evil).not.toContain("evil.example");
});

Deno.test("logging in ends the session that the browser came with", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);

  const response = await app.post("/login", adaLogIn, { session });

  expect(sessionOf(deps, response)).not.toBe(session);
  expect(await resolveSession(deps, session)).toBeNull();
});

Deno.test("a session that somebody planted is not taken over by the log-in", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await makePerson(deps, ada);
  const planted = (await makePerson(deps, { name: "Eve", email: "eve@example.com" })).session;

  const response = await app.post("/login", adaLogIn, { session: planted });

  const session = sessionOf(deps, response)!;
  expect((await resolveSession(deps, session))?.account.email).toBe(ada.email);
  expect(await resolveSession(deps, planted)).toBeNull();
});

Deno.test("logging out ends the session at once and removes the cookie", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);

  const response = await app.post("/logout", {}, { session });

  expect(response.status).toBe(303);
  expect(response.headers.getSetCookie().join("\n")).toContain(
    "cloudnest_session=; Path=/; Max-Age=0",
  );
  expect(await resolveSession(deps, session)).toBeNull();
});

Deno.test("logging out by GET doesn't exist", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);

  const response = await app.get("/logout", { session });

  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("POST, OPTIONS");
  expect(await resolveSession(deps, session)).not.toBeNull();
});

Deno.test("another site can't log anybody in or out", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);
  const headers = { origin: "https://evil.example" };

  const out = await app.post("/logout", {}, { session, headers });
  const into = await app.post("/login", adaLogIn, { headers });

  expect([out.status, into.status]).toEqual([403, 403]);
  expect(into.headers.getSetCookie()).toEqual([]);
  expect(await resolveSession(deps, session)).not.toBeNull();
});

const foreign: [what: string, headers: Record<string, string>][] = [
  ["an Origin of another site, whatever else it says", {
    origin: "https://evil.example",
    "sec-fetch-site": "same-origin",
  }],
  ["no Origin, from another site", { "sec-fetch-site": "cross-site" }],
  ["no Origin, from a site beside this one", { "sec-fetch-site": "same-site" }],
  ["an opaque Origin", { origin: "null" }],
  ["an Origin that only begins like this one", { origin: "http://localhost:8000.evil.example" }],
];
for (const [what, headers] of foreign) {
  Deno.test(`a post with ${what} is refused and changes nothing`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const { session } = await makePerson(deps, ada);
    const before = await dumpKv(deps.kv);
    const post = (path: string, fields: Record<string, string>, cookie: string) =>
      app.handler(
        new Request(`http://localhost:8000${path}`, {
          method: "POST",
          body: new URLSearchParams(fields),
          headers: { ...headers, cookie },
        }),
      );

    expect((await post("/logout", {}, sessionCookie(deps, session))).status).toBe(403);
    expect((await post("/login", adaLogIn, "")).status).toBe(403);

    expect(await dumpKv(deps.kv)).toEqual(before);
  });
}

Deno.test("on https a page that came in the clear under the same name is another site", async () => {
  await using deps = await makeDeps({ config: { appUrl: "https://cloud.example.com" } });
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);
  // As a proxy that ends TLS hands it on
  const post = (origin: string) =>
    app.handler(
      new Request("http://cloud.example.com/logout", {
        method: "POST",
        headers: { origin, cookie: sessionCookie(deps, session) },
      }),
    );

  expect((await post("http://cloud.example.com")).status).toBe(403);
  expect(await resolveSession(deps, session)).not.toBeNull();

  expect((await post("https://cloud.example.com")).status).toBe(303);
  expect(await resolveSession(deps, session)).toBeNull();
});

Deno.test("a message from the page before is shown once", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);
  const out = await app.post("/logout", {}, { session });
  const flash = out.headers.getSetCookie().find((cookie) => cookie.startsWith("cloudnest_flash="))!;
  const headers = { cookie: flash.split(";")[0]! };

  const shown = await app.get("/contact", { headers });

  expect(await shown.text()).toContain("You are logged out.");
  expect(shown.headers.getSetCookie().join("\n")).toContain("cloudnest_flash=; Path=/; Max-Age=0");
  expect(shown.headers.get("cache-control")).toBe("private, no-store");
});

Deno.test("a message that somebody else wrote into the cookie isn't shown", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const forged = btoa(JSON.stringify({ tone: "bad", text: "Call 0900 123" })).replaceAll("=", "");
  const headers = { cookie: `cloudnest_flash=e30.${forged}.e30` };

  const response = await app.get("/contact", { headers });

  expect(await response.text()).not.toContain("0900");
});

Deno.test("visitors are sent from closed pages to the log-in, and find their way back", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  for (const path of ["/dashboard", "/admin", "/dashboard/order?plan=vps-2"]) {
    const response = await app.get(path);
    expect([path, response.status, response.headers.get("location")]).toEqual([
      path,
      303,
      `/login?next=${encodeURIComponent(path)}`,
    ]);
  }
});

Deno.test("staff pages don't exist for customers", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);

  const admin = await app.get("/admin", { session });
  const missing = await app.get("/admin/missing", { session });

  expect([admin.status, missing.status]).toEqual([404, 404]);
  expect(await h1(admin)).toBe(await h1(missing));
});

Deno.test("the owner of the first start can log in", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await createOwner(deps, { email: "admin@localhost", password: "the owner's password" });

  const response = await app.post("/login", {
    email: "admin@localhost",
    password: "the owner's password",
  });

  const signedIn = await resolveSession(deps, sessionOf(deps, response)!);
  expect(signedIn?.actor.kind).toBe("staff");
});
