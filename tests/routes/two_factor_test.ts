/** Log-in in two steps through the real handler (THREATS 16), and the rule that staff must have a second factor. */
import { expect } from "expect";
import { SETTINGS_SECTIONS } from "@/components/admin/settings_sections.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import { resolveSession } from "@/domain/session/mod.ts";
import { getSecondFactor } from "@/domain/second_factor/mod.ts";
import { hashPassword, loadAccount, stageAccountChange } from "@/domain/customer/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { type CookieName, cookieName } from "@/routes/(_lib)/cookies.ts";
import { settingsOf, textsOf } from "@/routes/(_lib)/settings_form.ts";
import { type Fields, makeApp, sessionOf, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { makePerson, PASSWORD, type Person } from "@/tests/helpers/people.ts";
import { codeAt, turnOnTotp, wrongCode } from "@/tests/helpers/second_factor.ts";

const ada = { name: "Ada", email: "ada@example.com" };
const eve = { name: "Eve", email: "eve@example.com" };
const PATH = "/login/two-factor";

interface Account extends Person {
  secret: string;
  recoveryCodes: string[];
}

async function withFactor(deps: TestDeps, who: { name: string; email: string }): Promise<Account> {
  const person = await makePerson(deps, who);
  const factor = await turnOnTotp(deps, person.id);
  deps.clock.advance({ seconds: 30 });
  return { ...person, ...factor };
}

/** The value that an answer gives a cookie; empty where it removes it, `null` if it doesn't set it. */
function cookieOf(deps: TestDeps, response: Response, name: CookieName): string | null {
  const prefix = `${cookieName(deps.config, name)}=`;
  const cookie = response.headers.getSetCookie().find((each) => each.startsWith(prefix));
  return cookie === undefined ? null : cookie.slice(prefix.length).split(";")[0]!;
}

function carrying(deps: TestDeps, cookies: Partial<Record<CookieName, string>>) {
  const pairs = Object.entries(cookies)
    .map(([name, value]) => `${cookieName(deps.config, name as CookieName)}=${value}`);
  return { headers: { cookie: pairs.join("; ") } };
}

/** Takes the first step and answers its token. */
async function firstStep(app: TestApp, deps: TestDeps, email: string): Promise<string> {
  const response = await app.post("/login", { email, password: PASSWORD });
  expect(response.headers.get("location")).toBe(PATH);
  return cookieOf(deps, response, "challenge")!;
}

function secondStep(app: TestApp, deps: TestDeps, challenge: string, fields: Fields) {
  return app.post(PATH, fields, carrying(deps, { challenge }));
}

Deno.test("a right password alone signs nobody in who has a second factor", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await withFactor(deps, ada);
  const sessions = await countKeys(deps.kv, ["sessions"]);

  const response = await app.post("/login?next=/pricing", { email: ada.email, password: PASSWORD });

  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe(`${PATH}?next=%2Fpricing`);
  expect(sessionOf(deps, response)).toBeNull();
  expect(await countKeys(deps.kv, ["sessions"])).toBe(sessions);
  expect(response.headers.getSetCookie().join("\n"))
    .toMatch(/cloudnest_challenge=[\w-]{43}; Path=\/; Max-Age=300; HttpOnly; SameSite=Lax$/m);
});

Deno.test("password and code sign in, lead on and use up the first step", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { secret, id } = await withFactor(deps, ada);
  const challenge = await firstStep(app, deps, ada.email);
  const code = codeAt(secret, deps.clock.now());

  const shown = await app.get(`${PATH}?next=/pricing`, carrying(deps, { challenge }));
  const done = await app.post(`${PATH}?next=/pricing`, { code }, carrying(deps, { challenge }));

  expect(await shown.text()).toContain('name="code"');
  expect(shown.headers.get("cache-control")).toBe("private, no-store");
  expect([done.status, done.headers.get("location")]).toEqual([303, "/pricing"]);
  expect(cookieOf(deps, done, "challenge")).toBe("");
  expect(cookieOf(deps, done, "device")).toBeNull();
  const signedIn = await resolveSession(deps, sessionOf(deps, done)!);
  expect(signedIn?.account.id).toBe(id);

  deps.clock.advance({ seconds: 30 });
  const again = await secondStep(app, deps, challenge, { code: codeAt(secret, deps.clock.now()) });
  expect(again.headers.get("location")).toBe("/login");
  expect(sessionOf(deps, again)).toBeNull();
});

Deno.test("the second step can't be taken without a first, with a made-up one, or with a session's token", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { secret, session } = await withFactor(deps, ada);
  const code = codeAt(secret, deps.clock.now());
  const sessions = await countKeys(deps.kv, ["sessions"]);

  for (const challenge of ["", "x", "A".repeat(43), session, "__proto__"]) {
    const shown = await app.get(PATH, carrying(deps, { challenge }));
    const posted = await secondStep(app, deps, challenge, { code });
    for (const response of [shown, posted]) {
      expect([challenge, response.status, response.headers.get("location")])
        .toEqual([challenge, 303, "/login"]);
      expect(sessionOf(deps, response)).toBeNull();
    }
  }
  expect(await countKeys(deps.kv, ["sessions"])).toBe(sessions);
});

Deno.test("somebody else's first step asks for somebody else's code", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const adas = await withFactor(deps, ada);
  const eves = await withFactor(deps, eve);
  const challenge = await firstStep(app, deps, ada.email);
  const now = deps.clock.now();

  const own = await secondStep(app, deps, challenge, { code: codeAt(eves.secret, now) });
  const recovery = await secondStep(app, deps, challenge, { code: eves.recoveryCodes[0]! });
  const withAccount = await secondStep(app, deps, challenge, {
    code: codeAt(eves.secret, now),
    account: eves.id,
  });
  const right = await secondStep(app, deps, challenge, { code: codeAt(adas.secret, now) });

  expect([own.status, recovery.status, withAccount.status]).toEqual([422, 422, 422]);
  expect((await getSecondFactor(deps, eves.id)).codesLeft).toBe(10);
  expect((await resolveSession(deps, sessionOf(deps, right)!))?.account.id).toBe(adas.id);
});

Deno.test("a first step is over after five minutes, with its password, and with the account", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { secret, id } = await withFactor(deps, ada);
  const change = (part: Record<string, unknown>) =>
    transact(deps, async (tx) => {
      stageAccountChange(tx, { ...(await loadAccount(tx, id))!, ...part });
      return ok(null);
    });
  const before = (await deps.kv.get<{ passwordHash: string }>(["accounts", id])).value!;
  const ends: [string, () => unknown][] = [
    ["time", () => deps.clock.advance({ minutes: 5 })],
    ["password", () => change({ passwordHash: before.passwordHash.replace(/.$/, "_") })],
    ["suspension", () => change({ status: "suspended" })],
  ];

  for (const [why, end] of ends) {
    await change({ passwordHash: before.passwordHash, status: "active" });
    const challenge = await firstStep(app, deps, ada.email);
    await end();
    deps.clock.advance({ seconds: 30 });
    const response = await secondStep(app, deps, challenge, {
      code: codeAt(secret, deps.clock.now()),
    });
    expect([why, response.status, response.headers.get("location")]).toEqual([why, 303, "/login"]);
    expect(sessionOf(deps, response)).toBeNull();
  }
});

Deno.test("a wrong code is said so, kept out of the page, and counted", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { secret } = await withFactor(deps, ada);
  const challenge = await firstStep(app, deps, ada.email);
  const code = wrongCode(secret, deps.clock.now());

  const wrong = await secondStep(app, deps, challenge, { code, remember: "on" });
  const html = await wrong.text();
  expect(wrong.status).toBe(422);
  expect(html).toContain("was used before");
  expect(html).not.toContain(`value="${code}"`);
  expect(html).toMatch(
    /<input[^>]*name="remember"[^>]*checked|<input[^>]*checked[^>]*name="remember"/,
  );
  for (let i = 0; i < 4; i++) await secondStep(app, deps, challenge, { code });

  const right = await secondStep(app, deps, challenge, { code: codeAt(secret, deps.clock.now()) });
  expect(right.status).toBe(429);
  expect(right.headers.get("retry-after")).not.toBeNull();
  expect(await countKeys(deps.kv, ["audit_events"])).toBeGreaterThan(0);
});

Deno.test("a remembered device skips the second step for 30 days, for its account and password alone", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { secret, id } = await withFactor(deps, ada);
  await withFactor(deps, eve);
  const challenge = await firstStep(app, deps, ada.email);
  const done = await secondStep(app, deps, challenge, {
    code: codeAt(secret, deps.clock.now()),
    remember: "on",
  });
  const device = cookieOf(deps, done, "device")!;
  const logIn = async (email: string, deviceToken: string) => {
    const fields = { email, password: PASSWORD };
    const response = await app.post("/login", fields, carrying(deps, { device: deviceToken }));
    return response.headers.get("location");
  };

  expect(device).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify((await getSecondFactor(deps, id)).devices)).not.toContain(device);
  expect(await logIn(ada.email, device)).toBe("/dashboard");
  expect(await logIn(eve.email, device)).toBe(PATH);
  expect(await logIn(ada.email, "A".repeat(43))).toBe(PATH);
  const [stored] = (await getSecondFactor(deps, id)).devices;
  expect(await logIn(ada.email, stored!.id)).toBe(PATH);

  deps.clock.advance({ days: 30 });
  expect(await logIn(ada.email, device)).toBe(PATH);
});

Deno.test("a device is forgotten on the security page, and with a new password", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { secret, id } = await withFactor(deps, ada);
  const remember = async () => {
    deps.clock.advance({ seconds: 30 });
    const challenge = await firstStep(app, deps, ada.email);
    const code = codeAt(secret, deps.clock.now());
    const done = await secondStep(app, deps, challenge, { code, remember: "on" });
    return { device: cookieOf(deps, done, "device")!, session: sessionOf(deps, done)! };
  };
  const skips = async (device: string) => {
    const fields = { email: ada.email, password: PASSWORD };
    const response = await app.post("/login", fields, carrying(deps, { device }));
    return response.headers.get("location") === "/dashboard";
  };

  const first = await remember();
  const second = await remember();
  const [newest] = (await getSecondFactor(deps, id)).devices;
  const fields = { action: "forget_device", device: newest!.id };
  const forgotten = await app.post("/dashboard/security", fields, { session: second.session });
  expect(forgotten.status).toBe(303);
  expect([await skips(first.device), await skips(second.device)]).toEqual([true, false]);

  // The same password, set again: its hash has another salt.
  const passwordHash = await hashPassword(deps, PASSWORD);
  unwrap(
    await transact(deps, async (tx) => {
      stageAccountChange(tx, { ...(await loadAccount(tx, id))!, passwordHash });
      return ok(null);
    }),
  );
  expect(await skips(first.device)).toBe(false);
});

Deno.test("registering with a known address and its password doesn't get around the second factor", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await withFactor(deps, ada);

  const response = await app.post("/register", { ...ada, password: PASSWORD });

  expect(response.headers.get("location")).toBe("/dashboard");
  expect(cookieOf(deps, response, "challenge")).toBeNull();
  expect(await resolveSession(deps, sessionOf(deps, response)!)).toBeNull();
});

Deno.test("staff who must have a second factor see nothing else until they have one", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const owner = await makePerson(deps, { name: "Owner", email: "o@example.com", role: "owner" });
  const customer = await makePerson(deps, ada);
  const settings = { actor: owner.staff!, section: "security" as const };
  unwrap(await updateSettings(deps, { ...settings, values: { staffNeedSecondFactor: true } }));
  const statuses = (person: Person) =>
    Promise.all(
      ["/admin", "/admin/orders", "/dashboard", "/dashboard/invoices"].map(async (path) => {
        const response = await app.get(path, person);
        return response.headers.get("location") ?? response.status;
      }),
    );

  expect(new Set(await statuses(owner))).toEqual(new Set(["/dashboard/security"]));
  expect(await statuses(customer)).toEqual([404, 404, 200, 200]);
  const posted = await app.post("/admin/settings/security", {}, owner);
  expect(posted.headers.get("location")).toBe("/dashboard/security");
  const security = await app.get("/dashboard/security", owner);
  expect(await security.text()).toContain("Switch on a second factor to go on");
  expect((await app.post("/logout", {}, owner)).headers.get("location")).toBe("/");

  const next = await makePerson(deps, { name: "B", email: "b@example.com", role: "billing" });
  await turnOnTotp(deps, next.id);
  expect((await app.get("/admin", next)).status).toBe(200);
});

Deno.test("whoever sits at a session that was left open sets no app up without the password", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session, id } = await makePerson(deps, ada);
  const path = "/dashboard/security";
  const begin = (fields: Fields) =>
    app.post(path, { action: "begin_totp", ...fields }, { session });
  expect(await (await app.get(path, { session })).text()).not.toContain('id="totp-password"');
  deps.clock.advance({ minutes: 10 });

  expect(await (await app.get(path, { session })).text()).toContain('id="totp-password"');
  for (const fields of [{}, { password: "wrong horse battery" }] as Fields[]) {
    expect((await begin(fields)).status).toBe(422);
    expect((await getSecondFactor(deps, id)).setup).toBeNull();
  }
  expect((await begin({ password: PASSWORD })).status).toBe(303);
  expect((await getSecondFactor(deps, id)).setup).not.toBeNull();
});

Deno.test("without scripts the app is set up by plain forms, and its codes are shown once", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session, id } = await makePerson(deps, ada);
  const path = "/dashboard/security";

  const begun = await app.post(path, { action: "begin_totp" }, { session });
  expect([begun.status, begun.headers.get("location")]).toEqual([303, path]);
  const shown = await (await app.get(path, { session })).text();
  const { secret } = (await getSecondFactor(deps, id)).setup!;
  expect(shown).toContain(secret.slice(0, 4) + " " + secret.slice(4, 8));
  expect(shown).toContain("<svg");

  const wrong = { action: "confirm_totp", code: wrongCode(secret, deps.clock.now()) };
  const refused = await app.post(path, wrong, { session });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toMatch(
    /id="totp-code"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="totp-code"/,
  );

  const code = codeAt(secret, deps.clock.now());
  const done = await app.post(path, { action: "confirm_totp", code }, { session });
  const html = await done.text();
  const codes = [...html.matchAll(/<li[^>]*>([0-9A-Z]{5}-[0-9A-Z]{5})<\/li>/g)].map(([, each]) =>
    each
  );
  expect(done.status).toBe(200);
  expect(done.headers.get("cache-control")).toBe("private, no-store");
  expect(codes).toHaveLength(10);
  expect(html).toContain(`data:text/plain;charset=utf-8,`);
  const later = await (await app.get(path, { session })).text();
  for (const each of codes) expect(later).not.toContain(each);
  expect(later).not.toContain(secret.slice(0, 8));
});

Deno.test("switching off and new codes ask for password and code, beside their fields", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session, secret, id } = await withFactor(deps, ada);
  const path = "/dashboard/security";
  const code = codeAt(secret, deps.clock.now());

  const wrong = await app.post(path, { action: "disable_totp", password: "nope", code }, {
    session,
  });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain("This isn't your password.");
  const missing = await app.post(path, { action: "disable_totp", password: PASSWORD }, { session });
  expect(missing.status).toBe(422);
  expect((await getSecondFactor(deps, id)).totpSince).not.toBeNull();

  const renewed = await app.post(path, { action: "new_codes", password: PASSWORD, code }, {
    session,
  });
  expect(renewed.status).toBe(200);
  deps.clock.advance({ seconds: 30 });
  const next = codeAt(secret, deps.clock.now());
  const off = await app.post(path, { action: "disable_totp", password: PASSWORD, code: next }, {
    session,
  });
  expect([off.status, off.headers.get("location")]).toEqual([303, path]);
  expect((await getSecondFactor(deps, id)).totpSince).toBeNull();
});

Deno.test("the setting's checkbox is a yes or no, and no other value", () => {
  const section = SETTINGS_SECTIONS.security;
  const read = (texts: Record<string, string>) => settingsOf(section, texts).values;

  expect(read({ staffNeedSecondFactor: "on" })).toEqual({ staffNeedSecondFactor: true });
  const others: Record<string, string>[] = [{}, { staffNeedSecondFactor: "" }, {
    staffNeedSecondFactor: "true",
  }];
  for (const texts of others) {
    expect(read(texts)).toEqual({ staffNeedSecondFactor: false });
  }
  expect(textsOf(section, { staffNeedSecondFactor: true })).toEqual({
    staffNeedSecondFactor: "on",
  });
  expect(textsOf(section, { staffNeedSecondFactor: false })).toEqual({ staffNeedSecondFactor: "" });
});
