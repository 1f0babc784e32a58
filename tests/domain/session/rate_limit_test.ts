import { expect } from "expect";
import { networkOf, takeRateLimit, takeRateLimits } from "@/domain/session/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { logInAda, registerAda } from "./setup.ts";

const limit = { scope: "test", subject: "someone", limit: 5, windowSeconds: 60 };

/** How many of the results are successes. */
function passed(results: Array<{ ok: boolean }>): number {
  return results.filter((result) => result.ok).length;
}

function guess(deps: TestDeps, input: { ip?: string; email?: string } = {}) {
  return logInAda(deps, { password: "wrong horse battery", ...input });
}

Deno.test("takeRateLimit() lets exactly the limit pass, of 50 at once", async () => {
  await using deps = await makeDeps();

  const results = await Promise.all(Array.from({ length: 50 }, () => takeRateLimit(deps, limit)));

  expect(passed(results)).toBe(5);
});

Deno.test("takeRateLimit() never lets more than the limit pass across processes", async () => {
  await using deps = await makeDeps();
  const processes = await Promise.all([1, 2, 3, 4].map(() => makeDeps({ kv: deps.kv })));

  const results = await Promise.all(
    Array.from({ length: 40 }, (_, i) => takeRateLimit(processes[i % 4]!, limit)),
  );

  expect(passed(results)).toBe(5);
});

Deno.test("takeRateLimit() says how long to wait, and counts anew after that", async () => {
  await using deps = await makeDeps();
  for (let i = 0; i < 5; i++) await takeRateLimit(deps, limit);
  deps.clock.advance({ seconds: 15 });

  expect(await takeRateLimit(deps, limit)).toEqual({
    ok: false,
    error: { code: "rate_limited", retryAfterSeconds: 45 },
  });

  deps.clock.advance({ seconds: 45 });
  expect(await takeRateLimit(deps, limit)).toMatchObject({ ok: true });
});

Deno.test("a limit survives a restart", async () => {
  await using deps = await makeDeps();
  for (let i = 0; i < 5; i++) await takeRateLimit(deps, limit);

  await using restarted = await makeDeps({ kv: deps.kv });

  expect(await takeRateLimit(restarted, limit)).toMatchObject({ ok: false });
});

Deno.test("takeRateLimits() takes from none if one of them is used up", async () => {
  await using deps = await makeDeps();
  const full = { ...limit, scope: "full", limit: 0 };
  const before = await dumpKv(deps.kv);

  expect(await takeRateLimits(deps, [limit, full])).toMatchObject({ ok: false });

  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("logIn() refuses the eleventh wrong password, and the right one too until the time is up", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  for (let i = 0; i < 10; i++) {
    expect(await guess(deps)).toMatchObject({ error: { code: "bad_credentials" } });
  }

  expect(await guess(deps)).toEqual({
    ok: false,
    error: { code: "rate_limited", retryAfterSeconds: 900 },
  });
  expect(await logInAda(deps)).toMatchObject({ error: { code: "rate_limited" } });

  deps.clock.advance({ minutes: 15 });
  expect(await logInAda(deps)).toMatchObject({ ok: true });
});

Deno.test("logIn() looks at 10 of 50 passwords that are guessed at once", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);

  const results = await Promise.all(Array.from({ length: 50 }, () => guess(deps)));

  const looked = results.filter((result) => !result.ok && result.error.code === "bad_credentials");
  expect(looked).toHaveLength(10);
});

Deno.test("logIn() counts an address in every spelling as one", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const spellings = ["ada@example.com", "ADA@example.com", " Ada@Example.Com", "ａda@example.com"];
  for (let i = 0; i < 10; i++) await guess(deps, { email: spellings[i % 4] });

  expect(await guess(deps, { email: "aDa@example.com" })).toMatchObject({
    error: { code: "rate_limited" },
  });
});

Deno.test("logIn() counts an IPv6 network as one, whatever the suffix", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  for (let i = 0; i < 10; i++) await guess(deps, { ip: `2001:db8:1:2::${i.toString(16)}` });

  expect(await guess(deps, { ip: "2001:db8:1:2:ffff::1" })).toMatchObject({
    error: { code: "rate_limited" },
  });
  expect(await guess(deps, { ip: "2001:db8:1:3::1" })).toMatchObject({
    error: { code: "bad_credentials" },
  });
});

Deno.test("somebody who guesses from elsewhere doesn't lock the owner out", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  for (let i = 0; i < 12; i++) await guess(deps, { ip: "198.51.100.7" });

  expect(await logInAda(deps, { ip: "192.0.2.1" })).toMatchObject({ ok: true });
});

Deno.test("guesses at one account from ever new networks end after 50 in an hour", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  for (let i = 0; i < 50; i++) await guess(deps, { ip: `198.51.100.${i}` });

  expect(await guess(deps, { ip: "203.0.113.1" })).toMatchObject({
    error: { code: "rate_limited" },
  });
});

Deno.test("guesses from many networks lock nobody out of where they usually are, by network or browser", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const browserId = "B".repeat(22);
  unwrap(await logInAda(deps, { ip: "192.0.2.1", browserId }));
  for (let i = 0; i < 50; i++) await guess(deps, { ip: `198.51.100.${i}` });

  expect(await logInAda(deps, { ip: "203.0.113.1" })).toMatchObject({
    error: { code: "rate_limited" },
  });
  expect(await logInAda(deps, { ip: "192.0.2.1" })).toMatchObject({ ok: true });
  expect(await logInAda(deps, { ip: "203.0.113.2", browserId })).toMatchObject({ ok: true });
});

Deno.test("guesses at ever new accounts from one network end after 50", async () => {
  await using deps = await makeDeps();
  for (let i = 0; i < 50; i++) await guess(deps, { email: `person${i}@example.com` });

  expect(await guess(deps, { email: "another@example.com" })).toMatchObject({
    error: { code: "rate_limited" },
  });
});

Deno.test("right log-ins don't use up the limit", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);

  for (let i = 0; i < 60; i++) expect(await logInAda(deps)).toMatchObject({ ok: true });
});

const networks: Array<[ip: string, network: string]> = [
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::ffff:c000:201", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["evil, 192.0.2.1", "unknown"],
  ["", "unknown"],
  ["999.1.1.1.1", "unknown"],
];

for (const [ip, network] of networks) {
  Deno.test(`networkOf("${ip}") is ${network}`, () => {
    expect(networkOf(ip)).toBe(network);
  });
}
