/** People with a second factor: proving who one is by a code, and accepting an invitation in two steps. */
import { expect } from "expect";
import { findAccountByEmail } from "@/domain/customer/mod.ts";
import { inviteStaff } from "@/domain/invitation/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { cookieName } from "@/routes/(_lib)/cookies.ts";
import { makeApp, sessionOf } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { makePerson, PASSWORD } from "@/tests/helpers/people.ts";
import { codeAt, turnOnTotp, wrongCode } from "@/tests/helpers/second_factor.ts";

Deno.test("with an app the proof is a code, which works once; the password alone proves nothing", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const owner = await makePerson(deps, { name: "O", email: "o@example.com", role: "owner" });
  const { secret } = await turnOnTotp(deps, owner.id);
  deps.clock.advance({ minutes: 10 });
  const path = "/admin/confirm?next=/admin/staff";

  const html = await (await app.get(path, owner)).text();
  expect(html).toContain('name="code"');
  expect(html).not.toContain('name="password"');
  expect((await app.post(path, { password: PASSWORD }, owner)).status).toBe(422);
  expect((await app.post(path, { code: wrongCode(secret, deps.clock.now()) }, owner)).status)
    .toBe(422);
  const code = codeAt(secret, deps.clock.now());
  const proved = await app.post(path, { code }, owner);
  expect([proved.status, proved.headers.get("location")]).toEqual([303, "/admin/staff"]);

  deps.clock.advance({ minutes: 10 });
  expect((await app.post(path, { code }, owner)).status).toBe(422);
});

Deno.test("an invitation doesn't lead around the second factor", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const owner = await makePerson(deps, { name: "O", email: "o@example.com", role: "owner" });
  const ada = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
  const { secret } = await turnOnTotp(deps, ada.id);
  deps.clock.advance({ minutes: 1 });
  const form = { email: ada.email, role: "viewer" };
  unwrap(await inviteStaff(deps, { actor: owner.staff!, form }));
  const path = await linkOf(deps, ada.email);

  const first = await app.post(path, { action: "answer", name: "", password: PASSWORD });

  expect(first.headers.get("location"))
    .toBe(`/login/two-factor?next=${encodeURIComponent(path)}`);
  expect(sessionOf(deps, first)).toBe(null);
  expect((await findAccountByEmail(deps, ada.email))?.staffRole).toBe(null);

  const name = cookieName(deps.config, "challenge");
  const challenge = first.headers.getSetCookie().find((each) => each.startsWith(name))!.split(
    ";",
  )[0]!;
  const second = await app.post(first.headers.get("location")!, {
    code: codeAt(secret, deps.clock.now()),
  }, { headers: { cookie: challenge } });
  expect(second.headers.get("location")).toBe(path);
  const session = sessionOf(deps, second)!;
  expect(await (await app.get(path, { session })).text()).toContain('value="accept"');
  expect((await app.post(path, { action: "accept" }, { session })).status).toBe(303);
  expect((await findAccountByEmail(deps, ada.email))?.staffRole).toBe("viewer");
  expect((await app.get("/admin", { session })).status).toBe(200);
});

async function linkOf(
  deps: Awaited<ReturnType<typeof makeDeps>>,
  email: string,
): Promise<string> {
  for await (const { value } of deps.kv.list({ prefix: ["mails"] })) {
    const mail = value as { id: string; to: { email: string }; sealedToken: string | null };
    if (mail.to.email !== email || !mail.sealedToken) continue;
    return `/invite?token=${await deps.secrets.open("mail_link", mail.id, mail.sealedToken)}`;
  }
  throw new Error(`no link to ${email}`);
}
