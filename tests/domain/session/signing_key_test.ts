import { expect } from "expect";
import {
  deleteOldSigningKeys,
  logIn,
  openToken,
  resolveSession,
  rotateSigningKey,
  signToken,
} from "@/domain/session/mod.ts";
import { recurringTasks } from "@/domain/operations/background.ts";
import { runRecurring } from "@/domain/job/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { ada, client, registerAda } from "./setup.ts";

const keyTasks = recurringTasks.filter(({ name }) => name === "signing_keys.rotate");

function flash(deps: TestDeps, minutes = 1): Promise<string> {
  const expiresAt = toIso(deps.clock.now().add({ minutes }));
  return signToken(deps, { audience: "flash", claims: { text: "hello" }, expiresAt });
}

function kidOf(token: string): string {
  const head = Uint8Array.fromBase64(token.split(".")[0]!, { alphabet: "base64url" });
  return JSON.parse(new TextDecoder().decode(head)).kid;
}

function countSigningKeys(deps: TestDeps): Promise<number> {
  return countKeys(deps.kv, ["signing_keys"]);
}

Deno.test("rotateSigningKey() leaves a key alone for 30 days, and then replaces it", async () => {
  await using deps = await makeDeps();
  const first = kidOf(await flash(deps));

  deps.clock.advance({ hours: 24 * 30 - 1 });
  expect(unwrap(await rotateSigningKey(deps))).toEqual({ isNew: false });
  expect(kidOf(await flash(deps))).toBe(first);

  deps.clock.advance({ hours: 1 });
  expect(unwrap(await rotateSigningKey(deps))).toEqual({ isNew: true });
  expect(kidOf(await flash(deps))).not.toBe(first);
});

Deno.test("a session from before the rotation lasts its 30 days; then its key is deleted", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const { cookieToken } = unwrap(await logIn(deps, { ...client, ...ada }));
  unwrap(await rotateSigningKey(deps, { isForced: true }));

  for (let day = 1; day < 30; day++) {
    deps.clock.advance({ days: 1 });
    expect(await deleteOldSigningKeys(deps)).toBe(0);
    expect(await resolveSession(deps, cookieToken)).not.toBeNull();
  }
  deps.clock.advance({ days: 1, hours: 1 });
  expect(await deleteOldSigningKeys(deps)).toBe(1);
  expect(await countSigningKeys(deps)).toBe(1);
});

Deno.test("a replaced key opens nothing after its time, though it isn't deleted yet", async () => {
  await using deps = await makeDeps();
  const kid = kidOf(await flash(deps));
  const { sealed } = (await deps.kv.get<{ sealed: string }>(["signing_keys", kid])).value!;
  await deps.kv.set(["signing_keys", kid], {
    schemaVersion: 1,
    sealed,
    createdAt: toIso(deps.clock.now()),
    notAfter: toIso(deps.clock.now().add({ seconds: 30 })),
  });
  const token = await flash(deps);

  expect(await openToken(deps, { token, audience: "flash" })).not.toBeNull();
  deps.clock.advance({ seconds: 30 });
  expect(await openToken(deps, { token, audience: "flash" })).toBeNull();
});

Deno.test("processes that find the key too old together replace it once", async () => {
  await using deps = await makeDeps();
  await flash(deps);
  deps.clock.advance({ days: 31 });
  const processes = await Promise.all([1, 2, 3, 4, 5].map(() => makeDeps({ kv: deps.kv })));
  for (const one of processes) one.clock.advance({ days: 31 });

  const results = await Promise.all(processes.map((one) => rotateSigningKey(one)));

  expect(results.filter((each) => unwrap(each).isNew)).toHaveLength(1);
  expect(await countSigningKeys(deps)).toBe(2);
});

Deno.test("the recurring task replaces the key each month and keeps two of them", async () => {
  await using deps = await makeDeps();
  await flash(deps);
  const kids = new Set<string>();

  for (let day = 0; day < 200; day++) {
    deps.clock.advance({ days: 1 });
    await runRecurring(deps, keyTasks);
    const token = await flash(deps);
    kids.add(kidOf(token));
    expect(await openToken(deps, { token, audience: "flash" })).not.toBeNull();
    expect(await countSigningKeys(deps)).toBeLessThanOrEqual(3);
  }

  expect(kids.size).toBe(7);
  const turned = deps.logged.filter(({ event }) => event === "signing_keys.rotated");
  expect(turned.length).toBeGreaterThanOrEqual(6);
});

Deno.test("deleteOldSigningKeys() with isLeaked ends every token of the old keys, not of the new one", async () => {
  await using deps = await makeDeps();
  const old = await flash(deps);
  unwrap(await rotateSigningKey(deps, { isForced: true }));
  const fresh = await flash(deps);

  expect(await deleteOldSigningKeys(deps, { isLeaked: true })).toBe(1);

  expect(await openToken(deps, { token: old, audience: "flash" })).toBeNull();
  expect(await openToken(deps, { token: fresh, audience: "flash" })).not.toBeNull();
});

Deno.test("a key from before keys had times is accepted, and replaced at the next turn", async () => {
  await using deps = await makeDeps();
  const token = await flash(deps, 10);
  const kid = kidOf(token);
  const { sealed } = (await deps.kv.get<{ sealed: string }>(["signing_keys", kid])).value!;
  await deps.kv.set(["signing_keys", kid], sealed);

  expect(kidOf(await flash(deps))).toBe(kid);
  expect(await openToken(deps, { token, audience: "flash" })).not.toBeNull();
  expect(unwrap(await rotateSigningKey(deps))).toEqual({ isNew: true });
  expect(await openToken(deps, { token, audience: "flash" })).not.toBeNull();
});

Deno.test("signToken() refuses a token that would outlive its key", async () => {
  await using deps = await makeDeps();

  await expect(flash(deps, 31 * 24 * 60)).rejects.toThrow(RangeError);
});

Deno.test("a rotation is in the audit log without the key", async () => {
  await using deps = await makeDeps();
  const kid = kidOf(await flash(deps));
  unwrap(await rotateSigningKey(deps, { isForced: true }));

  const events = await Array.fromAsync(
    deps.kv.list<{ action: string }>({ prefix: ["audit_events"] }),
  );
  const text = JSON.stringify(events.map(({ value }) => value));
  expect(text).toContain("signing_key.rotated");
  const { sealed } = (await deps.kv.get<{ sealed: string }>(["signing_keys", kid])).value!;
  expect(text).not.toContain(sealed);
});
