/** What the API answers, takes and refuses; who may ask for what is in `api_matrix_test.ts`. */
import { expect } from "expect";
import { getAccount } from "@/domain/customer/mod.ts";
import { API_SCOPES } from "@/domain/api_token/mod.ts";
import { callApi, tokenOf } from "@/tests/helpers/api.ts";
import { makeApp, TEST_ADDRESS, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson, PASSWORD } from "@/tests/helpers/people.ts";
import { MACHINE_PASSWORD, makeWorld } from "@/tests/helpers/world.ts";

const ada = { name: "Ada Lovelace", email: "ada@example.com" };
const logInBody = { email: ada.email, password: PASSWORD };

async function open(): Promise<{ deps: TestDeps; app: TestApp; token: string } & AsyncDisposable> {
  const deps = await makeDeps();
  const app = await makeApp(deps);
  const person = await makePerson(deps, ada);
  const { token } = await tokenOf(deps, person);
  return { deps, app, token, [Symbol.asyncDispose]: () => deps[Symbol.asyncDispose]() };
}

/** The names in an answer: `token.kind`, `data[].id`. */
function namesOf(value: unknown, prefix = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => namesOf(item, `${prefix}[]`));
  if (typeof value !== "object" || value === null) return [prefix];
  return Object.entries(value).flatMap(([name, part]) =>
    namesOf(part, prefix === "" ? name : `${prefix}.${name}`)
  );
}

const SUMMARY = {
  orders:
    "id number status plan_name cycle hostname total.amount total.currency placed_at expires_at",
  services: "id order_id order_number status plan plan_name datacenter_name hostname cycle " +
    "renewal.amount renewal.currency next_due_on created_at",
  invoices:
    "id number kind order_id service_id status total.amount total.currency due.amount due.currency " +
    "issued_at due_on paid_at",
};
const LINE = "kind label quantity unit.amount unit.currency amount.amount amount.currency";
const PARTY = "name email country tax_number";

/** All that may leave by each route. Written by hand: a field that is added somewhere doesn't appear here by itself. */
const ALLOWED: Record<string, string> = {
  me: "id name email email_verified created_at token.kind token.scopes[] token.expires_at",
  orders: `${prefixed("data[].", SUMMARY.orders)} next`,
  order: `${SUMMARY.orders} plan datacenter_name os_name panel_name highlights[].label ` +
    `highlights[].value ${prefixed("lines[].", LINE)} subtotal.amount subtotal.currency ` +
    "tax.amount tax.currency tax_label prices_include_tax promo_code renewal.amount " +
    "renewal.currency invoice_id invoice_number service_id " +
    "payment_method paid_at activated_at closed_at close_reason",
  services: `${prefixed("data[].", SUMMARY.services)} next`,
  service: `${SUMMARY.services} os_name panel_name highlights[].label highlights[].value ` +
    "addons[].label addons[].value activated_at access access.ip access.username access.port " +
    "access.panel_url",
  invoices: `${prefixed("data[].", SUMMARY.invoices)} next`,
  invoice:
    `${SUMMARY.invoices} ${
      prefixed("lines[].", `${LINE} net.amount net.currency tax.amount tax.currency`)
    } ` +
    "credited.amount credited.currency notes " +
    "subtotal.amount subtotal.currency tax.amount tax.currency paid.amount paid.currency " +
    `${prefixed("buyer.", PARTY)} ${prefixed("seller.", PARTY)} buyer.address_lines[] ` +
    "seller.address_lines[] tax_label tax_rate_basis_points tax_treatment tax_note " +
    "prices_include_tax reference voided_at",
  grant: "access_token token_type expires_in refresh_token session_ends_at",
};

function prefixed(prefix: string, names: string): string {
  return names.split(" ").map((name) => prefix + name).join(" ");
}

Deno.test("no answer has a field that isn't on its list, nor a secret in any field", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { token } = await tokenOf(deps, world.people.customer);
  const { unpaid, active } = world.orders;
  const paths: [string, string][] = [
    ["me", "me"],
    ["orders", "orders"],
    ["order", `orders/${active.id}`],
    ["order", `orders/${unpaid.id}`],
    ["services", "services"],
    ["service", `services/${active.serviceId}`],
    ["service", `services/${world.orders.paid.serviceId}`],
    ["invoices", "invoices"],
    ["invoice", `invoices/${unpaid.invoiceId}`],
    ["invoice", `invoices/${active.invoiceId}`],
  ];

  for (const [kind, path] of paths) {
    const text = await (await callApi(app, `/api/v1/${path}`, { token })).text();
    const names = new Set(namesOf(JSON.parse(text)).map((name) => name.replace(/\[\]$/, "")));
    const allowed = new Set(ALLOWED[kind]!.split(" ").map((name) => name.replace(/\[\]$/, "")));
    expect([path, [...names].filter((name) => !allowed.has(name) && !isEmptyList(name))])
      .toEqual([path, []]);
    for (const secret of [MACHINE_PASSWORD, "Rack 7", "scrypt", token]) {
      expect(text).not.toContain(secret);
    }
  }
  const grant = await callApi(app, "/api/v1/auth/login", {
    body: { email: world.people.customer.email, password: PASSWORD },
  });
  expect(namesOf(await grant.json()).toSorted()).toEqual(ALLOWED.grant!.split(" ").toSorted());
});

/** An empty list has no names of its own. */
function isEmptyList(name: string): boolean {
  return ["highlights", "addons", "lines", "data"].includes(name);
}

Deno.test("a service tells how to reach its machine, as it was set up, and an invoice its exact amounts", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { token } = await tokenOf(deps, world.people.customer);
  const get = async (path: string) =>
    await (await callApi(app, `/api/v1/${path}`, { token })).json();

  const service = await get(`services/${world.orders.active.serviceId}`);
  expect(service.access).toEqual({
    ip: "192.0.2.10",
    username: "root",
    port: 22,
    panel_url: "https://panel.example.com:8443/",
  });
  expect((await get(`services/${world.orders.paid.serviceId}`)).access).toBeNull();
  const paid = await get(`invoices/${world.orders.active.invoiceId}`);
  expect([paid.total, paid.paid, paid.due, paid.status]).toEqual([
    { amount: "60.00", currency: "EUR" },
    { amount: "60.00", currency: "EUR" },
    { amount: "0.00", currency: "EUR" },
    "paid",
  ]);
});

Deno.test("lists go on page by page, without gaps, repetitions or an end that says there is more", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { token } = await tokenOf(deps, world.people.customer);
  const all = await (await callApi(app, "/api/v1/orders?limit=100", { token })).json();

  const seen: string[] = [];
  for (let after: string | null = ""; after !== null;) {
    const query: string = after === "" ? "" : `&after=${after}`;
    const page = await (await callApi(app, `/api/v1/orders?limit=2${query}`, { token })).json();
    expect(page.data.length).toBeLessThanOrEqual(2);
    seen.push(...page.data.map(({ id }: { id: string }) => id));
    after = page.next;
  }

  expect(all.data.length).toBe(5);
  expect(seen).toEqual(all.data.map(({ id }: { id: string }) => id));
  expect(seen).toEqual(seen.toSorted().reverse());
  const paid = await (await callApi(app, "/api/v1/orders?status=paid", { token })).json();
  expect(paid.data.map(({ id }: { id: string }) => id)).toEqual([world.orders.paid.id]);
});

const badQueries = [
  "limit=0",
  "limit=101",
  "limit=-1",
  "limit=1.5",
  "limit=01",
  "limit=1e1",
  "limit=",
  "limit=9999999999999999999999",
  "limit=1&limit=2",
  "after=",
  "after=x",
  "after=ord_01ARZ3NDEKTSV4RRFFQ69G5FAV%00",
  "after=ord_01ARZ3NDEKTSV4RRFFQ69G5FAI",
  "after=inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  "after[]=ord_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  "status=",
  "status=open",
  "status=PAID",
  "status[$ne]=paid",
  "customer_id=cus_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  "include=customer",
  "__proto__=1",
  "constructor=1",
];

for (const query of badQueries) {
  Deno.test(`a list refuses the query ${query}`, async () => {
    await using shop = await open();

    const response = await callApi(shop.app, `/api/v1/orders?${query}`, { token: shop.token });

    expect(response.status).toBe(422);
    const { code, errors } = await response.json();
    expect(code).toBe("validation");
    expect(errors.length).toBeGreaterThan(0);
  });
}

const badBodies: [what: string, body: unknown, status: number][] = [
  ["no JSON", "email=ada@example.com", 400],
  ["nothing", "", 400],
  ["half an object", '{"email":', 400],
  ["JSON and more", '{"email":"a"} {}', 400],
  ["a list", [], 422],
  ["a text", '"text"', 422],
  ["null", "null", 422],
  ["no password", { email: ada.email }, 422],
  ["a password that is a list", { ...logInBody, password: [PASSWORD] }, 422],
  ["an address that is an object", { ...logInBody, email: { $ne: null } }, 422],
  ["an unknown field", { ...logInBody, role: "owner" }, 422],
  ["__proto__", `{"email":"${ada.email}","password":"${PASSWORD}","__proto__":{"a":1}}`, 422],
  ["constructor", { ...logInBody, constructor: { prototype: {} } }, 422],
  ["a very long password", { ...logInBody, password: "x".repeat(1001) }, 422],
  ["deep nesting", `{"email":${"[".repeat(9)}${"]".repeat(9)}}`, 400],
  ["very deep nesting", "[".repeat(4000), 400],
  ["many fields", Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`f${i}`, 1])), 400],
  ["more than 8 KiB", JSON.stringify({ ...logInBody, code: "x".repeat(8192) }), 413],
];

for (const [what, body, status] of badBodies) {
  Deno.test(`a log-in with ${what} as its body is refused with ${status}`, async () => {
    await using shop = await open();
    const before = await dumpKv(shop.deps.kv, { ignore: ["rate_limits"] });

    const response = await callApi(shop.app, "/api/v1/auth/login", { body });

    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.text()).not.toContain(PASSWORD);
    expect(await dumpKv(shop.deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
  });
}

const badTypes = [
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/json; charset=utf-16",
  "application/json-patch+json",
  "application/jsonx",
  "text/json",
  "application/json, text/plain",
];

for (const type of badTypes) {
  Deno.test(`a body of the type ${type} is refused with 415`, async () => {
    await using shop = await open();

    const response = await callApi(shop.app, "/api/v1/auth/login", {
      body: logInBody,
      headers: { "content-type": type },
    });

    expect(response.status).toBe(415);
    expect(await countKeys(shop.deps.kv, ["refresh_tokens"])).toBe(0);
  });
}

Deno.test("a body that isn't UTF-8 is refused", async () => {
  await using shop = await open();
  const request = new Request("http://localhost:8000/api/v1/auth/login", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: new Uint8Array([...new TextEncoder().encode('{"email":"'), 0xff, 0xfe, 0x22, 0x7d]),
  });

  expect((await shop.app.handler(request)).status).toBe(400);
});

Deno.test("a compressed body is refused, and a body without a type too", async () => {
  await using shop = await open();
  const path = "http://localhost:8000/api/v1/auth/login";

  const packed = await callApi(shop.app, "/api/v1/auth/login", {
    body: logInBody,
    headers: { "content-encoding": "gzip" },
  });
  const bare = await shop.app.handler(
    new Request(path, { method: "POST", body: new TextEncoder().encode("{}") }),
  );

  expect([packed.status, bare.status]).toEqual([415, 415]);
});

const accepts: [accept: string, status: number][] = [
  ["application/json", 200],
  ["*/*", 200],
  ["application/*", 200],
  ["text/html, application/json;q=0.1", 200],
  ["text/html, */*;q=0.8", 200],
  ["Application/JSON; charset=utf-8", 200],
  ["", 200],
  ["text/html", 406],
  ["application/xml", 406],
  ["application/json;q=0", 406],
  ["application/json;q=0, */*", 406],
  ["*/*;q=0.000", 406],
];

for (const [accept, status] of accepts) {
  Deno.test(`"Accept: ${accept}" is answered with ${status}`, async () => {
    await using shop = await open();

    const response = await callApi(shop.app, "/api/v1/me", {
      token: shop.token,
      headers: { accept },
    });

    expect(response.status).toBe(status);
  });
}

Deno.test("methods that a route doesn't have are answered with 405 and the ones that it has", async () => {
  await using shop = await open();
  const { app, token } = shop;

  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const response = await callApi(app, "/api/v1/orders", { token, method });
    expect([method, response.status]).toEqual([method, 405]);
    expect(response.headers.get("allow")).toContain("GET");
    expect((await response.json()).code).toBe("method_not_allowed");
  }
  const read = await callApi(app, "/api/v1/auth/login");
  expect([read.status, read.headers.get("allow")]).toEqual([405, expect.stringContaining("POST")]);
});

Deno.test("what isn't there is a problem in JSON, not a page", async () => {
  await using shop = await open();

  for (const path of ["/api/v1", "/api/v1/nothing", "/api/v1/orders/a/b", "/api/v1/auth"]) {
    const response = await callApi(shop.app, path, { token: shop.token });
    expect([path, response.status]).toEqual([path, 404]);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  }
});

Deno.test("a page's cookie counts for nothing, and a token for nothing on a page", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const person = await makePerson(deps, ada);
  const { token } = await tokenOf(deps, person);

  expect((await app.get("/api/v1/me", person)).status).toBe(401);
  const page = await callApi(app, "/dashboard/tokens", { token });
  expect(page.status).toBe(303);
  expect(page.headers.get("location")).toContain("/login");
});

Deno.test("programs may send any Origin or none; other sites' scripts get no leave to read", async () => {
  await using shop = await open();
  for (const origin of [null, "null", "app://local", "https://evil.example"]) {
    const headers: HeadersInit = origin === null ? {} : { origin };
    const response = await callApi(shop.app, "/api/v1/auth/login", { body: logInBody, headers });
    expect([origin, response.status]).toEqual([origin, 200]);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control")))
      .toEqual([]);
  }
  const preflight = await callApi(shop.app, "/api/v1/me", {
    method: "OPTIONS",
    headers: { origin: "https://evil.example", "access-control-request-method": "GET" },
  });
  expect(preflight.headers.has("access-control-allow-origin")).toBe(false);
});

Deno.test("a token may ask 300 times a minute, then 429 says how long to wait", async () => {
  await using shop = await open();
  const { deps, app, token } = shop;
  const ask = (i: number) => callApi(app, "/api/v1/me", { token, from: `198.51.100.${i % 3}` });
  for (let i = 0; i < 300; i++) expect((await ask(i)).status).toBe(200);

  deps.clock.advance({ seconds: 20 });
  const response = await ask(0);

  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("40");
  expect((await response.json()).code).toBe("rate_limited");
  const other = await tokenOf(deps, {
    customer: { kind: "customer", id: await idOf(deps, token) },
  });
  expect((await callApi(app, "/api/v1/me", { token: other.token })).status).toBe(200);
  deps.clock.advance({ seconds: 40 });
  expect((await ask(0)).status).toBe(200);
});

async function idOf(deps: TestDeps, token: string): Promise<string> {
  for await (const { value } of deps.kv.list<{ accountId: string }>({ prefix: ["api_tokens"] })) {
    const account = await getAccount(deps, value.accountId);
    if (account) return account.id;
  }
  throw new Error(`nobody has ${token.slice(0, 10)}`);
}

Deno.test("sixty tokens that aren't any, and a network has to wait, with a good token too", async () => {
  await using shop = await open();
  const { app, token } = shop;
  for (let i = 0; i < 60; i++) {
    expect((await callApi(app, "/api/v1/me", { token: `cn_pat_guess${i}` })).status).toBe(401);
  }

  expect((await callApi(app, "/api/v1/me", { token: "cn_pat_guess" })).status).toBe(429);
  expect((await callApi(app, "/api/v1/me", { token, from: "198.51.100.1" })).status).toBe(200);
  expect((await callApi(app, "/api/v1/me", { token })).status).toBe(200);
});

Deno.test("a network may send 600 requests a minute, whatever tokens it has and also without any", async () => {
  await using shop = await open();
  const { app, deps } = shop;
  const ask = () => callApi(app, "/api/v1/auth/logout", { body: { refresh_token: "cn_rt_none" } });
  for (let i = 0; i < 600; i++) expect((await ask()).status).toBe(204);

  const response = await ask();
  const { token } = shop;

  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "60"]);
  expect((await callApi(app, "/api/v1/me", { token })).status).toBe(429);
  expect((await callApi(app, "/api/v1/me", { token, from: "198.51.100.1" })).status).toBe(200);
  deps.clock.advance({ seconds: 60 });
  expect((await ask()).status).toBe(204);
});

Deno.test("a client logs in, asks, refreshes, and logs out", async () => {
  await using shop = await open();
  const { app, deps } = shop;
  const post = async (path: string, body: unknown) =>
    await callApi(app, `/api/v1/auth/${path}`, { body });
  const me = (token: string) => callApi(app, "/api/v1/me", { token });

  const first = await (await post("login", logInBody)).json();
  expect(first).toMatchObject({ token_type: "Bearer", expires_in: 600 });
  const account = await (await me(first.access_token)).json();
  expect(account.token).toEqual({ kind: "session", scopes: [...API_SCOPES], expires_at: null });
  deps.clock.advance({ minutes: 10 });
  expect((await me(first.access_token)).status).toBe(401);

  const second = await (await post("refresh", { refresh_token: first.refresh_token })).json();
  expect((await me(second.access_token)).status).toBe(200);
  const again = await post("refresh", { refresh_token: first.refresh_token });
  expect([again.status, (await again.json()).code]).toEqual([401, "bad_refresh_token"]);

  const out = await post("logout", { refresh_token: second.refresh_token });
  expect([out.status, await out.text()]).toEqual([204, ""]);
  expect((await me(second.access_token)).status).toBe(401);
  expect((await post("refresh", { refresh_token: second.refresh_token })).status).toBe(401);
});

Deno.test("unknown addresses and wrong passwords are told apart by nothing", async () => {
  await using shop = await open();
  const tell = async (body: object) => {
    const response = await callApi(shop.app, "/api/v1/auth/login", { body });
    const { request_id: _id, ...rest } = await response.json();
    const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
    return { status: response.status, rest, headers };
  };

  const wrong = await tell({ ...logInBody, password: "wrong horse battery" });
  const unknown = await tell({ ...logInBody, email: "ida@example.com" });

  expect(wrong).toMatchObject({ status: 401, rest: { code: "bad_credentials" } });
  expect(unknown).toEqual(wrong);
});

Deno.test("too many wrong passwords are answered with 429, for the API and the log-in page together", async () => {
  await using shop = await open();
  const wrong = { ...logInBody, password: "wrong horse battery" };
  for (let i = 0; i < 10; i++) await callApi(shop.app, "/api/v1/auth/login", { body: wrong });

  const response = await callApi(shop.app, "/api/v1/auth/login", { body: logInBody });
  const page = await shop.app.post("/login", logInBody);

  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "900"]);
  expect(page.status).toBe(429);
});

Deno.test("no token, password or body is in the log, and a caller is named by the account", async () => {
  await using shop = await open();
  const { app, deps, token } = shop;
  const grant = await (await callApi(app, "/api/v1/auth/login", { body: logInBody })).json();
  await callApi(app, "/api/v1/auth/refresh", { body: { refresh_token: grant.refresh_token } });
  await callApi(app, `/api/v1/me?access_token=${token}`, { token });
  await callApi(app, "/api/v1/me", { token: `${token}x` });

  const log = JSON.stringify(deps.logged);
  for (const secret of [token, grant.access_token, grant.refresh_token, PASSWORD]) {
    expect(log).not.toContain(secret);
  }
  const line = deps.logged.find(({ path, status }) => path === "/api/v1/me" && status === 200);
  expect(line?.accountId).toMatch(/^cus_/);
  expect(log).not.toContain(TEST_ADDRESS);
});
