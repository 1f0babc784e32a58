/** One test for each security header and each attribute of a cookie, on http and on https; and what is never stored. */
import { expect } from "expect";
import { ACCESS, isApiAccess } from "@/routes/(_lib)/access.ts";
import { describeHeaders } from "@/routes/(_lib)/headers.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { makePerson, PASSWORD } from "@/tests/helpers/people.ts";
import { pagesOf } from "@/tests/helpers/pages.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

const SITES = { http: "http://localhost:8000", https: "https://cloudnest.example" } as const;
type Site = keyof typeof SITES;

/** The answer of a page that everybody sees. */
async function headersOf(site: Site): Promise<Headers> {
  await using deps = await makeDeps({ config: { appUrl: SITES[site] } });
  const app = await makeApp(deps);
  const response = await app.get("/terms");
  await response.body?.cancel();
  return response.headers;
}

const expected: Array<[header: string, value: RegExp | null, site: Site | "both"]> = [
  ["x-content-type-options", /^nosniff$/, "both"],
  ["x-frame-options", /^DENY$/, "both"],
  ["referrer-policy", /^same-origin$/, "both"],
  ["cross-origin-opener-policy", /^same-origin$/, "both"],
  ["cross-origin-resource-policy", /^same-origin$/, "both"],
  ["permissions-policy", /^camera=\(\), microphone=\(\), geolocation=\(\), payment=\(\)/, "both"],
  ["strict-transport-security", null, "http"],
  ["strict-transport-security", /^max-age=63072000$/, "https"],
  ["access-control-allow-origin", null, "both"],
  ["server", null, "both"],
  ["x-powered-by", null, "both"],
];

for (const [header, value, where] of expected) {
  for (const site of where === "both" ? ["http", "https"] as const : [where]) {
    Deno.test(`${header} on ${site} is ${value ?? "not sent"}`, async () => {
      const sent = (await headersOf(site)).get(header);

      if (value === null) expect(sent).toBeNull();
      else expect(sent).toMatch(value);
    });
  }
}

const directives: Array<[directive: string, sites: readonly Site[]]> = [
  ["default-src 'self'", ["http", "https"]],
  ["style-src 'self'", ["http", "https"]],
  ["font-src 'self'", ["http", "https"]],
  ["connect-src 'self'", ["http", "https"]],
  ["object-src 'none'", ["http", "https"]],
  ["media-src 'none'", ["http", "https"]],
  ["worker-src 'none'", ["http", "https"]],
  ["base-uri 'none'", ["http", "https"]],
  ["form-action 'self'", ["http", "https"]],
  ["frame-ancestors 'none'", ["http", "https"]],
  ["upgrade-insecure-requests", ["https"]],
];

for (const [directive, sites] of directives) {
  for (const site of ["http", "https"] as const) {
    const isSent = sites.includes(site);
    Deno.test(`the content policy on ${site} ${isSent ? "says" : "doesn't say"} ${directive}`, async () => {
      const policy = (await headersOf(site)).get("content-security-policy")!.split("; ");

      expect(policy.includes(directive)).toBe(isSent);
      expect(policy.join()).not.toMatch(/unsafe-|\*|https?:|data:.*script/);
      expect(policy.find((one) => one.startsWith("script-src"))).toMatch(
        /^script-src 'self' 'nonce-[\w+/=-]{16,}'$/,
      );
    });
  }
}

for (const site of ["http", "https"] as const) {
  Deno.test(`the security page shows the headers as they are sent on ${site}`, async () => {
    const sent = await headersOf(site);

    const shown = await describeHeaders({ appUrl: SITES[site] });

    for (const [name, value] of shown) {
      expect([name, sent.get(name)?.replace(/'nonce-[^']+'/, "'nonce-…'")]).toEqual([name, value]);
    }
    expect(shown.some(([name]) => name === "strict-transport-security")).toBe(site === "https");
  });

  Deno.test(`the session cookie on ${site} has each attribute that it needs`, async () => {
    await using deps = await makeDeps({ config: { appUrl: SITES[site] } });
    const app = await makeApp(deps);
    await makePerson(deps, { name: "Ada", email: "ada@example.com" });

    const response = await app.post("/login", { email: "ada@example.com", password: PASSWORD }, {
      headers: { origin: SITES[site] },
    });

    const cookies = response.headers.getSetCookie();
    expect(response.status).toBe(303);
    const session = cookies.find((cookie) => /^[\w-]*cloudnest_session=/.test(cookie))!;
    const attributes = session.split("; ").slice(1);
    expect(
      session.startsWith(site === "https" ? "__Host-cloudnest_session=" : "cloudnest_session="),
    )
      .toBe(true);
    expect(attributes).toContain("HttpOnly");
    expect(attributes).toContain("SameSite=Lax");
    expect(attributes).toContain("Path=/");
    expect(attributes.includes("Secure")).toBe(site === "https");
    expect(attributes.some((one) => one.startsWith("Domain"))).toBe(false);
    expect(attributes.some((one) => /^Max-Age=\d+$/.test(one))).toBe(true);
    // Every other cookie of the answer keeps the same rules.
    for (const cookie of cookies) {
      expect(cookie).toContain("; HttpOnly");
      expect(cookie).toContain("; SameSite=Lax");
      expect(cookie.includes("; Secure")).toBe(site === "https");
      expect(cookie.startsWith("__Host-")).toBe(site === "https");
    }
  });
}

Deno.test("no answer of a page that depends on who asks may be stored", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const pages = pagesOf(await makeWorld(deps)).filter(({ session }) => session !== null);
  expect(pages.length).toBeGreaterThan(20);

  for (const { path, session } of pages) {
    const response = await app.get(path, { session: session! });
    await response.body?.cancel();
    expect([path, response.headers.get("cache-control")]).toEqual([path, "private, no-store"]);
  }
});

Deno.test("no refused visitor's answer may be stored either", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const routes = Object.entries(ACCESS).filter(([route, access]) =>
    access !== "public" && access !== "development" && !isApiAccess(access) && !route.includes(":")
  );

  for (const [route] of routes) {
    const response = await app.get(route);
    await response.body?.cancel();
    expect([route, response.headers.get("cache-control")]).toEqual([route, "private, no-store"]);
  }
});
