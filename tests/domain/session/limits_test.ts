/**
 * The limits on everything but the log-in's password: codes from one network, passkeys, refresh tokens, invitations, changes
 * of the address. One try more than the limit is refused with the time to wait, writes nothing, and costs nobody else theirs.
 */
import { expect } from "expect";
import { answerInvitation, inviteMember } from "@/domain/invitation/mod.ts";
import { withCodeLimits } from "@/domain/second_factor/limits.ts";
import {
  beginPasskeyLogIn,
  logInByPasskey,
  refreshApiSession,
  requestEmailChange,
  resolveSession,
} from "@/domain/session/mod.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { tokenOf } from "@/tests/helpers/mails.ts";
import { confirmAddress, makePerson, PASSWORD } from "@/tests/helpers/people.ts";

const HERE = { ip: "192.0.2.1", userAgent: "test" };
const ELSEWHERE = { ip: "198.51.100.1", userAgent: "test" };
const LIMITED = {
  ok: false,
  error: { code: "rate_limited", retryAfterSeconds: expect.any(Number) },
};

type Try = (client: typeof HERE) => Promise<Result<unknown, { code: string }>>;

/** Uses a limit up, and expects that the next try is refused and writes nothing; from elsewhere, it isn't. */
async function expectLimit(deps: TestDeps, limit: number, attempt: Try): Promise<void> {
  for (let i = 0; i < limit; i++) expect(await attempt(HERE)).not.toMatchObject(LIMITED);
  const before = await dumpKv(deps.kv);
  expect(await attempt(HERE)).toEqual(LIMITED);
  expect(await dumpKv(deps.kv)).toEqual(before);
}

Deno.test("codes of ever new accounts from one network end after 50 in a quarter of an hour", async () => {
  await using deps = await makeDeps();
  let looked = 0;
  let account = 0;
  const guess: Try = ({ ip }) => {
    const accountId = `cus_${Math.floor(account++ / 5)}`;
    return withCodeLimits(deps, { accountId, ip }, () => {
      looked++;
      return Promise.resolve(fail({ code: "bad_code" }));
    });
  };

  await expectLimit(deps, 50, guess);

  expect(looked).toBe(50);
  expect(await guess(ELSEWHERE)).toEqual({ ok: false, error: { code: "bad_code" } });
  deps.clock.advance({ minutes: 15 });
  const right = await withCodeLimits(
    deps,
    { accountId: "cus_x", ip: HERE.ip },
    () => Promise.resolve(ok("right")),
  );
  expect(right).toEqual({ ok: true, value: "right" });
});

Deno.test("a network may ask 120 things about passkeys in a quarter of an hour", async () => {
  await using deps = await makeDeps();

  await expectLimit(deps, 120, (client) => beginPasskeyLogIn(deps, client));

  expect(await logInByPasskey(deps, { ...HERE, answer: "{}" })).toEqual(LIMITED);
  expect(await beginPasskeyLogIn(deps, ELSEWHERE)).toMatchObject({ ok: true });
});

Deno.test("a network may try 300 refresh tokens in a quarter of an hour", async () => {
  await using deps = await makeDeps();
  const refreshToken = `cn_rt_${"A".repeat(43)}`;
  const attempt: Try = (client) => refreshApiSession(deps, { ...client, refreshToken });

  await expectLimit(deps, 300, attempt);

  expect(await attempt(ELSEWHERE)).toEqual({ ok: false, error: { code: "bad_refresh_token" } });
});

Deno.test("an account sends 20 invitations in an hour, and a network answers 60", async () => {
  await using deps = await makeDeps();
  const owner = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
  await confirmAddress(deps, owner);
  const form = { email: "bob@example.com", rights: ["services"] };

  await expectLimit(deps, 20, () => inviteMember(deps, { actor: owner.customer, form }));

  const token = await tokenOf(deps, "invite_member", "bob@example.com");
  const attempt: Try = (client) =>
    answerInvitation(deps, { token, name: "Bob", password: "short", client });
  await expectLimit(deps, 60, attempt);
  expect(await attempt(ELSEWHERE)).toMatchObject({ error: { code: "validation" } });
});

Deno.test("an account asks for five new addresses in an hour: each is two mails", async () => {
  await using deps = await makeDeps();
  const { session } = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
  const signedIn = (await resolveSession(deps, session))!;
  let number = 0;
  const ask: Try = (client) => {
    const form = { email: `ada${number++}@new.example.com`, password: PASSWORD, code: "" };
    return requestEmailChange(deps, { signedIn, client, form });
  };

  for (let i = 0; i < 5; i++) expect(await ask(HERE)).toMatchObject({ ok: true });
  const ignoring = { ignore: ["rate_limits"] };
  const before = await dumpKv(deps.kv, ignoring);
  expect(await ask(ELSEWHERE)).toEqual(LIMITED);

  expect(await dumpKv(deps.kv, ignoring)).toEqual(before);
});
