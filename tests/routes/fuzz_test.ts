/**
 * Every route with whatever people and programs may send: generated paths, queries, headers, cookies and bodies, as a
 * visitor, a customer and the owner. Nothing may fail, hang, or tell how it is made. Field names come from the pages
 * themselves, so that what is sent gets past the first look.
 */
import { expect } from "expect";
import fc from "fast-check";
import { ACCESS } from "@/routes/(_lib)/access.ts";
import { ENDPOINTS } from "@/routes/(_lib)/api/endpoints.ts";
import { tokenOf } from "@/tests/helpers/api.ts";
import { makeApp, sessionCookie, TEST_ADDRESS, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson, type Person, signIn } from "@/tests/helpers/people.ts";
import { ORIGIN, type Shot, shotAt } from "@/tests/helpers/shots.ts";
import { makeWorld, type World } from "@/tests/helpers/world.ts";

const SEED = Number(Deno.env.get("FUZZ_SEED") ?? 20_261_122);
/** A longer search with `FUZZ_DEPTH=20`. */
const DEPTH = Number(Deno.env.get("FUZZ_DEPTH") ?? 1);
const RUNS_PER_ROUTE = 40 * DEPTH;
const MAX_MS_PER_ROUTE = 200 * DEPTH;
const HANGS_AFTER_MS = 10_000;

/** What only those may see who look after CloudNest. */
const INTERNAL = [
  /\bat (?:async )?\S+ \(/,
  /file:\/\//,
  /\b(?:Type|Reference|Syntax|Range|Zod|URI)Error\b/,
  /\.tsx?:\d+/,
  /node_modules|versionstamp|schemaVersion/,
  new RegExp(RegExp.escape(import.meta.dirname!.replace(/tests\/routes$/, ""))),
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
    shotAt(route, { ...shop, fields, config: shop.deps.config }),
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
