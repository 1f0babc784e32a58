/** Sessions in such numbers that no commit could end them: nobody who has the password gets there, nor is anybody stuck there. */
import { expect } from "expect";
import { changePassword, resolveSession } from "@/domain/session/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { ada, client, logInAda, registerAda } from "./setup.ts";

const SESSIONS = ["sessions"];
const INDEX = ["sessions_by_account"];

async function changeAdas(deps: TestDeps, cookieToken: string) {
  return await changePassword(deps, {
    signedIn: (await resolveSession(deps, cookieToken))!,
    client,
    currentPassword: ada.password,
    password: "quiet marble lantern",
  });
}

Deno.test("an account has 100 sessions at the most: a new one ends the oldest, also when many begin at once", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const first = unwrap(await logInAda(deps));
  const second = unwrap(await logInAda(deps));
  for (let more = 0; more < 98; more++) unwrap(await logInAda(deps));
  expect(await resolveSession(deps, first.cookieToken)).not.toBeNull();

  const last = unwrap(await logInAda(deps));
  expect(await resolveSession(deps, first.cookieToken)).toBeNull();
  expect(await resolveSession(deps, second.cookieToken)).not.toBeNull();
  await Promise.all(Array.from({ length: 20 }, () => logInAda(deps)));
  unwrap(await logInAda(deps));

  expect(await countKeys(deps.kv, SESSIONS)).toBe(100);
  expect(await countKeys(deps.kv, INDEX)).toBe(100);
  expect(await resolveSession(deps, last.cookieToken)).not.toBeNull();
});

Deno.test("a new password ends all other sessions, however many there are", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  const { cookieToken, sessionId } = unwrap(await logInAda(deps));
  const { value } = await deps.kv.get<object>(["sessions", sessionId]);
  for (let more = 0; more < 1200; more++) {
    const id = deps.ids.next("ses");
    await deps.kv.set(["sessions", id], { ...value, id });
    await deps.kv.set(["sessions_by_account", accountId, id], null);
  }

  unwrap(await changeAdas(deps, cookieToken));

  expect(await countKeys(deps.kv, SESSIONS)).toBe(1);
  expect(await countKeys(deps.kv, INDEX)).toBe(1);
  expect(await resolveSession(deps, cookieToken)).not.toBeNull();
});
