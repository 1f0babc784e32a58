/**
 * `makeDeps()`: everything a use-case needs, with a KV in memory, a clock that the test moves and ids that come out
 * the same on every run. A use-case that logs an error nobody expected fails the test when the deps are disposed of.
 */
import type { Config } from "@/domain/shared/config.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { makeIds } from "@/domain/shared/ids.ts";
import { makeLanes } from "@/domain/shared/lanes.ts";
import { makeLog } from "@/domain/shared/log.ts";
import { makeSecretBox } from "@/domain/shared/secret_box.ts";
import { FakeClock } from "./clock.ts";

/** The secret of all tests. */
export const TEST_SECRET = "a secret of the tests, known to everybody";

/** One captured line of the log. */
export interface LogLine {
  level: "info" | "warn" | "error";
  event: string;
  [detail: string]: unknown;
}

/** What a test may choose. */
export interface TestDepsOptions {
  /** A KV of the test's own, which it closes itself: two deps on one KV stand for two processes. */
  kv?: Deno.Kv;
  /** Which of several that opened one file each for themselves: their ids never meet. */
  process?: number;
  /** Where the clock starts. */
  at?: string | Temporal.Instant;
  /** Replaces single values of the configuration. */
  config?: Partial<Config>;
}

/** Deps of a test: `await using deps = await makeDeps();`. */
export interface TestDeps extends Deps, AsyncDisposable, Disposable {
  clock: FakeClock;
  /** What was logged, in order. */
  logged: LogLine[];
  /** The errors logged until now, which then count as expected. */
  takeErrors(): LogLine[];
}

const depsOnKv = new WeakMap<Deno.Kv, number>();

/** Deps for one test. Disposing of them closes the KV that they opened and fails on logged errors. */
export async function makeDeps(options: TestDepsOptions = {}): Promise<TestDeps> {
  const kv = options.kv ?? await Deno.openKv(":memory:");
  const clock = new FakeClock(options.at);
  const logged: LogLine[] = [];
  const config = testConfig(options.config);

  function takeErrors(): LogLine[] {
    const errors = logged.filter((line) => line.level === "error");
    for (const line of errors) logged.splice(logged.indexOf(line), 1);
    return errors;
  }

  function dispose(): void {
    if (!options.kv) kv.close();
    const errors = takeErrors();
    if (errors.length > 0) {
      throw new Error(`unexpected errors in the log:\n${errors.map(show).join("\n")}`);
    }
  }

  return {
    kv,
    clock,
    ids: makeIds(clock, seededBytes(seedFor(kv) + 1000 * (options.process ?? 0))),
    config,
    secrets: makeSecretBox(config.secret ?? TEST_SECRET),
    log: makeLog((line) => logged.push(JSON.parse(line)), () => clock.now()),
    lanes: makeLanes(),
    logged,
    takeErrors,
    [Symbol.dispose]: dispose,
    [Symbol.asyncDispose]: () => Promise.resolve().then(dispose),
  };
}

/** The configuration of a test: no mail provider, cheap password hashing. */
export function testConfig(config: Partial<Config> = {}): Config {
  return {
    port: 0,
    host: "127.0.0.1",
    appUrl: "http://localhost:8000",
    kvPath: ":memory:",
    secret: TEST_SECRET,
    adminEmail: "owner@cloudnest.test",
    adminPassword: "correct horse battery",
    sendgrid: null,
    mailFrom: "noreply@cloudnest.test",
    trustProxy: false,
    privateHosts: [],
    demo: false,
    scrypt: { n: 2 ** 10, r: 8, p: 1 },
    development: false,
    ...config,
  };
}

/** Each deps on the same KV gets another seed, so that their ids never meet. */
function seedFor(kv: Deno.Kv): number {
  const seed = (depsOnKv.get(kv) ?? 0) + 1;
  depsOnKv.set(kv, seed);
  return seed;
}

/** Random-looking bytes that are the same for the same seed (mulberry32, a 32-bit generator for tests only). */
export function seededBytes(seed: number): (count: number) => Uint8Array {
  let state = Math.imul(seed, 0x9e3779b9);
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
  return (count) => Uint8Array.from({ length: count }, () => next() >>> 24);
}

function show(line: LogLine): string {
  const { error, ...rest } = line;
  const stack = (error as { stack?: string } | undefined)?.stack;
  return JSON.stringify(rest) + (stack ? `\n${stack}` : error ? ` ${JSON.stringify(error)}` : "");
}
