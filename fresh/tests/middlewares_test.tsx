import { expect } from "expect";
import {
  App,
  cors,
  type CORSOptions,
  csp,
  csrf,
  type CsrfOptions,
  ipFilter,
  type IpFilterRules,
  trailingSlashes,
} from "../src/mod.ts";
import { isInRange, parseIp, parseIpRange } from "../src/ip_ranges.ts";
import { ask, read } from "./request.ts";

function policyOf(response: Response): Map<string, string> {
  const header = response.headers.get("content-security-policy")!;
  return new Map(
    header.split("; ").map((one) => {
      const [name = "", ...values] = one.split(" ");
      return [name, values.join(" ")];
    }),
  );
}

Deno.test("csp() allows the site itself and replaces directives by name", async () => {
  const app = new App()
    .use(csp({ csp: ["img-src https:", "report-sample x"], reportTo: "/csp" }))
    .get("/", () => new Response());
  const response = await ask(app)("/");
  const policy = policyOf(response);
  expect(policy.get("default-src")).toBe("'self'");
  expect(policy.get("script-src")).toBe("'self' 'unsafe-inline'");
  expect(policy.get("object-src")).toBe("'none'");
  expect(policy.get("frame-ancestors")).toBe("'none'");
  expect(policy.get("img-src")).toBe("https:");
  expect(policy.get("report-uri")).toBe("/csp");
  expect(response.headers.get("reporting-endpoints")).toBe('csp-endpoint="/csp"');
});

Deno.test("csp() in report-only mode uses the other header", async () => {
  const app = new App().use(csp({ reportOnly: true })).get("/", () => new Response());
  const { headers } = await ask(app)("/");
  expect(headers.get("content-security-policy")).toBeNull();
  expect(headers.get("content-security-policy-report-only")).toContain("default-src");
});

Deno.test("csp() with a nonce gives each page its own, and no unsafe-inline", async () => {
  const app = new App()
    .use(csp({ useNonce: true }))
    .get("/", (ctx) => ctx.render(<style>{"a{}"}</style>))
    .get("/plain", () => new Response());
  const get = ask(app);

  const nonces = await Promise.all([1, 2].map(async () => {
    const response = await get("/");
    const policy = policyOf(response);
    const nonce = /'nonce-([0-9a-f]{32})'/.exec(policy.get("script-src")!)![1]!;
    expect(policy.get("style-src")).toBe(`'self' 'nonce-${nonce}'`);
    expect(await response.text()).toContain(`nonce="${nonce}"`);
    return nonce;
  }));
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(policyOf(await get("/plain")).get("script-src")).toBe("'self' 'unsafe-inline'");
});

Deno.test("csp() and cors() also work on answers whose headers can't be changed", async () => {
  const app = new App()
    .use(csp(), cors())
    .get("/", () => Response.redirect("http://localhost/a"));
  const response = await ask(app)("/");
  expect(response.status).toBe(302);
  expect(response.headers.get("content-security-policy")).not.toBeNull();
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
});

Deno.test("csrf() refuses what another site makes a browser send", async () => {
  const site = "http://localhost";
  const cases: [HeadersInit, number, string?][] = [
    [{ "sec-fetch-site": "same-origin" }, 200],
    [{ "sec-fetch-site": "none" }, 200],
    [{ "sec-fetch-site": "same-origin", origin: "http://evil.example" }, 200],
    [{ "sec-fetch-site": "cross-site", origin: "http://evil.example" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "cross-site", origin: site }, 200],
    [{ origin: site }, 200],
    [{ origin: "http://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{}, 200],
    [{ "sec-fetch-site": "cross-site" }, 200, "GET"],
    [{ "sec-fetch-site": "cross-site" }, 200, "HEAD"],
    [{ "sec-fetch-site": "cross-site" }, 403, "DELETE"],
  ];
  const send = ask(new App().use(csrf()).all("/", () => new Response()));
  for (const [headers, status, method = "POST"] of cases) {
    expect([headers, (await send("/", { method, headers })).status]).toEqual([headers, status]);
  }
});

Deno.test("csrf() allows the origins that it is given, and then no others", async () => {
  const allowed = "https://a.example";
  const options: CsrfOptions["origin"][] = [
    allowed,
    [allowed, "https://b.example"],
    (origin) => origin === allowed,
  ];
  for (const origin of options) {
    const send = ask(new App().use(csrf({ origin })).post("/", () => new Response()));
    const statusFor = async (from: string) =>
      (await send("/", { method: "POST", headers: { origin: from } })).status;
    expect(await statusFor(allowed)).toBe(200);
    expect(await statusFor("http://localhost")).toBe(403);
  }
});

function askCors(options?: CORSOptions<unknown>) {
  return ask(
    new App().use(cors(options)).all("/", () => new Response("", { headers: { vary: "Accept" } })),
  );
}

Deno.test("cors() allows every origin unless it is told which", async () => {
  const { headers } = await askCors()("/", { headers: { origin: "https://a.example" } });
  expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(headers.get("vary")).toBe("Accept");
});

Deno.test("cors() answers the allowed origin and says that the answer varies by it", async () => {
  const allowed = "https://a.example";
  for (const origin of [allowed, [allowed], (one: string) => one === allowed ? one : null]) {
    const get = askCors({ origin, credentials: true, exposeHeaders: ["x-a", "x-b"] });
    const { headers } = await get("/", { headers: { origin: allowed } });
    expect(headers.get("access-control-allow-origin")).toBe(allowed);
    expect(headers.get("access-control-allow-credentials")).toBe("true");
    expect(headers.get("access-control-expose-headers")).toBe("x-a,x-b");
    expect(headers.get("vary")).toBe("Origin, Accept");
    const other = await get("/", { headers: { origin: "https://b.example" } });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
  }
});

Deno.test("cors() answers preflight requests itself", async () => {
  const preflight = (options?: CORSOptions<unknown>) =>
    askCors(options)("/", {
      method: "OPTIONS",
      headers: { origin: "https://a.example", "access-control-request-headers": "x-a, x-b" },
    });
  const open = await preflight();
  expect(open.status).toBe(204);
  expect(open.headers.get("access-control-allow-methods")).toBe("GET,HEAD,PUT,POST,DELETE,PATCH");
  expect(open.headers.get("access-control-allow-headers")).toBe("x-a,x-b");
  expect(open.headers.get("vary")).toBe("Access-Control-Request-Headers");

  const strict = await preflight({
    origin: "https://a.example",
    allowMethods: ["PUT"],
    allowHeaders: ["x-c"],
    maxAge: 600,
  });
  expect(strict.headers.get("access-control-allow-methods")).toBe("PUT");
  expect(strict.headers.get("access-control-allow-headers")).toBe("x-c");
  expect(strict.headers.get("access-control-max-age")).toBe("600");
});

Deno.test("trailingSlashes() redirects to the one form and keeps the query", async () => {
  const locations = async (mode: "always" | "never") => {
    const get = ask(new App().use(trailingSlashes(mode)).all("*", () => new Response()));
    const paths = ["/", "/a", "/a/", "/a?b=/", "/a/?b"];
    return await Promise.all(paths.map(async (one) => (await get(one)).headers.get("location")));
  };
  expect(await locations("always")).toEqual([null, "/a/", null, "/a/?b=/", null]);
  expect(await locations("never")).toEqual([null, null, "/a", null, "/a?b"]);
});

async function statusFrom(hostname: string, rules: IpFilterRules): Promise<number> {
  const handler = new App().use(ipFilter(rules)).get("/", () => new Response()).handler();
  const info = { remoteAddr: { transport: "tcp", hostname, port: 1 } } as Deno.ServeHandlerInfo;
  return (await handler(new Request("http://localhost/"), info)).status;
}

Deno.test("ipFilter() refuses who is denied, then who isn't allowed", async () => {
  const cases: [string, IpFilterRules, number][] = [
    ["10.1.2.3", {}, 200],
    ["10.1.2.3", { denyList: ["10.0.0.0/8"] }, 403],
    ["11.1.2.3", { denyList: ["10.0.0.0/8"] }, 200],
    ["10.1.2.3", { allowList: ["10.0.0.0/8"], denyList: ["10.1.2.3"] }, 403],
    ["10.1.2.4", { allowList: ["10.0.0.0/8"], denyList: ["10.1.2.3"] }, 200],
    ["192.168.0.1", { allowList: ["10.0.0.0/8"] }, 403],
    ["2001:db8::1", { allowList: ["2001:db8::/32"] }, 200],
    ["2001:db9::1", { allowList: ["2001:db8::/32"] }, 403],
    ["::ffff:10.1.2.3", { denyList: ["10.0.0.0/8"] }, 403],
    ["not an address", { allowList: ["10.0.0.0/8"] }, 403],
  ];
  for (const [address, rules, status] of cases) {
    expect([address, rules, await statusFrom(address, rules)]).toEqual([address, rules, status]);
  }
});

Deno.test("ipFilter() has the refused answered by a function of the app", async () => {
  const onBlocked = ({ addr, type }: { addr: string; type: string }) =>
    new Response(`${type} ${addr}`, { status: 401 });
  const app = new App().use(ipFilter({ denyList: ["127.0.0.1"] }, { onBlocked }));
  const info = { remoteAddr: { transport: "tcp", hostname: "127.0.0.1" } };
  const request = new Request("http://localhost/");
  const response = app.handler()(request, info as Deno.ServeHandlerInfo);
  expect(await read(response)).toEqual([401, "IPv4 127.0.0.1"]);
});

Deno.test("ipFilter() refuses rules that are no addresses", () => {
  for (
    const rule of [
      "",
      "10.0.0",
      "10.0.0.0/33",
      "10.0.0.256",
      "::/129",
      "1::2::3",
      "10.0.0.0/",
      "10.0.0.0/x",
    ]
  ) {
    expect(() => ipFilter({ denyList: [rule] })).toThrow(TypeError);
  }
});

Deno.test("addresses are parsed in every spelling that RFC 4291 has", () => {
  const same = (a: string, b: string) => expect(parseIp(a)).toEqual(parseIp(b));
  same("::1", "0:0:0:0:0:0:0:1");
  same("2001:DB8::", "2001:db8:0:0:0:0:0:0");
  same("::ffff:1.2.3.4", "1.2.3.4");
  same("::ffff:102:304", "1.2.3.4");
  same("fe80::1%eth0", "fe80::1");
  for (
    const text of ["", "1", "1.2.3", "01.2.3.4", "g::", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9"]
  ) {
    expect(parseIp(text)).toBeNull();
  }
  expect(isInRange(parseIp("1.2.3.4")!, parseIpRange("0.0.0.0/0"))).toBe(true);
  expect(isInRange(parseIp("::1")!, parseIpRange("0.0.0.0/0"))).toBe(false);
});
