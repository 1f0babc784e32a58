import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { endSession, logIn, resolveSession } from "@/domain/session/mod.ts";
import { PERMISSIONS } from "@/domain/shared/permissions.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv, dumpText } from "@/tests/helpers/dump.ts";
import { ada, client, logInAda, registerAda } from "./setup.ts";

const badCredentials = { ok: false, error: { code: "bad_credentials" } };

async function auditActions(deps: TestDeps): Promise<string[]> {
  const viewer = { kind: "staff" as const, id: "cus_staff", permissions: new Set(PERMISSIONS) };
  return unwrap(await listAudit(deps, { viewer })).items.map((event) => event.action);
}

Deno.test("logIn() starts a session that resolves to its account", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);

  const started = unwrap(await logInAda(deps));

  const signedIn = await resolveSession(deps, started.cookieToken);
  expect(signedIn).toMatchObject({
    account: { id: accountId, email: ada.email },
    actor: { kind: "customer", id: accountId },
    customer: { kind: "customer", id: accountId },
  });
  expect(await auditActions(deps)).toContain("session.started");
});

for (const email of ["ADA@EXAMPLE.COM", " ada@example.com ", "ａda@example.com"]) {
  Deno.test(`logIn() takes the address in the spelling "${email}"`, async () => {
    await using deps = await makeDeps();
    await registerAda(deps);

    expect(await logInAda(deps, { email })).toMatchObject({ ok: true });
  });
}

Deno.test("logIn() gives a wrong password and an unknown address the same answer", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);

  const wrong = await logInAda(deps, { password: "wrong horse battery" });
  const unknown = await logInAda(deps, { email: "nobody@example.com" });
  const notAnAddress = await logInAda(deps, { email: "nobody" });
  const huge = await logInAda(deps, { password: "x".repeat(100_000) });

  expect([wrong, unknown, notAnAddress, huge]).toEqual(Array(4).fill(badCredentials));
  expect(await countKeys(deps.kv, ["sessions"])).toBe(0);
});

Deno.test("logIn() does the same work for a wrong password, an unknown address and no address", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);

  for (const input of [{ password: "wrong horse" }, { email: "no@example.com" }, { email: "no" }]) {
    let hashes = 0;
    const lanes = {
      ...deps.lanes,
      share<T>(name: string, slots: number, work: () => Promise<T>): Promise<T> {
        hashes++;
        return deps.lanes.share(name, slots, work);
      },
    };
    const before = (await auditActions(deps)).length;
    await logIn({ ...deps, lanes }, {
      ...client,
      email: ada.email,
      password: ada.password,
      ...input,
    });
    expect(hashes).toBe(1);
    expect((await auditActions(deps)).length).toBe(before + 1);
  }
});

Deno.test("logIn() refuses a suspended account like a wrong password", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  await suspend(deps, accountId);

  expect(await logInAda(deps)).toEqual(badCredentials);
  expect(await auditActions(deps)).toContain("session.refused");
});

Deno.test("suspending an account ends its sessions at once", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  const { cookieToken } = unwrap(await logInAda(deps));

  await suspend(deps, accountId);

  expect(await resolveSession(deps, cookieToken)).toBeNull();
});

Deno.test("logIn() ends the session that the browser had before", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const first = unwrap(await logInAda(deps));
  const { sessionId } = (await resolveSession(deps, first.cookieToken))!;

  const second = unwrap(await logInAda(deps, { previousSessionId: sessionId }));

  expect(second.cookieToken).not.toBe(first.cookieToken);
  expect(await resolveSession(deps, first.cookieToken)).toBeNull();
  expect(await resolveSession(deps, second.cookieToken)).not.toBeNull();
});

Deno.test("logIn() hashes the password anew when the cost has changed", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  deps.config.scrypt = { n: 2 ** 11, r: 8, p: 1 };

  await logInAda(deps);

  const stored = await deps.kv.get<{ passwordHash: string }>(["accounts", accountId]);
  expect(stored.value?.passwordHash).toMatch(/^\$scrypt\$ln=11,/);
  expect(await logInAda(deps)).toMatchObject({ ok: true });
});

Deno.test("endSession() ends the session at once, for every process", async () => {
  await using deps = await makeDeps();
  await using other = await makeDeps({ kv: deps.kv });
  await registerAda(deps);
  const { cookieToken } = unwrap(await logInAda(deps));
  const signedIn = (await resolveSession(other, cookieToken))!;

  await endSession(deps, { signedIn });

  expect(await resolveSession(other, cookieToken)).toBeNull();
  expect(await countKeys(deps.kv, ["sessions"])).toBe(0);
  expect(await countKeys(deps.kv, ["sessions_by_account"])).toBe(0);
  expect(await auditActions(deps)).toContain("session.ended");
});

Deno.test("endSession() of an ended session changes nothing", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const { cookieToken } = unwrap(await logInAda(deps));
  const signedIn = (await resolveSession(deps, cookieToken))!;
  await endSession(deps, { signedIn });
  const before = await dumpKv(deps.kv);

  await endSession(deps, { signedIn });

  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("neither log-in nor its refusal leaves a password or token in KV or the log", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const { cookieToken } = unwrap(await logInAda(deps));
  await logInAda(deps, { password: "a wrong password" });

  const kept = await dumpText(deps) + JSON.stringify(deps.logged);
  expect(kept).not.toContain("horse battery");
  expect(kept).not.toContain("a wrong password");
  expect(kept).not.toContain(cookieToken.split(".")[2]!);
});

async function suspend(deps: TestDeps, accountId: string): Promise<void> {
  const { value } = await deps.kv.get<object>(["accounts", accountId]);
  await deps.kv.set(["accounts", accountId], { ...value, status: "suspended" });
}
