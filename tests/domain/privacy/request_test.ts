/** What ends at the moment in which somebody asks for the end of their account: every way in that they left open elsewhere. */
import { expect } from "expect";
import { createApiToken, resolveApiToken } from "@/domain/api_token/mod.ts";
import { requestErasure } from "@/domain/privacy/mod.ts";
import { resolveSession } from "@/domain/session/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { confirmAddress, makePerson, PASSWORD, signIn } from "@/tests/helpers/people.ts";
import { codeAt, turnOnTotp, wrongCode } from "@/tests/helpers/second_factor.ts";

const CLIENT = { ip: "192.0.2.1", userAgent: "test" };

Deno.test("asking for the end of an account ends its sessions and API tokens at once, and takes the code of its app", async () => {
  await using deps = await makeDeps();
  const ada = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
  await confirmAddress(deps, ada);
  const elsewhere = await signIn(deps, ada.email);
  const form = { name: "Backup", scopes: ["read:orders"], days: "90", ranges: "" };
  const { token } = unwrap(await createApiToken(deps, { actor: ada.customer, form }));
  const { secret } = await turnOnTotp(deps, ada.id);
  deps.clock.advance({ minutes: 1 });
  const signedIn = (await resolveSession(deps, ada.session))!;
  const ask = (code: string) =>
    requestErasure(deps, { signedIn, client: CLIENT, password: PASSWORD, code });
  const ignoring = { ignore: ["rate_limits"] };
  const before = await dumpKv(deps.kv, ignoring);

  for (const code of ["", wrongCode(secret, deps.clock.now())]) {
    expect(await ask(code)).toMatchObject({ ok: false, error: { code: "validation" } });
  }
  expect(await dumpKv(deps.kv, ignoring)).toEqual(before);

  expect(await ask(codeAt(secret, deps.clock.now()))).toMatchObject({ ok: true });
  for (const session of [ada.session, elsewhere]) {
    expect(await resolveSession(deps, session)).toBeNull();
  }
  expect(await resolveApiToken(deps, { token, ip: CLIENT.ip })).toBeNull();
});
