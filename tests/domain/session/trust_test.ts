import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import {
  readAccountByEmail,
  readVerification,
  resendVerification,
  verifyEmail,
} from "@/domain/customer/mod.ts";
import {
  changePassword,
  confirmEmailChange,
  endOneSession,
  endOtherSessions,
  listSessions,
  requestEmailChange,
  resetPassword,
  resolveSession,
  type SignedIn,
  signUp,
} from "@/domain/session/mod.ts";
import { deviceOf } from "@/domain/session/device.ts";
import { createApiToken, resolveApiToken } from "@/domain/api_token/mod.ts";
import { readPayoutFreeze, releasePayouts, reportNotMe } from "@/domain/takeover/mod.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { mailsTo, templatesTo, tokenOf } from "@/tests/helpers/mails.ts";
import { ada, client, logInAda, registerAda } from "./setup.ts";

const expired = { ok: false, error: { code: "link_expired" } };
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";
const THIEF_IP = "203.0.113.5";
const SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 " +
  "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

async function signedInAda(deps: TestDeps, input = {}): Promise<SignedIn> {
  return (await resolveSession(deps, unwrap(await logInAda(deps, input)).cookieToken))!;
}

Deno.test("signing up sends a link that confirms the address once, and nothing but the address", async () => {
  await using deps = await makeDeps();
  const { cookieToken } = unwrap(await signUp(deps, { ...ada, ...client }));
  expect((await resolveSession(deps, cookieToken))?.account.isVerified).toBe(false);
  const token = await tokenOf(deps, "welcome");

  expect(await readVerification(deps, token)).toEqual({ ok: true, value: { email: ada.email } });
  expect((await resolveSession(deps, cookieToken))?.account.isVerified).toBe(false);
  expect(await verifyEmail(deps, { token })).toMatchObject({ ok: true });
  expect(await verifyEmail(deps, { token })).toEqual(expired);

  expect((await resolveSession(deps, cookieToken))?.account.isVerified).toBe(true);
});

Deno.test("the link is sent again, once a minute and five times a day, until the address is proven", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  const resend = () => resendVerification(deps, { accountId });

  expect(await resend()).toMatchObject({ ok: true });
  expect(await resend()).toMatchObject({ error: { code: "rate_limited", retryAfterSeconds: 60 } });
  for (let i = 0; i < 4; i++) {
    deps.clock.advance({ minutes: 1 });
    expect(await resend()).toMatchObject({ ok: true });
  }
  deps.clock.advance({ minutes: 1 });
  expect(await resend()).toMatchObject({ error: { code: "rate_limited" } });
  deps.clock.advance({ days: 1 });
  unwrap(await verifyEmail(deps, { token: await tokenOf(deps, "verify_email") }));
  const sent = (await mailsTo(deps)).length;
  expect(await resend()).toMatchObject({ ok: true });
  expect(await mailsTo(deps)).toHaveLength(sent);
});

Deno.test("a new address is pending until its mailbox confirms it, and the old one is told", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const signedIn = await signedInAda(deps);
  const form = { email: "Ada@New.example.com", password: ada.password, code: "" };

  expect(await requestEmailChange(deps, { signedIn, client, form })).toMatchObject({ ok: true });

  expect(await readAccountByEmail(deps.kv, ada.email)).not.toBeNull();
  expect(await readAccountByEmail(deps.kv, "ada@new.example.com")).toBeNull();
  expect(await templatesTo(deps, ada.email)).toEqual(["email_change_notice"]);
  expect(await templatesTo(deps, "ada@new.example.com")).toEqual(["email_change"]);
  const token = await tokenOf(deps, "email_change");
  expect(await confirmEmailChange(deps, { token })).toEqual({
    ok: true,
    value: { email: "ada@new.example.com" },
  });
  expect(await confirmEmailChange(deps, { token })).toEqual(expired);
  expect(await readAccountByEmail(deps.kv, ada.email)).toBeNull();
  expect((await readAccountByEmail(deps.kv, "ada@new.example.com"))?.emailVerifiedAt).not
    .toBeNull();
  expect(await logInAda(deps, { email: "ada@new.example.com" })).toMatchObject({ ok: true });
});

Deno.test("a link that confirms an address dies with it: another address is never proven by the old one's", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  unwrap(await resendVerification(deps, { accountId }));
  const old = await tokenOf(deps, "verify_email");
  const signedIn = await signedInAda(deps);
  const form = { email: "ada@new.example.com", password: ada.password, code: "" };
  unwrap(await requestEmailChange(deps, { signedIn, client, form }));
  expect((await readAccountByEmail(deps.kv, ada.email))?.emailVerifiedAt).toBeNull();
  unwrap(await confirmEmailChange(deps, { token: await tokenOf(deps, "email_change") }));

  expect(await verifyEmail(deps, { token: old })).toEqual(expired);
});

Deno.test("a new address needs the password, and answers the same when it is somebody's", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  unwrap(await signUp(deps, { ...ada, ...client, email: "eve@example.com" }));
  const signedIn = await signedInAda(deps);
  const ask = (email: string, password = ada.password) =>
    requestEmailChange(deps, { signedIn, client, form: { email, password, code: "" } });

  expect(await ask("new@example.com", "wrong horse battery"))
    .toMatchObject({ error: { fields: { password: expect.any(String) } } });
  expect(await mailsTo(deps, "new@example.com")).toEqual([]);
  expect(await ask("eve@example.com")).toEqual(await ask("new@example.com"));
  expect(await templatesTo(deps, "eve@example.com")).toEqual(["welcome", "account_exists"]);
});

Deno.test("a pending address dies with the password, and goes to whoever has it first", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const signedIn = await signedInAda(deps);
  const ask = async (email: string) => {
    const form = { email, password: ada.password, code: "" };
    unwrap(await requestEmailChange(deps, { signedIn, client, form }));
    return await tokenOf(deps, "email_change", email);
  };
  const taken = await ask("taken@example.com");
  unwrap(await signUp(deps, { ...ada, ...client, email: "taken@example.com" }));

  expect(await confirmEmailChange(deps, { token: taken })).toEqual(expired);
  const late = await ask("late@example.com");
  const change = { currentPassword: ada.password, password: "quiet marble lantern" };
  unwrap(await changePassword(deps, { signedIn, client, ...change }));
  expect(await confirmEmailChange(deps, { token: late })).toEqual(expired);
});

Deno.test("a log-in by a browser never seen before is told to the owner, others aren't", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const known = { userAgent: FIREFOX, browserId: "A".repeat(22) };
  unwrap(await logInAda(deps, known));
  unwrap(await logInAda(deps, { ...known, ip: "198.51.100.7" }));
  unwrap(await logInAda(deps, { userAgent: FIREFOX }));
  expect(await templatesTo(deps, ada.email)).toEqual([]);

  unwrap(await logInAda(deps, { userAgent: SAFARI, ip: "203.0.113.5" }));

  const [mail] = await mailsTo(deps, ada.email);
  expect(mail).toMatchObject({
    template: "new_device",
    variables: { device: "Safari on iPhone", network: "203.0.113.5", link: "/not-me" },
  });
  unwrap(await logInAda(deps, { userAgent: SAFARI, ip: "203.0.113.5" }));
  expect(await mailsTo(deps, ada.email)).toHaveLength(1);
});

Deno.test("the browsers that are known are bounded", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  for (let i = 0; i < 30; i++) {
    const browserId = String(i).padStart(22, "B");
    unwrap(await logInAda(deps, { userAgent: FIREFOX, browserId, ip: `198.51.100.${i}` }));
  }

  const { value } = await deps.kv.get<{ devices: unknown[] }>(["known_devices", accountId]);
  expect(value?.devices).toHaveLength(20);
});

Deno.test("reportNotMe() ends all sessions and tokens, takes the password away, freezes payouts and tells staff", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  unwrap(await resendVerification(deps, { accountId }));
  unwrap(await verifyEmail(deps, { token: await tokenOf(deps, "verify_email") }));
  unwrap(await logInAda(deps, { userAgent: FIREFOX }));
  const thief = unwrap(await logInAda(deps, { userAgent: SAFARI, ip: "203.0.113.5" }));
  const token = await tokenOf(deps, "new_device");
  const form = { name: "Thief's", scopes: ["read:services"], days: "90", ranges: "" };
  const actor = { kind: "customer", id: accountId } as const;
  const api = unwrap(await createApiToken(deps, { actor, form }));
  expect(await resolveApiToken(deps, { token: api.token, ip: THIEF_IP })).not.toBeNull();

  const { resetToken } = unwrap(await reportNotMe(deps, { token }));

  expect(await resolveSession(deps, thief.cookieToken)).toBeNull();
  expect(await resolveApiToken(deps, { token: api.token, ip: THIEF_IP })).toBeNull();
  expect(await countKeys(deps.kv, ["sessions"])).toBe(0);
  expect(await logInAda(deps)).toMatchObject({ error: { code: "bad_credentials" } });
  expect((await readAccountByEmail(deps.kv, ada.email))?.payoutsFrozenAt).not.toBeNull();
  expect(await templatesTo(deps, deps.config.adminEmail)).toEqual(["account_reported_staff"]);
  expect(await reportNotMe(deps, { token })).toEqual(expired);
  const reset = { token: resetToken, password: "quiet marble lantern", client };
  expect(await resetPassword(deps, reset)).toMatchObject({ ok: true });
  expect(await logInAda(deps, { password: "quiet marble lantern" })).toMatchObject({ ok: true });
  expect((await readAccountByEmail(deps.kv, ada.email))?.payoutsFrozenAt).not.toBeNull();
});

Deno.test("no log-in that is under way outlives reportNotMe(), and the next one counts as a new device wherever it is", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const browserId = "A".repeat(22);
  unwrap(await logInAda(deps, { userAgent: FIREFOX, browserId }));
  unwrap(await logInAda(deps, { userAgent: SAFARI, ip: THIEF_IP }));
  const token = await tokenOf(deps, "new_device");

  const [reported, ...logIns] = await Promise.all([
    reportNotMe(deps, { token }),
    ...Array.from({ length: 6 }, () => logInAda(deps, { userAgent: SAFARI, ip: THIEF_IP })),
  ]);

  for (const result of logIns) {
    if (result.ok) expect(await resolveSession(deps, result.value.cookieToken)).toBeNull();
  }
  const password = "quiet marble lantern";
  const { resetToken } = unwrap(reported);
  unwrap(await resetPassword(deps, { token: resetToken, password, client }));
  unwrap(await logInAda(deps, { userAgent: SAFARI, ip: THIEF_IP, password }));
  const told = (await templatesTo(deps, ada.email)).filter((each) => each === "new_device");
  expect(told).toHaveLength(2);
});

Deno.test("reportNotMe() works after the thief has changed the password and the address", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  const signedIn = await signedInAda(deps);
  const form = { email: "thief@example.com", password: ada.password, code: "" };
  unwrap(await requestEmailChange(deps, { signedIn, client, form }));
  unwrap(await confirmEmailChange(deps, { token: await tokenOf(deps, "email_change") }));
  const change = { currentPassword: ada.password, password: "quiet marble lantern" };
  unwrap(await changePassword(deps, { signedIn, client, ...change }));

  unwrap(await reportNotMe(deps, { token: await tokenOf(deps, "email_change_notice") }));

  expect((await readAccountByEmail(deps.kv, ada.email))?.id).toBe(accountId);
  expect(await readAccountByEmail(deps.kv, "thief@example.com")).toBeNull();
  expect(await countKeys(deps.kv, ["sessions"])).toBe(0);
});

Deno.test("listSessions() shows one's own, and endOneSession() ends no others", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  unwrap(await signUp(deps, { ...ada, ...client, email: "eve@example.com" }));
  const eve = await signedInAda(deps, { email: "eve@example.com" });
  const here = await signedInAda(deps, { userAgent: FIREFOX });
  deps.clock.advance({ minutes: 1 });
  const there = await signedInAda(deps, { userAgent: SAFARI, ip: "203.0.113.5" });

  const list = await listSessions(deps, here);

  expect(list).toMatchObject([
    { id: here.sessionId, device: "Firefox on Windows", isCurrent: true, network: "192.0.2.1" },
    { id: there.sessionId, device: "Safari on iPhone", isCurrent: false, network: "203.0.113.5" },
  ]);
  for (const id of [eve.sessionId, "ses_1", "", "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV"]) {
    expect(await endOneSession(deps, { signedIn: here, id }))
      .toEqual({ ok: false, error: { code: "not_found" } });
  }
  expect(await listSessions(deps, eve)).toHaveLength(2);
  expect(await endOneSession(deps, { signedIn: here, id: there.sessionId }))
    .toMatchObject({ ok: true });
  expect(await listSessions(deps, here)).toHaveLength(1);
});

Deno.test("endOtherSessions() leaves this one", async () => {
  await using deps = await makeDeps();
  await registerAda(deps);
  const here = await signedInAda(deps);
  for (let i = 0; i < 5; i++) await signedInAda(deps);

  expect(await endOtherSessions(deps, { signedIn: here })).toEqual({ ok: true, value: 5 });
  expect(await listSessions(deps, here)).toMatchObject([{ id: here.sessionId, isCurrent: true }]);
});

const agents: Array<[userAgent: string, device: string]> = [
  [FIREFOX, "Firefox on Windows"],
  [SAFARI, "Safari on iPhone"],
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
    "Chrome on Linux",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
    "Edge on Windows",
  ],
  ["curl/8.5.0", "curl"],
  ["", "An unknown device"],
  ["<script>alert(1)</script>", "An unknown device"],
];

for (const [userAgent, device] of agents) {
  Deno.test(`deviceOf() reads "${device}" out of ${userAgent.slice(0, 30)}`, () => {
    expect(deviceOf(userAgent)).toBe(device);
  });
}

Deno.test("payouts stay frozen until staff who may do so let them out, which is audited", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  unwrap(await logInAda(deps, { userAgent: FIREFOX }));
  unwrap(await logInAda(deps, { userAgent: SAFARI, ip: THIEF_IP }));
  unwrap(await reportNotMe(deps, { token: await tokenOf(deps, "new_device") }));
  const as = (role: "owner" | "viewer") => ({
    kind: "staff" as const,
    id: "cus_staff",
    permissions: ROLE_PERMISSIONS[role],
  });
  const isFrozen = async () =>
    await readPayoutFreeze(deps, { viewer: as("viewer"), accountId }) !== null;

  expect(await releasePayouts(deps, { actor: as("viewer"), accountId }))
    .toEqual({ ok: false, error: { code: "not_found" } });
  expect(await isFrozen()).toBe(true);
  unwrap(await releasePayouts(deps, { actor: as("owner"), accountId }));

  expect(await isFrozen()).toBe(false);
  const { items } = unwrap(await listAudit(deps, { viewer: as("owner") }));
  expect(items[0]).toMatchObject({ action: "payouts.released" });
});
