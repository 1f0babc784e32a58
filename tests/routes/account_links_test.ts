import { expect } from "expect";
import { readAccountByEmail } from "@/domain/customer/mod.ts";
import { resolveSession } from "@/domain/session/mod.ts";
import { makeApp, sessionOf } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { runJobs, templatesTo, tokenOf } from "@/tests/helpers/mails.ts";
import { confirmAddress, makePerson, PASSWORD } from "@/tests/helpers/people.ts";
import { codeAt, turnOnTotp } from "@/tests/helpers/second_factor.ts";

const ada = { name: "Ada Lovelace", email: "ada@example.com", password: PASSWORD };
const NEW_PASSWORD = "quiet marble lantern";
const PAGES = ["/verify-email", "/reset-password", "/confirm-email", "/not-me"];

/** A page without what is new in each. */
async function pageOf(response: Response): Promise<string> {
  return (await response.text()).replaceAll(/nonce="[^"]*"/g, "")
    .replaceAll(/(name="stamp" value=)"[^"]*"/g, "$1");
}

Deno.test("an address is confirmed by the button of the page, and not by looking at it", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await app.post("/register", ada);
  const token = await tokenOf(deps, "welcome");
  const isVerified = async () =>
    (await readAccountByEmail(deps.kv, ada.email))?.emailVerifiedAt !== null;
  const before = await dumpKv(deps.kv);

  for (let i = 0; i < 3; i++) {
    const shown = await app.get(`/verify-email?token=${token}`);
    expect(shown.status).toBe(200);
    expect(shown.headers.get("cache-control")).toBe("private, no-store");
    expect(await shown.text()).toContain("only if it was you who opened the account");
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
  expect(await isVerified()).toBe(false);
  const posted = await app.post("/verify-email", { token });
  expect([posted.status, posted.headers.get("location")]).toEqual([303, "/login"]);

  expect(await isVerified()).toBe(true);
  expect((await app.get(`/verify-email?token=${token}`)).status).toBe(410);
  expect((await app.post("/verify-email", { token })).status).toBe(410);
});

Deno.test("links of every wrong shape get the page of one that was used, and change nothing", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await app.post("/register", ada);
  const used = await tokenOf(deps, "welcome");
  await app.post("/verify-email", { token: used });
  const wrong = ["x", "%00", "[object Object]", "A".repeat(43), "A".repeat(5000), `${used}=`];
  const before = await dumpKv(deps.kv);

  for (const path of PAGES) {
    const shown = await pageOf(await app.get(`${path}?token=${used}`));
    const posted = await pageOf(await app.post(path, { token: used, ...passwordFor(path) }));
    for (const token of wrong) {
      const response = await app.get(`${path}?token=${encodeURIComponent(token)}`);
      expect([path, token.slice(0, 50), response.status]).toEqual([path, token.slice(0, 50), 410]);
      expect(await pageOf(response)).toBe(shown);
      const answer = await app.post(path, { token, ...passwordFor(path) });
      expect(answer.status).toBe(410);
      expect(await pageOf(answer)).toBe(posted);
    }
    for (const query of [`token[]=${used}`, `token=${used}&token=${used}`, "token=", "token"]) {
      const status = (await app.get(`${path}?${query}`)).status;
      expect([200, 410]).toContain(status);
    }
    const twice = new URLSearchParams([["token", used], ["token", used]]);
    expect((await app.request(path, { method: "POST", body: twice })).status).toBeLessThan(500);
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

function passwordFor(path: string): Record<string, string> {
  return path === "/reset-password" ? { password: NEW_PASSWORD } : {};
}

Deno.test("a forgotten password: same answer for known and unknown, and the link sets a new one", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);

  const known = await app.post("/forgot-password", { email: ada.email });
  const unknown = await app.post("/forgot-password", { email: "ida@example.com" });
  expect([known.status, known.headers.get("location")])
    .toEqual([unknown.status, unknown.headers.get("location")]);
  await runJobs(deps);
  const token = await tokenOf(deps, "password_reset");
  expect((await app.get(`/reset-password?token=${token}`)).status).toBe(200);

  const weak = await app.post("/reset-password", { token, password: "password123" });
  expect(weak.status).toBe(422);
  expect(await weak.text()).not.toContain("password123");
  const set = await app.post("/reset-password", { token, password: NEW_PASSWORD }, { session });

  expect([set.status, set.headers.get("location")]).toEqual([303, "/login"]);
  expect(sessionOf(deps, set)).toBeNull();
  expect(await resolveSession(deps, session)).toBeNull();
  const entered = await app.post("/login", { email: ada.email, password: NEW_PASSWORD });
  expect(entered.headers.get("location")).toBe("/dashboard");
});

Deno.test("a new password by link still asks for the second factor", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { id } = await makePerson(deps, ada);
  const { secret } = await turnOnTotp(deps, id);
  await app.post("/forgot-password", { email: ada.email });
  await runJobs(deps);
  const token = await tokenOf(deps, "password_reset");

  const set = await app.post("/reset-password", { token, password: NEW_PASSWORD });
  const entered = await app.post("/login", { email: ada.email, password: NEW_PASSWORD });

  expect(sessionOf(deps, set)).toBeNull();
  expect(sessionOf(deps, entered)).toBeNull();
  expect(entered.headers.get("location")).toBe("/login/two-factor");
  deps.clock.advance({ seconds: 30 });
  const challenge = entered.headers.getSetCookie().find((each) => each.includes("challenge="))!;
  const code = codeAt(secret, deps.clock.now());
  const headers = { cookie: challenge.split(";")[0]! };
  const finished = await app.post("/login/two-factor", { code }, { headers });
  expect(sessionOf(deps, finished)).not.toBeNull();
});

Deno.test("the page of a link that is good is never stored, and tells no other site its address", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const person = await makePerson(deps, ada);
  await confirmAddress(deps, person);
  await app.post("/forgot-password", { email: ada.email });
  await runJobs(deps);
  const change = { email: "ada@new.example.com", password: PASSWORD, code: "" };
  await app.post("/dashboard/security/email", change, person);
  const invite = { action: "invite", email: "bob@example.com", rights: ["services"] };
  await app.post("/dashboard/team", invite, person);

  for (
    const [path, template] of [
      ["/reset-password", "password_reset"],
      ["/confirm-email", "email_change"],
      ["/not-me", "email_change_notice"],
      ["/invite", "invite_member"],
    ] as const
  ) {
    const page = await app.get(`${path}?token=${await tokenOf(deps, template)}`);
    const { status, headers } = page;
    expect([path, status, headers.get("cache-control"), headers.get("referrer-policy")])
      .toEqual([path, 200, "private, no-store", "same-origin"]);
  }
});

Deno.test("links in mails are built from APP_URL, whatever Host a request names", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await makePerson(deps, ada);
  const headers = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    forwarded: "host=evil.example",
  };

  const asked = await app.post("/forgot-password", { email: ada.email }, { headers });

  expect(asked.status).toBe(303);
  await runJobs(deps);
  let all = "";
  for await (const entry of deps.kv.list({ prefix: [] })) all += Deno.inspect(entry, { depth: 9 });
  expect(all).toContain("/reset-password");
  expect(all).not.toContain("evil.example");
});

Deno.test('"this wasn\'t me" shows first, then closes the account and leads to a new password', async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await makePerson(deps, ada);
  const thief = await app.post("/login", { email: ada.email, password: PASSWORD }, {
    headers: { "user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" },
  });
  const token = await tokenOf(deps, "new_device");
  const before = await dumpKv(deps.kv);

  const shown = await app.get(`/not-me?token=${token}`);
  expect(await shown.text()).toContain("Firefox on Windows");
  expect(await dumpKv(deps.kv)).toEqual(before);
  const acted = await app.post("/not-me", { token });

  expect(acted.status).toBe(303);
  expect(acted.headers.get("location")).toMatch(/^\/reset-password\?token=[\w-]{43}$/);
  expect(await resolveSession(deps, sessionOf(deps, thief)!)).toBeNull();
  expect((await readAccountByEmail(deps.kv, ada.email))?.payoutsFrozenAt).not.toBeNull();
  expect(await templatesTo(deps, deps.config.adminEmail)).toEqual(["account_reported_staff"]);
  expect((await app.get(acted.headers.get("location")!)).status).toBe(200);
  expect((await app.post("/login", { email: ada.email, password: PASSWORD })).status).toBe(422);
});

Deno.test("staff see that payouts are frozen, and let them out again", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { id } = await makePerson(deps, ada);
  const owner = await makePerson(deps, { name: "Olga", email: "olga@example.com", role: "owner" });
  await app.post("/login", { email: ada.email, password: PASSWORD }, {
    headers: { "user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" },
  });
  await app.post("/not-me", { token: await tokenOf(deps, "new_device") });
  const page = async () => await (await app.get(`/admin/users/${id}`, owner)).text();
  expect(await page()).toContain("Payouts are frozen");

  const released = await app.post(`/admin/users/${id}`, { action: "release_payouts" }, owner);

  expect(released.status).toBe(303);
  expect(released.headers.get("location")).toBe(`/admin/users/${id}`);
  expect(await page()).not.toContain("Payouts are frozen");
});

Deno.test("forms with a filled-in trap are answered as if sent, and do nothing", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  await makePerson(deps, ada);
  const before = await dumpKv(deps.kv);
  const website = "https://spam.example";

  const registered = await app.post("/register", { ...ada, email: "bot@example.com", website });
  const asked = await app.post("/forgot-password", { email: ada.email, website });

  expect([registered.status, asked.status]).toEqual([303, 303]);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("registrations without a stamp, or faster than people type, are few; others aren't held up", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const stampOf = async () =>
    /name="stamp" value="([^"]+)"/.exec(await (await app.get("/register")).text())![1]!;
  const register = async (i: number, stamp: string) => {
    const form = { ...ada, email: `person${i}@example.com`, stamp };
    return (await app.post("/register", form)).status;
  };
  const stamp = await stampOf();
  for (let i = 0; i < 30; i++) {
    expect(await register(i, i % 2 === 0 ? stamp : "made up")).toBe(303);
  }

  expect(await register(30, stamp)).toBe(429);
  expect(await register(31, "")).toBe(429);
  deps.clock.advance({ seconds: 5 });
  expect(await register(32, stamp)).toBe(303);
  deps.clock.advance({ minutes: 50 });
  expect(await register(33, "v1.aaaa.bbbb.cccc")).toBe(429);
  deps.clock.advance({ days: 1, hours: 1 });
  for (let i = 34; i < 64; i++) await register(i, "");
  expect(await register(64, stamp)).toBe(429);
});
