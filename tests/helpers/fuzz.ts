/**
 * The shop that the fuzz tests shoot at: its people, the routes of each area, and the names that their forms send. Shared
 * with the process that measures memory.
 */
import fc from "fast-check";
import { ACCESS } from "@/routes/(_lib)/access.ts";
import { ENDPOINTS } from "@/routes/(_lib)/api/endpoints.ts";
import { tokenOf } from "./api.ts";
import { makeApp, sessionCookie, TEST_ADDRESS, type TestApp } from "./app.ts";
import type { TestDeps } from "./deps.ts";
import { dumpKv } from "./dump.ts";
import { makePerson, type Person, signIn } from "./people.ts";
import { ORIGIN, type Shot, shotAt } from "./shots.ts";
import { makeWorld, type World } from "./world.ts";

/** What is shot at. */
export interface Shop {
  deps: TestDeps;
  app: TestApp;
  world: World;
  /** Ids that exist. */
  ids: string[];
  /** First parts of the keys in KV. */
  keys: string[];
  token: string;
}

/** Who sends a request. */
export type Who = "visitor" | "customer" | "owner";

/** All routes, and one that isn't there. */
export const ROUTES: readonly string[] = [...Object.keys(ACCESS), "/no-such-page"];

/** Which part of the site a route belongs to. */
export function areaOf(route: string): string {
  const [, first] = route.split("/");
  return ["admin", "dashboard", "api"].includes(first!) ? first! : "public";
}

/** Opens a shop with everything in it. */
export async function openShop(deps: TestDeps): Promise<Shop> {
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

/** Everybody with a fresh session: what was sent before may have ended the last one, or closed the account. */
export async function signInAll(shop: Shop): Promise<Record<Who, Person | null>> {
  shop.deps.clock.advance({ hours: 1 });
  return {
    visitor: null,
    customer: await signedIn(shop, "customer"),
    owner: await signedIn(shop, "owner"),
  };
}

/** What may be sent to one route, by whom. */
export async function shotsAt(
  shop: Shop,
  route: string,
  people: Record<Who, Person | null>,
): Promise<fc.Arbitrary<[Who, Shot]>> {
  const area = areaOf(route);
  const reader = area === "public" ? null : people[area === "admin" ? "owner" : "customer"];
  const fields = await fieldsOf(shop, route, reader);
  return fc.tuple(
    fc.constantFrom<Who>("visitor", "customer", "owner"),
    shotAt(route, { ...shop, fields, config: shop.deps.config }),
  );
}

/** Sends a request, as somebody, from the address of all tests unless told. */
export async function send(
  shop: Shop,
  shot: Shot,
  person: Person | null,
  { from = TEST_ADDRESS }: { from?: string } = {},
): Promise<{ response: Response; text: string }> {
  const response = await shop.app.handler(requestOf(shop, shot, person), {
    remoteAddr: { transport: "tcp", hostname: from, port: 40_000 },
    completed: Promise.resolve(),
  });
  return { response, text: await response.text() };
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
