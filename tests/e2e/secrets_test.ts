/**
 * Secrets in the log: a server in a process of its own is given one of every kind, and they go through its forms, links
 * and headers, right and wrong. Afterwards none of them is in what it printed, in the audit log, in the outbox, or in
 * the clear anywhere else in KV.
 */
import { expect } from "expect";
import { getSecondFactor } from "@/domain/second_factor/mod.ts";
import { readAccountByEmail } from "@/domain/customer/mod.ts";
import { dumpText } from "@/tests/helpers/dump.ts";
import { type FakeSendgrid, linkToken, startFakeSendgrid } from "@/tests/helpers/fake_sendgrid.ts";
import { installationEnv, withInstallation } from "@/tests/helpers/installation.ts";
import { expectNoSecrets } from "@/tests/helpers/secrets.ts";
import { codeAt } from "@/tests/helpers/second_factor.ts";
import { ensureBuild } from "@/tests/helpers/build.ts";
import { startServer } from "@/tests/helpers/server.ts";
import { MACHINE_FORM, makeWorld, type World } from "@/tests/helpers/world.ts";

const EMAIL = "planted@example.com";
const ADMIN = "owner@cloudnest.test";

/** What is planted by hand; what the server makes itself joins it on the way. */
const PLANTED = {
  password: "planted violet engine 4711",
  newPassword: "planted marble lantern 4712",
  lastPassword: "planted copper river 4713",
  wrongPassword: "planted wrong guess 4714",
  adminPassword: "planted owner battery 4715",
  machinePassword: "planted-machine-4716",
  serverSecret: "planted secret of the server, 4717",
  sendgridKey: "SG.planted-4718",
  forgedToken: "planted-forged-token-4719",
};

/** A browser without a screen: keeps cookies, follows nothing. */
class Visitor {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  get(path: string, headers: HeadersInit = {}): Promise<string> {
    return this.#send(path, { headers });
  }

  post(path: string, fields: Record<string, string>): Promise<string> {
    const body = new URLSearchParams(fields);
    return this.#send(path, { method: "POST", body, headers: { origin: this.#url } });
  }

  json(path: string, body: object | string): Promise<string> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const headers = { "content-type": "application/json" };
    return this.#send(path, { method: "POST", body: text, headers });
  }

  /** The session's token, if there is one. */
  cookies(): Record<string, string> {
    return Object.fromEntries(
      [...this.#cookies].filter(([name]) => /session|device|browser|challenge/.test(name))
        .map(([name, value]) => [`cookie ${name} ${value.slice(0, 4)}`, value]),
    );
  }

  async #send(path: string, init: RequestInit): Promise<string> {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(this.#url + path, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (value) this.#cookies.set(name!, value);
    }
    return `${response.status} ${response.headers.get("location") ?? ""}\n${await response.text()}`;
  }
}

Deno.test("no secret is in the log, the audit log, the outbox or elsewhere in KV", async () => {
  await ensureBuild();
  const folder = await Deno.makeTempDir();
  await using sendgrid = startFakeSendgrid();
  const env = installationEnv(folder, {
    CLOUDNEST_SECRET: PLANTED.serverSecret,
    ADMIN_EMAIL: ADMIN,
    ADMIN_PASSWORD: PLANTED.adminPassword,
    SENDGRID_API_KEY: PLANTED.sendgridKey,
    SENDGRID_BASE_URL: sendgrid.url,
    MAIL_FROM: "noreply@cloudnest.test",
  });
  const world = await withInstallation(env, makeWorld);
  const secrets: Record<string, string> = { ...PLANTED };
  let log: string;
  let pages: string;
  {
    await using server = await startServer(env);
    const customer = new Visitor(server.url);
    await registerAndSetUp(customer, { sendgrid, secrets });
    await resetAndLogIn(new Visitor(server.url), { sendgrid, secrets });
    pages = await workAsStaff(new Visitor(server.url), { world, secrets });
    Object.assign(secrets, customer.cookies());
    await server.kill();
    log = server.output();
  }

  const stored = await withInstallation(env, async (deps) => {
    const account = (await readAccountByEmail(deps.kv, EMAIL))!;
    expect((await getSecondFactor(deps, account.id)).totpSince).toEqual(expect.any(String));
    return await dumpText(deps);
  });
  // What is searched holds what it should: else it would find nothing in an empty text.
  expect(log).toContain('"path":"/reset-password"');
  expect(stored).toContain(EMAIL);
  expect(pages).toContain("audit");
  expect(Object.keys(secrets).length).toBeGreaterThan(15);
  expectNoSecrets(secrets, { log, stored, pages });
  await Deno.remove(folder, { recursive: true });
});

interface Flow {
  sendgrid: FakeSendgrid;
  secrets: Record<string, string>;
}

/** Registers, confirms the address, switches on an authenticator app, makes a token, changes the password. */
async function registerAndSetUp(visitor: Visitor, { sendgrid, secrets }: Flow): Promise<void> {
  const { password, newPassword, wrongPassword, forgedToken } = PLANTED;
  await visitor.get("/register");
  expect(await visitor.post("/register", { name: "Planted", email: EMAIL, password })).toMatch(
    /^303/,
  );
  secrets.verifyToken = await linkToken(sendgrid, { to: EMAIL, path: "/verify-email" });
  await visitor.get(`/verify-email?token=${secrets.verifyToken}`);
  expect(await visitor.post("/verify-email", { token: secrets.verifyToken })).toMatch(/^303/);
  await visitor.get(`/verify-email?token=${forgedToken}`);

  const security = "/dashboard/security";
  await visitor.post(security, { action: "begin_totp" });
  const page = await visitor.get(security);
  secrets.totpSecret = /\b((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})\b/.exec(page)![1]!.replaceAll(" ", "");
  const code = codeAt(secrets.totpSecret, Temporal.Now.instant());
  const confirmed = await visitor.post(security, { action: "confirm_totp", code });
  const codes = recoveryCodesOf(confirmed);
  expect(codes.length).toBeGreaterThan(5);
  codes.forEach((each, i) => secrets[`recoveryCode${i}`] = each);

  const path = `${security}/password`;
  await visitor.post(path, { current_password: wrongPassword, password: newPassword });
  expect(await visitor.post(path, { current_password: password, password: newPassword }))
    .toMatch(/^303/);
  const scopes = { "scopes[]": "read:orders" };
  const form = { action: "create", name: "Laptop", days: "30", ranges: "", ...scopes };
  const made = await visitor.post("/dashboard/tokens", form);
  secrets.apiToken = /cn_pat_[\w-]+/.exec(made)![0];
  const authorization = `Bearer ${secrets.apiToken}`;
  expect(await visitor.get("/api/v1/orders", { authorization })).toMatch(/^200/);
  await visitor.get("/api/v1/orders", { authorization: `Bearer ${forgedToken}` });
  await visitor.get(`/api/v1/orders?access_token=${secrets.apiToken}`);
  await visitor.json("/api/v1/auth/login", `{"email":"${EMAIL}","password":"${newPassword}"`);
}

/** Forgets the password, sets another, and logs in with it and a recovery code, on pages and by the API. */
async function resetAndLogIn(visitor: Visitor, { sendgrid, secrets }: Flow): Promise<void> {
  const { lastPassword, wrongPassword, newPassword } = PLANTED;
  await visitor.post("/login", { email: EMAIL, password: wrongPassword });
  await visitor.post("/login", { email: wrongPassword, password: EMAIL });
  await visitor.post("/forgot-password", { email: EMAIL });
  const token = secrets.resetToken = await linkToken(sendgrid, {
    to: EMAIL,
    path: "/reset-password",
  });
  await visitor.get(`/reset-password?token=${token}`);
  await visitor.post("/reset-password", { token: `${token}x`, password: newPassword });
  expect(await visitor.post("/reset-password", { token, password: lastPassword })).toMatch(/^303/);
  expect(await visitor.post("/login", { email: EMAIL, password: lastPassword }))
    .toMatch(/^303 \/login\/two-factor/);
  await visitor.post("/login/two-factor", { code: "000000" });
  const code = secrets.recoveryCode0!;
  expect(await visitor.post("/login/two-factor", { code })).toMatch(/^303 \/dashboard/);
  const body = { email: EMAIL, password: lastPassword, code: secrets.recoveryCode1! };
  const answer = await visitor.json("/api/v1/auth/login", body);
  const grant = JSON.parse(answer.slice(answer.indexOf("\n")));
  secrets.accessToken = grant.access_token;
  secrets.refreshToken = grant.refresh_token;
  const renewed = await visitor.json("/api/v1/auth/refresh", {
    refresh_token: grant.refresh_token,
  });
  expect(renewed).toMatch(/^200/);
  // A second time ends the family, and is worth a line in the log.
  await visitor.json("/api/v1/auth/refresh", { refresh_token: grant.refresh_token });
  Object.assign(secrets, visitor.cookies());
}

/** Hands a machine over, looks at its password, and answers what staff see of the audit log and the outbox. */
async function workAsStaff(
  visitor: Visitor,
  { world, secrets }: { world: World; secrets: Record<string, string> },
): Promise<string> {
  const { adminPassword, machinePassword, wrongPassword } = PLANTED;
  await visitor.post("/login", { email: ADMIN, password: wrongPassword });
  expect(await visitor.post("/login", { email: ADMIN, password: adminPassword })).toMatch(/^303/);
  await visitor.post("/admin/confirm", { password: adminPassword });
  const order = `/admin/orders/${world.orders.paid.id}`;
  const machine = { ...MACHINE_FORM, password: machinePassword };
  expect(await visitor.post(order, { action: "activate", ...machine, port: "x" })).toMatch(/^422/);
  expect(await visitor.post(order, { action: "activate", ...machine })).toMatch(/^303/);
  const service = `/admin/services/${world.orders.paid.serviceId}`;
  expect(await visitor.post(service, { action: "update_machine", ...machine })).toMatch(/^303/);
  expect(await visitor.post(service, { action: "reveal" })).toContain(machinePassword);
  Object.assign(secrets, visitor.cookies());
  const outbox = await visitor.get("/admin/mail/outbox");
  const mails = [...new Set(outbox.match(/\/admin\/mail\/outbox\/\w+/g))];
  expect(mails.length).toBeGreaterThan(3);
  const pages = await Promise.all(
    [...mails, "/admin/audit", "/admin/jobs", "/admin/security"].map((path) => visitor.get(path)),
  );
  for (const page of pages) expect(page).toMatch(/^200/);
  return [outbox, ...pages].join("\n");
}

function recoveryCodesOf(html: string): string[] {
  return [...new Set(html.match(/\b[a-z0-9]{4,5}(?:-[a-z0-9]{4,5})+\b/gi))]
    .filter((code) => html.includes(`>${code}<`));
}
