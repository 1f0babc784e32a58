/**
 * Every route with whatever people and programs may send: generated paths, queries, headers, cookies and bodies, as a
 * visitor, a customer and the owner. Nothing may fail, hang, stay in memory, or tell how it is made. Field names come from the pages
 * themselves, so that what is sent gets past the first look.
 */
import { fileURLToPath } from "node:url";
import { expect } from "expect";
import fc from "fast-check";
import { makeDeps } from "@/tests/helpers/deps.ts";
import {
  areaOf,
  openShop,
  ROUTES,
  send,
  type Shop,
  shotsAt,
  signInAll,
} from "@/tests/helpers/fuzz.ts";
import type { Person } from "@/tests/helpers/people.ts";
import { ORIGIN, type Shot } from "@/tests/helpers/shots.ts";

const SEED = Number(Deno.env.get("FUZZ_SEED") ?? 20_261_122);
/** A longer search with `FUZZ_DEPTH=20`. */
const DEPTH = Number(Deno.env.get("FUZZ_DEPTH") ?? 1);
const RUNS_PER_ROUTE = 40 * DEPTH;
const MAX_MS_PER_ROUTE = 200 * DEPTH;
const HANGS_AFTER_MS = 10_000;

/** Garbage is collected when asked for, and compiling takes no memory once everything has run. */
const HEAP_FLAGS = [
  "--expose-gc",
  "--no-flush-bytecode",
  "--no-lazy-feedback-allocation",
  "--no-maglev",
  "--no-opt",
  "--no-sparkplug",
];
const HEAP_ROUNDS = 10;
/** In these, what is loaded and compiled on its first use takes its place. */
const FIRST_ROUNDS = 2;
const SHOTS_PER_ROUTE = 4;
/** Less than the smallest object with a place in a list. */
const MAX_BYTES_PER_REQUEST = 16;

/** What only those may see who look after CloudNest. */
const INTERNAL = [
  /\bat (?:async )?\S+ \(/,
  /file:\/\//,
  /\b(?:Type|Reference|Syntax|Range|Zod|URI)Error\b/,
  /\.tsx?:\d+/,
  /node_modules|versionstamp|schemaVersion/,
  new RegExp(RegExp.escape(import.meta.dirname!.replace(/tests\/routes$/, ""))),
];

for (const area of ["admin", "dashboard", "api", "public"]) {
  Deno.test(`nothing that is sent to routes of ${area} makes one fail, hang or tell how it is made`, async () => {
    await using deps = await makeDeps();
    const shop = await openShop(deps);
    const routes = ROUTES.filter((route) => areaOf(route) === area);
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

Deno.test("whatever is sent, nothing of it stays in the memory of the process", async () => {
  const { bytes, requests } = await heapRounds();

  expect(bytes).toHaveLength(HEAP_ROUNDS);
  expect(requests).toBeGreaterThan(200);
  const later = bytes.slice(FIRST_ROUNDS);
  const growths = later.slice(1).map((held, i) => (held - later[i]!) / requests);
  // Of each of several rounds, so that what happens once is no leak.
  const usual = growths.toSorted((one, other) => one - other)[Math.floor(growths.length / 2)]!;
  expect({ growths, isLeak: usual > MAX_BYTES_PER_REQUEST }).toEqual({ growths, isLeak: false });
});

/** Bytes held after each round, and how many requests a round has. */
async function heapRounds(): Promise<{ bytes: number[]; requests: number }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      `--v8-flags=${HEAP_FLAGS.join()}`,
      fileURLToPath(import.meta.resolve("@/tests/helpers/fuzz_heap.ts")),
      String(HEAP_ROUNDS),
      String(SHOTS_PER_ROUTE),
    ],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Sends a bounded number of requests to one route, as everybody in turn. */
async function fuzz(shop: Shop, route: string): Promise<Set<number>> {
  const statuses = new Set<number>();
  const people = await signInAll(shop);
  const shots = await shotsAt(shop, route, people);
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

async function shoot(shop: Shop, shot: Shot, person: Person | null): Promise<number> {
  const { deps } = shop;
  const answering = send(shop, shot, person);
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
