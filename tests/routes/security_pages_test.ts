import { expect } from "expect";
import { listApiTokens } from "@/domain/api_token/mod.ts";
import { readAccountByEmail } from "@/domain/customer/mod.ts";
import { resolveSession } from "@/domain/session/mod.ts";
import { getSettings, updateSettings } from "@/domain/settings/mod.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { readFlash } from "@/routes/(_lib)/flash.ts";
import { tokenOf as apiTokenOf } from "@/tests/helpers/api.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { templatesTo, tokenOf } from "@/tests/helpers/mails.ts";
import { makePerson, PASSWORD, signIn } from "@/tests/helpers/people.ts";
import { codeAt, turnOnTotp } from "@/tests/helpers/second_factor.ts";

const ada = { name: "Ada Lovelace", email: "ada@example.com" };
const NEW_PASSWORD = "quiet marble lantern";

Deno.test("the password is changed on the security page, errors beside their fields, nothing typed kept", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);
  const other = await signIn(deps, ada.email);
  const path = "/dashboard/security/password";
  expect(await (await app.get("/dashboard/security", { session })).text())
    .toContain(`action="${path}"`);

  const wrong = await app.post(path, {
    current_password: "wrong horse battery",
    password: NEW_PASSWORD,
  }, { session });
  const html = await wrong.text();
  expect(wrong.status).toBe(422);
  expect(html).toMatch(/This isn.{1,6}t your password/);
  expect(html).not.toContain("wrong horse battery");
  expect(html).not.toContain(NEW_PASSWORD);

  const changed = await app.post(path, {
    current_password: PASSWORD,
    password: NEW_PASSWORD,
  }, { session });
  expect([changed.status, changed.headers.get("location")]).toEqual([303, "/dashboard/security"]);
  expect(await resolveSession(deps, session)).not.toBeNull();
  expect(await resolveSession(deps, other)).toBeNull();
});

Deno.test("what was wrong with a form far down the security page is said at its top, with the way to it", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { id, session } = await makePerson(deps, ada);
  await turnOnTotp(deps, id);
  const path = "/dashboard/security";

  const form = { action: "new_codes", password: "wrong horse battery", code: "123456" };
  const html = await (await app.post(path, form, { session })).text();

  const [, alert] = /role="alert"(.*?)id="sign-in"/s.exec(html)!;
  expect(alert).toMatch(/This isn.{1,6}t your password/);
  expect(alert).toContain('href="#codes"');
  expect(await (await app.get(path, { session })).text()).not.toContain('role="alert"');
});

Deno.test("the pages of a new password say what becomes of API tokens, and end them if that is ticked", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const person = await makePerson(deps, ada);
  const { session } = person;
  const path = "/dashboard/security/password";
  const pages = [path, "/dashboard/security"];
  for (const page of pages) {
    expect(await (await app.get(page, { session })).text()).not.toContain("revoke_tokens");
  }
  await apiTokenOf(deps, person);
  for (const page of pages) {
    expect(await (await app.get(page, { session })).text()).toMatch(
      /Revoke my API token, too.*goes on working/s,
    );
  }

  const change = (current_password: string, password: string, more = {}) =>
    app.post(path, { current_password, password, ...more }, { session });
  expect(await flashOf(deps, await change(PASSWORD, NEW_PASSWORD)))
    .toContain("API tokens go on working");
  const revoked = await change(NEW_PASSWORD, "copper river song", { revoke_tokens: "on" });
  expect(await flashOf(deps, revoked)).not.toContain("go on working");
  expect(await listApiTokens(deps, { viewer: person.customer })).toEqual([]);
  expect((await change("copper river song", "x", { revoke_tokens: "yes" })).status).toBe(422);
});

Deno.test("the address is changed with password and code, and each is asked for", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session, id } = await makePerson(deps, ada);
  const { secret } = await turnOnTotp(deps, id);
  deps.clock.advance({ seconds: 30 });
  const path = "/dashboard/security/email";
  const ask = (fields: Record<string, string>) =>
    app.post(path, { email: "ada@new.example.com", ...fields }, { session });

  expect((await ask({ password: PASSWORD })).status).toBe(422);
  expect((await ask({ password: PASSWORD, code: "000000" })).status).toBe(422);
  expect((await ask({ password: "wrong horse battery" })).status).toBe(422);
  expect(await templatesTo(deps, "ada@new.example.com")).toEqual([]);
  const asked = await ask({ password: PASSWORD, code: codeAt(secret, deps.clock.now()) });
  expect([asked.status, asked.headers.get("location")]).toEqual([303, "/dashboard/security"]);
  expect(await readAccountByEmail(deps.kv, ada.email)).not.toBeNull();

  const token = await tokenOf(deps, "email_change");
  expect((await app.get(`/confirm-email?token=${token}`)).status).toBe(200);
  expect(await readAccountByEmail(deps.kv, ada.email)).not.toBeNull();
  expect((await app.post("/confirm-email", { token })).status).toBe(303);
  expect((await readAccountByEmail(deps.kv, "ada@new.example.com"))?.id).toBe(id);
  expect(await templatesTo(deps, ada.email)).toContain("email_change_notice");
});

Deno.test("the address that waits is shown on both pages, and taken back without a password", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);
  const path = "/dashboard/security/email";
  const waiting = "Waiting for ada@new.example.com";
  expect(await (await app.get(path, { session })).text()).not.toContain("Waiting for");

  await app.post(path, { email: "ada@new.example.com", password: PASSWORD }, { session });
  for (const page of [path, "/dashboard/security"]) {
    expect(await (await app.get(page, { session })).text()).toContain(waiting);
  }
  const token = await tokenOf(deps, "email_change");
  const cancelled = await app.post(path, { action: "cancel" }, { session });

  expect([cancelled.status, cancelled.headers.get("location")])
    .toEqual([303, "/dashboard/security"]);
  expect(await (await app.get(path, { session })).text()).not.toContain("Waiting for");
  expect((await app.get(`/confirm-email?token=${token}`)).status).toBe(410);
  expect((await app.post("/confirm-email", { token })).status).toBe(410);
  expect(await readAccountByEmail(deps.kv, ada.email)).not.toBeNull();
});

Deno.test("sessions are listed with device and network, and end one by one or all others", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);
  const eve = await makePerson(deps, { name: "Eve", email: "eve@example.com" });
  const first = await signIn(deps, ada.email);
  const second = await signIn(deps, ada.email);
  const third = await signIn(deps, ada.email);
  const path = "/dashboard/security/sessions";
  const idOf = async (token: string) => (await resolveSession(deps, token))!.sessionId;

  const html = await (await app.get("/dashboard/security", { session })).text();
  expect(html).toContain("192.0.2.1");
  expect(html).toContain(await idOf(first));
  expect(html).not.toContain(await idOf(eve.session));
  const foreign = { action: "end", session: await idOf(eve.session) };
  expect((await app.post(path, foreign, { session })).status).toBe(404);
  expect(await resolveSession(deps, eve.session)).not.toBeNull();

  const one = { action: "end", session: await idOf(first) };
  expect((await app.post(path, one, { session })).status).toBe(303);
  expect(await resolveSession(deps, first)).toBeNull();
  expect(await resolveSession(deps, second)).not.toBeNull();
  expect((await app.post(path, { action: "end_others" }, { session })).status).toBe(303);
  expect([await resolveSession(deps, second), await resolveSession(deps, third)])
    .toEqual([null, null]);
  expect(await resolveSession(deps, session)).not.toBeNull();
});

Deno.test("the dashboard asks to confirm the address until it is, and sends the link again", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);
  const dashboard = async () => await (await app.get("/dashboard", { session })).text();
  expect(await dashboard()).toContain("Confirm your address");

  const sent = await app.post("/dashboard", { action: "resend_verification" }, { session });
  const again = await app.post("/dashboard", { action: "resend_verification" }, { session });
  expect([sent.status, again.status]).toEqual([303, 303]);
  expect(await templatesTo(deps, ada.email)).toEqual(["verify_email"]);
  await app.post("/verify-email", { token: await tokenOf(deps, "verify_email") });

  expect(await dashboard()).not.toContain("Confirm your address");
});

Deno.test("new terms are asked for, and the version and the time of the answer are kept", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const registered = await app.post("/register", { ...ada, password: PASSWORD });
  expect(registered.status).toBe(303);
  const session = await signIn(deps, ada.email);
  const dashboard = async () => await (await app.get("/dashboard", { session })).text();
  expect(await dashboard()).not.toContain("Our terms have changed");
  const actor = {
    kind: "staff" as const,
    id: "cus_owner",
    permissions: ROLE_PERMISSIONS.owner,
  };
  const values = { ...await getSettings(deps, "orders"), termsVersion: "2027-01" };
  unwrap(await updateSettings(deps, { actor, section: "orders", values }));
  deps.clock.advance({ minutes: 5 });

  expect(await dashboard()).toContain("Our terms have changed");
  const old = { action: "accept_terms", version: "2026-11" };
  expect((await app.post("/dashboard", old, { session })).status).toBe(409);
  await app.post("/dashboard", { action: "accept_terms", version: "2027-01" }, { session });

  expect(await dashboard()).not.toContain("Our terms have changed");
  expect((await readAccountByEmail(deps.kv, ada.email))?.acceptedTerms)
    .toEqual({ version: "2027-01", at: "2026-03-01T12:05:00.000Z" });
});

/** What the next page will say. */
async function flashOf(deps: TestDeps, response: Response): Promise<string> {
  const cookie = response.headers.getSetCookie().map((each) => each.split(";")[0]!).join("; ");
  return (await readFlash(deps, new Headers({ cookie })))?.text ?? "";
}
