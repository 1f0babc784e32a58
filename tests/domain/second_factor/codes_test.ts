/** An authenticator app and recovery codes through their life: set up, used, replayed, guessed, renewed, switched off. */
import { expect } from "expect";
import { getAccount } from "@/domain/customer/mod.ts";
import {
  beginTotpSetup,
  checkSecondFactor,
  confirmTotpSetup,
  disableTotp,
  getSecondFactor,
  newRecoveryCodes,
} from "@/domain/second_factor/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson, PASSWORD } from "@/tests/helpers/people.ts";
import { codeAt, FACTOR_CLIENT, turnOnTotp, wrongCode } from "@/tests/helpers/second_factor.ts";

const ada = { name: "Ada", email: "ada@example.com" };

async function withAda(deps: TestDeps) {
  const { id } = await makePerson(deps, ada);
  return { accountId: id, client: FACTOR_CLIENT };
}

async function mailsOf(deps: TestDeps): Promise<string[]> {
  const changes: string[] = [];
  for await (const { value } of deps.kv.list<Record<string, unknown>>({ prefix: ["mails"] })) {
    if (value.template !== "second_factor_changed") continue;
    changes.push((value.variables as { change: string }).change);
  }
  return changes;
}

/** Everything but what counts tries. */
function stateOf(deps: TestDeps) {
  return dumpKv(deps.kv, { ignore: ["rate_limits"] });
}

Deno.test("a new app counts for nothing until it has shown a code", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);

  unwrap(await beginTotpSetup(deps, { ...owner, password: null }));

  const { setup, totpSince } = await getSecondFactor(deps, owner.accountId);
  expect(setup?.secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(totpSince).toBeNull();
  expect((await getAccount(deps, owner.accountId))?.secondFactor).toBe("none");
  const code = codeAt(setup!.secret, deps.clock.now());
  const used = await checkSecondFactor(deps, { ...owner, code });
  expect(used).toEqual({ ok: false, error: { code: "bad_code" } });
});

Deno.test("the first code switches the app on, gives ten recovery codes and tells the owner", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);

  const { recoveryCodes } = await turnOnTotp(deps, owner.accountId);

  expect(recoveryCodes).toHaveLength(10);
  expect(new Set(recoveryCodes).size).toBe(10);
  for (const code of recoveryCodes) {
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  }
  const view = await getSecondFactor(deps, owner.accountId);
  expect(view).toMatchObject({ setup: null, codesLeft: 10, passkeys: [], devices: [] });
  expect((await getAccount(deps, owner.accountId))?.secondFactor).toBe("totp");
  expect(await mailsOf(deps)).toEqual(["An authenticator app was switched on."]);
});

Deno.test("neither the secret nor a recovery code is stored in the clear, or in the audit log", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);

  const { secret, recoveryCodes } = await turnOnTotp(deps, owner.accountId);

  const stored = Deno.inspect([await dumpKv(deps.kv), deps.logged], {
    depth: 20,
    strAbbreviateSize: 1e6,
    iterableLimit: 1e6,
  });
  for (
    const hidden of [
      secret,
      ...recoveryCodes,
      ...recoveryCodes.map((code) => code.replace("-", "")),
    ]
  ) {
    expect(stored).not.toContain(hidden);
  }
});

Deno.test("a set-up that takes more than 15 minutes is over", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);
  unwrap(await beginTotpSetup(deps, { ...owner, password: null }));
  const { secret } = (await getSecondFactor(deps, owner.accountId)).setup!;

  deps.clock.advance({ minutes: 15 });

  const code = codeAt(secret, deps.clock.now());
  expect(await confirmTotpSetup(deps, { ...owner, code }))
    .toEqual({ ok: false, error: { code: "setup_expired" } });
  expect((await getSecondFactor(deps, owner.accountId)).setup).toBeNull();
});

Deno.test("a wrong code doesn't switch the app on, and writes nothing", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);
  unwrap(await beginTotpSetup(deps, { ...owner, password: null }));
  const { secret } = (await getSecondFactor(deps, owner.accountId)).setup!;
  const before = await stateOf(deps);

  const code = wrongCode(secret, deps.clock.now());
  const result = await confirmTotpSetup(deps, { ...owner, code });

  expect(result).toMatchObject({ ok: false, error: { code: "validation" } });
  expect(await stateOf(deps)).toEqual(before);
});

Deno.test("an app that is on can't be set up over", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);
  await turnOnTotp(deps, owner.accountId);

  expect(await beginTotpSetup(deps, { ...owner, password: null }))
    .toEqual({ ok: false, error: { code: "already_on" } });
});

Deno.test("a wrong password begins nothing, and counts as a guess", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);
  const begin = (password: string) => beginTotpSetup(deps, { ...owner, password });
  const before = await stateOf(deps);

  for (const password of ["", "wrong horse battery", ...Array(3).fill("guess")]) {
    expect(await begin(password)).toMatchObject({
      error: { code: "validation", fields: { password: expect.any(String) } },
    });
  }
  expect(await begin(PASSWORD)).toMatchObject({ error: { code: "rate_limited" } });
  expect(await stateOf(deps)).toEqual(before);
  deps.clock.advance({ minutes: 15 });
  unwrap(await begin(PASSWORD));
  expect((await getSecondFactor(deps, owner.accountId)).setup).not.toBeNull();
});

Deno.test("each code works once, the confirming one included", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);
  const { secret } = await turnOnTotp(deps, owner.accountId);
  const check = (code: string) => checkSecondFactor(deps, { ...owner, code });

  expect((await check(codeAt(secret, deps.clock.now()))).ok).toBe(false);
  deps.clock.advance({ seconds: 30 });
  const code = codeAt(secret, deps.clock.now());
  expect(await check(`${code.slice(0, 3)} ${code.slice(3)}`))
    .toEqual({ ok: true, value: { method: "totp" } });
  expect((await check(code)).ok).toBe(false);
});

Deno.test("a code sent at once to two processes is taken exactly once", async () => {
  const path = await Deno.makeTempFile({ suffix: ".kv" });
  {
    using one = await Deno.openKv(path);
    using other = await Deno.openKv(path);
    await using first = await makeDeps({ kv: one });
    await using second = await makeDeps({ kv: other });
    const owner = await withAda(first);
    const { secret, recoveryCodes } = await turnOnTotp(first, owner.accountId);
    for (const deps of [first, second]) deps.clock.advance({ seconds: 30 });

    for (const code of [codeAt(secret, first.clock.now()), recoveryCodes[0]!]) {
      const results = await Promise.all(
        [first, second, first, second].map((deps) => checkSecondFactor(deps, { ...owner, code })),
      );
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    }
    expect((await getSecondFactor(second, owner.accountId)).codesLeft).toBe(9);
  }
  await Deno.remove(path);
});

Deno.test("a recovery code works once, in any spelling, and for its owner alone", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);
  const { recoveryCodes: [code] } = await turnOnTotp(deps, owner.accountId);
  const { id: eveId } = await makePerson(deps, { name: "Eve", email: "eve@example.com" });
  await turnOnTotp(deps, eveId);
  const typed = code!.toLowerCase().replace("-", " ").replaceAll("0", "o").replaceAll("1", "l");

  const eves = await checkSecondFactor(deps, { ...owner, accountId: eveId, code: code! });
  const first = await checkSecondFactor(deps, { ...owner, code: typed });
  const second = await checkSecondFactor(deps, { ...owner, code: code! });

  expect(eves).toEqual({ ok: false, error: { code: "bad_code" } });
  expect(first).toEqual({ ok: true, value: { method: "recovery_code" } });
  expect(second).toEqual({ ok: false, error: { code: "bad_code" } });
  expect(await mailsOf(deps)).toContain("A recovery code was used. 9 codes are left.");
});

Deno.test("the sixth wrong code in a quarter of an hour isn't looked at, and neither is a right one", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);
  const { secret } = await turnOnTotp(deps, owner.accountId);
  deps.clock.advance({ seconds: 60 });
  const check = (code: string) => checkSecondFactor(deps, { ...owner, code });
  for (let i = 0; i < 5; i++) await check(wrongCode(secret, deps.clock.now()));

  const right = await check(codeAt(secret, deps.clock.now()));
  expect(right).toEqual({ ok: false, error: { code: "rate_limited", retryAfterSeconds: 840 } });

  deps.clock.advance({ minutes: 15 });
  expect((await check(codeAt(secret, deps.clock.now()))).ok).toBe(true);
});

Deno.test("from many networks there are 20 wrong codes an hour and 60 a day", async () => {
  await using deps = await makeDeps();
  const { accountId } = await withAda(deps);
  const { secret } = await turnOnTotp(deps, accountId);
  let tried = 0;
  const guess = async () => {
    const client = { ip: `198.51.100.${tried++ % 250}`, userAgent: "x" };
    const code = wrongCode(secret, deps.clock.now());
    const result = await checkSecondFactor(deps, { accountId, client, code });
    return result.ok ? "ok" : result.error.code;
  };
  const counts: number[] = [];
  for (let hour = 0; hour < 4; hour++) {
    let looked = 0;
    while (await guess() === "bad_code") looked++;
    counts.push(looked);
    deps.clock.advance({ hours: 1 });
  }

  expect(counts).toEqual([20, 20, 20, 0]);
});

Deno.test("switching the app off takes password and code, and ends what came with it", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);
  const { secret, recoveryCodes } = await turnOnTotp(deps, owner.accountId);
  deps.clock.advance({ seconds: 30 });
  const code = codeAt(secret, deps.clock.now());
  const before = await stateOf(deps);

  const noPassword = await disableTotp(deps, { ...owner, password: "wrong horse", code });
  const noCode = await disableTotp(deps, { ...owner, password: PASSWORD, code: "" });
  expect(noPassword).toMatchObject({
    ok: false,
    error: { fields: { password: expect.any(String) } },
  });
  expect(noCode).toMatchObject({ ok: false, error: { fields: { code: expect.any(String) } } });
  expect(await stateOf(deps)).toEqual(before);

  unwrap(await disableTotp(deps, { ...owner, password: PASSWORD, code }));
  expect((await getAccount(deps, owner.accountId))?.secondFactor).toBe("none");
  expect(await mailsOf(deps)).toContain("The authenticator app was switched off.");
  const late = await checkSecondFactor(deps, { ...owner, code: recoveryCodes[0]! });
  expect(late).toEqual({ ok: false, error: { code: "bad_code" } });
});

Deno.test("new recovery codes end the old ones", async () => {
  await using deps = await makeDeps();
  const owner = await withAda(deps);
  const { secret, recoveryCodes: [old] } = await turnOnTotp(deps, owner.accountId);
  deps.clock.advance({ seconds: 30 });
  const code = codeAt(secret, deps.clock.now());

  const renewed = unwrap(await newRecoveryCodes(deps, { ...owner, password: PASSWORD, code }));

  expect((await checkSecondFactor(deps, { ...owner, code: old! })).ok).toBe(false);
  expect((await checkSecondFactor(deps, { ...owner, code: renewed.recoveryCodes[0]! })).ok).toBe(
    true,
  );
});
