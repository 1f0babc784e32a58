import { expect } from "expect";
import { findAccountByEmail } from "@/domain/customer/mod.ts";
import { resolveSession, signUp } from "@/domain/session/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { ada, client, registerAda } from "./setup.ts";

function signUpAda(deps: TestDeps, input: Partial<typeof ada & typeof client> = {}) {
  return signUp(deps, { ...ada, ...client, ...input });
}

async function mailTemplates(deps: TestDeps): Promise<string[]> {
  const templates: string[] = [];
  for await (const { value } of deps.kv.list<{ template?: string }>({ prefix: ["mails"] })) {
    if (value?.template) templates.push(value.template);
  }
  return templates.sort();
}

Deno.test("signUp() makes an account and signs it in at once, with a mail", async () => {
  await using deps = await makeDeps();

  const { cookieToken } = unwrap(await signUpAda(deps));

  expect(await resolveSession(deps, cookieToken)).toMatchObject({
    account: { email: "ada@example.com", name: "Ada Lovelace", staffRole: null },
  });
  expect(await mailTemplates(deps)).toEqual(["welcome"]);
});

Deno.test("signUp() with a known address answers as with a new one, but gives no session", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);

  const known = unwrap(await signUpAda(deps, { password: "another password" }));
  const fresh = unwrap(await signUpAda(deps, { email: "new@example.com" }));

  expect(Object.keys(known)).toEqual(Object.keys(fresh));
  expect(known.expiresAt).toBe(fresh.expiresAt);
  expect(known.cookieToken.length).toBe(fresh.cookieToken.length);
  expect(await resolveSession(deps, known.cookieToken)).toBeNull();
  expect(await countKeys(deps.kv, ["accounts"])).toBe(2);
});

Deno.test("signUp() with a known address changes nothing in the account", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  const before = await dumpKv(deps.kv, { prefix: ["accounts", accountId] });

  await signUpAda(deps, { name: "Mallory", password: "another password" });

  expect(await dumpKv(deps.kv, { prefix: ["accounts", accountId] })).toEqual(before);
  expect(await findAccountByEmail(deps, ada.email)).toMatchObject({ name: "Ada Lovelace" });
});

Deno.test("signUp() tells the owner of a known address once a day", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);

  for (let i = 0; i < 3; i++) await signUpAda(deps, { password: "another password" });
  expect(await mailTemplates(deps)).toEqual(["account_exists"]);

  deps.clock.advance({ days: 1 });
  await signUpAda(deps, { password: "another password" });
  expect(await mailTemplates(deps)).toEqual(["account_exists", "account_exists"]);
});

Deno.test("signUp() takes another spelling of a known mailbox for the known address", async () => {
  await using deps = await makeDeps();
  await signUpAda(deps, { email: "ada.lovelace@gmail.com" });

  const again = unwrap(
    await signUpAda(deps, { email: "AdaLovelace+1@googlemail.com", password: "another password" }),
  );

  expect(await resolveSession(deps, again.cookieToken)).toBeNull();
  expect(await countKeys(deps.kv, ["accounts"])).toBe(1);
  expect(await mailTemplates(deps)).toEqual(["account_exists", "welcome"]);
});

Deno.test("signUp() refuses a password that is easy to guess, of known and unknown alike", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);

  const known = await signUpAda(deps, { password: "password123" });
  const fresh = await signUpAda(deps, { password: "password123", email: "new@example.com" });

  expect(known).toMatchObject({ error: { fields: { password: expect.any(String) } } });
  expect(known).toEqual(fresh);
  expect(await countKeys(deps.kv, ["accounts"])).toBe(1);
});

Deno.test("signUp() twice with the same form signs in twice to one account", async () => {
  await using deps = await makeDeps();

  const results = await Promise.all([signUpAda(deps), signUpAda(deps)]);

  const people = await Promise.all(
    results.map((result) => resolveSession(deps, unwrap(result).cookieToken)),
  );
  expect(people.map((person) => person?.account.email)).toEqual([ada.email, ada.email]);
  expect(await countKeys(deps.kv, ["accounts"])).toBe(1);
});

Deno.test("signUp() costs one hash, whether the address is known or not", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);

  for (const email of [ada.email, "new@example.com"]) {
    let hashes = 0;
    const lanes = {
      ...deps.lanes,
      share<T>(name: string, slots: number, work: () => Promise<T>): Promise<T> {
        hashes++;
        return deps.lanes.share(name, slots, work);
      },
    };
    await signUp({ ...deps, lanes }, { ...ada, ...client, email, password: "another password" });
    expect(hashes).toBe(1);
  }
});

Deno.test("signUp() is no way around the limit on guessing passwords", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  for (let i = 0; i < 10; i++) await signUpAda(deps, { password: `wrong password ${i}` });

  expect(await signUpAda(deps)).toMatchObject({ error: { code: "rate_limited" } });
});

Deno.test("signUp() refuses a form that doesn't fit and writes nothing", async () => {
  await using deps = await makeDeps();

  const result = await signUpAda(deps, { email: "nobody" });

  expect(result).toMatchObject({
    error: { code: "validation", fields: { email: expect.any(String) } },
  });
  expect(await dumpKv(deps.kv)).toEqual({});
});

Deno.test("signUp() is limited by network", async () => {
  await using deps = await makeDeps();
  for (let i = 0; i < 100; i++) await signUpAda(deps, { email: `person${i}@example.com` });

  expect(await signUpAda(deps, { email: "next@example.com" })).toMatchObject({
    error: { code: "rate_limited" },
  });
  expect(await signUpAda(deps, { email: "next@example.com", ip: "198.51.100.1" })).toMatchObject({
    ok: true,
  });
});
