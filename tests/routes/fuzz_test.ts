/**
 * Every route with whatever people and programs may send: generated paths, queries, headers, cookies and bodies, as a
 * visitor, a customer and the owner. Nothing may fail, hang, or tell how it is made. Field names come from the pages
 * themselves, so that what is sent gets past the first look.
 */
import { expect } from "expect";
import fc from "fast-check";
import { ACCESS } from "@/routes/(_lib)/access.ts";
import { type CookieName, cookieName } from "@/routes/(_lib)/cookies.ts";
import { ENDPOINTS } from "@/routes/(_lib)/api/endpoints.ts";
import { tokenOf } from "@/tests/helpers/api.ts";
import { makeApp, sessionCookie, TEST_ADDRESS, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson, type Person, signIn } from "@/tests/helpers/people.ts";
import { makeWorld, PROOF_PNG, type World } from "@/tests/helpers/world.ts";

const SEED = Number(Deno.env.get("FUZZ_SEED") ?? 20_261_122);
/** A longer search with `FUZZ_DEPTH=20`. */
const DEPTH = Number(Deno.env.get("FUZZ_DEPTH") ?? 1);
const RUNS_PER_ROUTE = 40 * DEPTH;
const MAX_MS_PER_ROUTE = 200 * DEPTH;
const HANGS_AFTER_MS = 10_000;
const ORIGIN = "http://localhost:8000";

/** What only those may see who look after CloudNest. */
const INTERNAL = [
  /\bat (?:async )?\S+ \(/,
  /file:\/\//,
  /\b(?:Type|Reference|Syntax|Range|Zod|URI)Error\b/,
  /\.tsx?:\d+/,
  /node_modules|versionstamp|schemaVersion/,
  new RegExp(RegExp.escape(import.meta.dirname!.replace(/tests\/routes$/, ""))),
];

/** Texts that have broken programs before. */
const NASTY = [
  "",
  " ",
  "\0",
  "\ud800",
  "\u202e\u0000\uffff",
  "-1",
  "0",
  "1e309",
  "NaN",
  "99999999999999999999999999",
  "0.1.2",
  "1,000.00",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "../../../etc/passwd",
  "%",
  "%00",
  "%2e%2e%2f",
  "%c0%af",
  "<script>alert(1)</script>",
  "{{name}}",
  "${1}",
  "' OR 1=1 --",
  "=1+1",
  "2026-02-31",
  "-271821-04-20",
  "999999-01-01T00:00:00Z",
  "ada@example.com",
  "a@b",
  "javascript:alert(1)",
  "//evil.example",
  "/\\evil.example",
  "on",
  "null",
  "[]",
  "{}",
  "01ARZ3NDEKTSV4RRFFQ69G5FAV",
  "x".repeat(70_000),
];

interface Shop {
  deps: TestDeps;
  app: TestApp;
  world: World;
  /** Ids that exist. */
  ids: string[];
  /** First parts of the keys in KV. */
  keys: string[];
  token: string;
}

/** One generated request, by what it is made of. */
interface Shot {
  method: string;
  path: string;
  query: string;
  headers: [string, string][];
  cookies: [string, string][];
  body: { type: string; bytes: Uint8Array<ArrayBuffer> } | null;
}

type Who = "visitor" | "customer" | "owner";

for (const area of ["admin", "dashboard", "api", "public"]) {
  Deno.test(`nothing that is sent to routes of ${area} makes one fail, hang or tell how it is made`, async () => {
    await using deps = await makeDeps();
    const shop = await openShop(deps);
    const routes = [...Object.keys(ACCESS), "/no-such-page"].filter((each) =>
      areaOf(each) === area
    );
    expect(routes.length).toBeGreaterThan(0);
    const statuses = new Set<number>();
    for (const route of routes) {
      for (const status of await fuzz(shop, route)) statuses.add(status);
    }
    // Some of it is taken, some refused: else it wouldn't get far enough to find anything.
    expect([...statuses].some((status) => status < 400)).toBe(true);
    expect([...statuses].some((status) => status >= 400)).toBe(true);
  });
}

function areaOf(route: string): string {
  const [, first] = route.split("/");
  return ["admin", "dashboard", "api"].includes(first!) ? first! : "public";
}

async function openShop(deps: TestDeps): Promise<Shop> {
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const keys = Object.keys(await dumpKv(deps.kv)).map((key) => String(JSON.parse(key)[0]));
  const { unpaid, active, spare, paid } = world.orders;
  const ids = [unpaid, active, spare, paid].flatMap(({ id, invoiceId }) => [id, invoiceId]);
  const { token } = await tokenOf(deps, world.people.customer);
  return {
    deps,
    app,
    world,
    token,
    keys: [...new Set(keys)],
    ids: [...ids, active.serviceId!, unpaid.proofId, world.mailId, world.people.customer.id],
  };
}

/** Sends a bounded number of requests to one route, as everybody in turn. */
async function fuzz(shop: Shop, route: string): Promise<Set<number>> {
  const statuses = new Set<number>();
  shop.deps.clock.advance({ hours: 1 });
  const people: Record<Who, Person | null> = {
    visitor: null,
    customer: await signedIn(shop, "customer"),
    owner: await signedIn(shop, "owner"),
  };
  const fields = await fieldsOf(
    shop,
    route,
    areaOf(route) === "public" ? null : people[areaOf(route) === "admin" ? "owner" : "customer"],
  );
  const shots = fc.tuple(
    fc.constantFrom<Who>("visitor", "customer", "owner"),
    shotAt(shop, route, fields),
  );
  await fc.assert(
    fc.asyncProperty(shots, async ([who, shot]) => {
      statuses.add(await shoot(shop, shot, people[who]));
    }),
    {
      seed: SEED,
      numRuns: RUNS_PER_ROUTE,
      interruptAfterTimeLimit: MAX_MS_PER_ROUTE,
      endOnFailure: true,
    },
  );
  return statuses;
}

/** A session with a fresh proof; somebody new where what was sent has closed the account. */
async function signedIn({ deps, world }: Shop, who: "customer" | "owner"): Promise<Person> {
  const person = world.people[who];
  try {
    return { ...person, session: await signIn(deps, person.email) };
  } catch {
    const email = `${deps.ids.code(8).toLowerCase()}@example.com`;
    return await makePerson(deps, {
      name: "Somebody",
      email,
      ...(who === "owner" && { role: who }),
    });
  }
}

/** The names of what the page's forms hold, with values that they were shown with. */
async function fieldsOf(
  { app, ids }: Shop,
  route: string,
  person: Person | null,
): Promise<{ name: string; value: string }[]> {
  const found: { name: string; value: string }[] = ENDPOINTS.flatMap(({ path }) =>
    path === route
      ? ["email", "password", "code", "refresh_token"].map((name) => ({ name, value: "x" }))
      : []
  );
  for (const id of route.includes(":") ? [...ids, "company", "viewer"] : [""]) {
    const html = await (await app.get(route.replace(/:\w+/, id), person ?? {})).text();
    for (const [tag] of html.matchAll(/<(?:input|button|select|textarea|option)\b[^>]*>/g)) {
      const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
      const name = attribute("name") ?? (tag.startsWith("<option") ? found.at(-1)?.name : null);
      if (name) found.push({ name, value: attribute("value") ?? "" });
    }
    if (found.length > 0) break;
  }
  return found.length > 0 ? found : [{ name: "action", value: "x" }];
}

function shotAt(
  { ids, token, deps }: Shop,
  route: string,
  fields: readonly { name: string; value: string }[],
): fc.Arbitrary<Shot> {
  const text = fc.oneof(
    fc.constantFrom(...NASTY),
    fc.constantFrom(...ids),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ maxLength: 20 }),
  );
  const name = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...fields.map((field) => field.name)) },
    { weight: 1, arbitrary: text.map((value) => value.slice(0, 200)) },
    fc.constantFrom(
      "q",
      "cursor",
      "after",
      "limit",
      "status",
      "next",
      "page",
      "token",
      "t",
      "cycle",
    ),
  );
  const pair = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...fields).map((each) => [each.name, each.value]) },
    { weight: 2, arbitrary: fc.tuple(name, text) },
  ) as fc.Arbitrary<[string, string]>;
  // Most of what the page shows, with something changed: that comes past the first checks.
  const filled = fc.array(pair, { maxLength: 5 }).map((changes) => {
    const all = new Map(fields.map((each) => [each.name, each.value]));
    for (const [key, value] of changes) all.set(key, value);
    return [...all];
  });
  const pairs = fc.oneof(filled, fc.array(pair, { maxLength: 12 }));
  const parameter = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ids, "company", "bank", "orders", "viewer") },
    {
      weight: 1,
      arbitrary: text.map((value) => encodeURIComponent(value.toWellFormed()).slice(0, 4000)),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom("%00", "%", "%ff", "..%2f..", "a%2Fb", "%E0%A4%A", ""),
    },
  );
  return fc.record({
    method: fc.constantFrom(
      "GET",
      "GET",
      "POST",
      "POST",
      "POST",
      "HEAD",
      "PUT",
      "DELETE",
      "OPTIONS",
    ),
    path: parameter.map((value) => route.replace(/:\w+/, () => value)),
    query: fc.oneof(
      fc.constant(""),
      fc.array(pair, { maxLength: 4 }).map(encoded),
      fc.constantFrom("%", "&&&=", "a[b][c]=1", "%00=%00", "next=%ff", "__proto__[x]=1"),
    ).map((query) => query.slice(0, 8000)),
    headers: headersOf(token),
    cookies: fc.array(
      fc.tuple(
        fc.constantFrom("session", "flash", "challenge", "device", "browser")
          .map((name) => cookieName(deps.config, name as CookieName)),
        headerText(),
      ),
      { maxLength: 2 },
    ),
    body: bodyOf(pairs, text),
  });
}

function headersOf(token: string): fc.Arbitrary<[string, string][]> {
  const any = headerText();
  const known = fc.oneof(
    fc.tuple(fc.constant("authorization"), fc.oneof(fc.constant(`Bearer ${token}`), any)),
    fc.tuple(fc.constant("origin"), fc.constantFrom("null", "https://evil.example", "x", ORIGIN)),
    fc.tuple(fc.constant("sec-fetch-site"), fc.constantFrom("cross-site", "same-origin", "x")),
    fc.tuple(
      fc.constantFrom(
        "accept",
        "accept-language",
        "accept-encoding",
        "content-encoding",
        "host",
        "if-modified-since",
        "if-none-match",
        "idempotency-key",
        "range",
        "referer",
        "user-agent",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-http-method-override",
        "x-request-id",
      ),
      any,
    ),
  ) as fc.Arbitrary<[string, string]>;
  return fc.array(known, { maxLength: 4 });
}

/** What a header may hold at all (RFC 9110, section 5.5). */
function headerText(): fc.Arbitrary<string> {
  const chars = fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code));
  return fc.oneof(
    fc.string({ unit: chars, maxLength: 30 }),
    fc.constantFrom(
      "",
      "x".repeat(9000),
      "bytes=0-,1-",
      "::1",
      "en;q=x,*",
      "*/*",
      "eyJhbGciOiJub25lIn0.e30.",
    ),
  );
}

function bodyOf(
  pairs: fc.Arbitrary<[string, string][]>,
  text: fc.Arbitrary<string>,
): fc.Arbitrary<Shot["body"]> {
  const form = "application/x-www-form-urlencoded";
  const of = (type: string, content: string) => ({
    type,
    bytes: new TextEncoder().encode(content),
  });
  const json = fc.oneof(
    pairs.map((each) => JSON.stringify(Object.fromEntries(each))),
    fc.jsonValue({ maxDepth: 4 }).map((each) => JSON.stringify(each)),
    fc.constantFrom("", "{", "null", '{"__proto__":{"x":1}}', "[".repeat(5000), '{"a":1e999}'),
  );
  return fc.oneof(
    { weight: 6, arbitrary: pairs.map((each) => of(form, encoded(each))) },
    { weight: 3, arbitrary: pairs.map(multipart) },
    { weight: 4, arbitrary: json.map((each) => of("application/json", each)) },
    { weight: 1, arbitrary: text.map((each) => of(form, each)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("%", "%ff=%ff", "a".repeat(200_000), "&=".repeat(5000)).map((
        each,
      ) => of(form, each)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constantFrom(
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "text/plain",
          "x",
          "",
        ),
        text,
      )
        .map(([type, each]) =>
          of(type, `--x\r\nContent-Disposition: form-data; name="${each}"\r\n\r\n`)
        ),
    },
    {
      weight: 1,
      arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => ({
        type: form,
        bytes: new Uint8Array(bytes),
      })),
    },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

function encoded(pairs: readonly (readonly [string, string])[]): string {
  return new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
}

/** The fields as multipart, with a picture where a file belongs. */
function multipart(pairs: readonly [string, string][]): NonNullable<Shot["body"]> {
  const type = "multipart/form-data; boundary=fuzz";
  const parts = pairs.map(([name, value]) => {
    const label = name.toWellFormed().replaceAll(/["\r\n]/g, "_");
    const isFile = name === "file";
    const filename = isFile ? `; filename="${value.replaceAll(/["\r\n]/g, "_")}.png"` : "";
    return `--fuzz\r\nContent-Disposition: form-data; name="${label}"${filename}\r\n\r\n${
      isFile ? String.fromCharCode(...PROOF_PNG) : value
    }\r\n`;
  });
  return { type, bytes: new TextEncoder().encode(`${parts.join("")}--fuzz--\r\n`) };
}

async function shoot(shop: Shop, shot: Shot, person: Person | null): Promise<number> {
  const { deps, app } = shop;
  const answering = app.handler(requestOf(shop, shot, person), {
    remoteAddr: { transport: "tcp", hostname: TEST_ADDRESS, port: 40_000 },
    completed: Promise.resolve(),
  }).then(async (response) => ({ response, text: await response.text() }));
  const { response, text } = await inTime(answering, `${shot.method} ${shot.path}`);

  expect(deps.takeErrors()).toEqual([]);
  // Nothing is ready where no jobs run, as in a test.
  if (shot.path !== "/readyz") expect(response.status).toBeLessThan(500);
  const head = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  for (const pattern of INTERNAL) expect(`${head}\n${text}`).not.toMatch(pattern);
  for (const key of shop.keys) expect(text).not.toContain(`["${key}","`);
  const location = response.headers.get("location");
  if (location) expect(new URL(location, ORIGIN).origin).toBe(ORIGIN);
  return response.status;
}

function requestOf({ deps }: Shop, shot: Shot, person: Person | null): Request {
  const headers = new Headers();
  const hasBody = !["GET", "HEAD", "OPTIONS"].includes(shot.method);
  if (hasBody) headers.set("origin", ORIGIN);
  if (hasBody && shot.body?.type) headers.set("content-type", shot.body.type);
  for (const [name, value] of shot.headers) headers.set(name, value);
  const cookies = shot.cookies.map(([name, value]) => `${name}=${value}`);
  if (person) cookies.unshift(sessionCookie(deps, person.session));
  if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
  const address = `${ORIGIN}${shot.path}${shot.query ? `?${shot.query}` : ""}`;
  return new Request(address, {
    method: shot.method,
    headers,
    redirect: "manual",
    ...(hasBody && shot.body && { body: shot.body.bytes }),
  });
}

async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in time: ${what}`)), HANGS_AFTER_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
