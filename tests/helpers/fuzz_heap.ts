/**
 * A process of its own: it fuzzes every route in several equal rounds, collects what is garbage after each, and prints how
 * many bytes are still held then, and how many requests a round has. What is sent is the same in each round, so that no
 * round runs code that none before it has; by whom and from where it comes is new with each request: session, network,
 * browser, address with its query. What remembers any of these grows with each round.
 *
 * The fuzz test knows the flags that it is run with.
 */
import fc from "fast-check";
import { makeDeps } from "./deps.ts";
import { openShop, ROUTES, send, type Shop, shotsAt, signInAll, type Who } from "./fuzz.ts";
import type { Shot } from "./shots.ts";

const [rounds = 0, shotsPerRoute = 0] = Deno.args.map(Number);
const SEED = 20_261_122;

/** The requests of a round, by their routes. */
async function aim(shop: Shop): Promise<[Who, Shot][][]> {
  const people = await signInAll(shop);
  const targets: [Who, Shot][][] = [];
  for (const route of ROUTES) {
    const shots = await shotsAt(shop, route, people);
    targets.push(fc.sample(shots, { seed: SEED, numRuns: shotsPerRoute }));
  }
  return targets;
}

/** Sends a round's requests, one after the other. */
async function shootRound(shop: Shop, targets: [Who, Shot][][], round: number): Promise<void> {
  let count = 0;
  for (const shots of targets) {
    const people = await signInAll(shop);
    for (const [who, shot] of shots) {
      const name = `round-${round}-${++count}`;
      const from = `10.${round}.${count >> 8}.${count & 255}`;
      await send(shop, stamped(shot, name), people[who], { from });
    }
  }
  // What tests keep of the log is no memory of the application's.
  shop.deps.logged.length = 0;
}

/** The same request, under another address and by another browser. */
function stamped(shot: Shot, name: string): Shot {
  return {
    ...shot,
    query: `${shot.query}${shot.query && "&"}${name}`,
    headers: [...shot.headers, ["user-agent", name]],
  };
}

/** The runtime remembers the last few thousand addresses that it matched with a pattern: short ones take their place. */
function washPatternCache(): void {
  const pattern = new URLPattern({ pathname: "/:name" });
  for (let i = 0; i < 20_000; i++) pattern.test(`http://localhost/x?${i}`);
}

/** Bytes that are still held. What finalizers let go is garbage only the next time. */
async function heldBytes(): Promise<number> {
  washPatternCache();
  for (let times = 0; times < 3; times++) {
    (globalThis as unknown as { gc: () => void }).gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

const deps = await makeDeps();
const shop = await openShop(deps);
const targets = await aim(shop);
const bytes: number[] = [];
for (let round = 1; round <= rounds; round++) {
  await shootRound(shop, targets, round);
  bytes.push(await heldBytes());
}
console.log(JSON.stringify({ bytes, requests: targets.flat().length }));
deps.kv.close();
