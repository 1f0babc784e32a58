/** Another address: one request counts, the last, and nothing that rests on the old address outlives it. */
import { expect } from "expect";
import { readAccountByEmail } from "@/domain/customer/mod.ts";
import {
  cancelEmailChange,
  changePassword,
  confirmEmailChange,
  readPasswordReset,
  readPendingEmail,
  requestEmailChange,
  requestPasswordReset,
  resetPassword,
  resolveSession,
  type SignedIn,
} from "@/domain/session/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { runJobs, tokenOf } from "@/tests/helpers/mails.ts";
import { ada, client, logInAda, registerAda } from "./setup.ts";

const expired = { ok: false, error: { code: "link_expired" } };

async function signedInAda(deps: TestDeps): Promise<SignedIn> {
  return (await resolveSession(deps, unwrap(await logInAda(deps)).cookieToken))!;
}

Deno.test("the link to a mistyped address is dead once another was asked for, or the request was taken back", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  const signedIn = await signedInAda(deps);
  const ask = async (email: string) => {
    const form = { email, password: ada.password, code: "" };
    unwrap(await requestEmailChange(deps, { signedIn, client, form }));
    return await tokenOf(deps, "email_change", email);
  };
  const mistyped = await ask("ada@mistyped.example.com");
  const right = await ask("ada@right.example.com");

  expect(await readPendingEmail(deps, accountId)).toBe("ada@right.example.com");
  expect(await confirmEmailChange(deps, { token: mistyped })).toEqual(expired);
  unwrap(await confirmEmailChange(deps, { token: right }));
  expect(await confirmEmailChange(deps, { token: mistyped })).toEqual(expired);
  expect(await readPendingEmail(deps, accountId)).toBeNull();

  const unwanted = await ask("ada@unwanted.example.com");
  unwrap(await cancelEmailChange(deps, { signedIn }));
  expect(await readPendingEmail(deps, accountId)).toBeNull();
  expect(await confirmEmailChange(deps, { token: unwanted })).toEqual(expired);
  expect((await readAccountByEmail(deps.kv, "ada@right.example.com"))?.id).toBe(accountId);
});

Deno.test("an address that waits is forgotten after a day and with the password, and taken once of two clicks", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  const signedIn = await signedInAda(deps);
  const form = { email: "ada@new.example.com", password: ada.password, code: "" };
  unwrap(await requestEmailChange(deps, { signedIn, client, form }));
  deps.clock.advance({ days: 1 });
  expect(await readPendingEmail(deps, accountId)).toBeNull();
  unwrap(await requestEmailChange(deps, { signedIn, client, form }));
  const token = await tokenOf(deps, "email_change");

  const clicks = await Promise.all([1, 2, 3].map(() => confirmEmailChange(deps, { token })));
  expect(clicks.filter((click) => click.ok)).toHaveLength(1);

  const other = { ...form, email: "ada@other.example.com" };
  unwrap(await requestEmailChange(deps, { signedIn, client, form: other }));
  expect(await readPendingEmail(deps, accountId)).toBe("ada@other.example.com");
  const change = { currentPassword: ada.password, password: "quiet marble lantern" };
  unwrap(await changePassword(deps, { signedIn, client, ...change }));
  expect(await readPendingEmail(deps, accountId)).toBeNull();
});

Deno.test("whoever reads the old mailbox sets no password once the address has changed", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const signedIn = await signedInAda(deps);
  unwrap(await requestPasswordReset(deps, { email: ada.email, client }));
  await runJobs(deps);
  const token = await tokenOf(deps, "password_reset");
  const form = { email: "ada@new.example.com", password: ada.password, code: "" };
  unwrap(await requestEmailChange(deps, { signedIn, client, form }));
  expect((await readPasswordReset(deps, token)).ok).toBe(true);
  unwrap(await confirmEmailChange(deps, { token: await tokenOf(deps, "email_change") }));

  const before = await dumpKv(deps.kv);
  expect(await resetPassword(deps, { token, password: "quiet marble lantern", client }))
    .toEqual(expired);
  expect(await dumpKv(deps.kv)).toEqual(before);
});
