/** The security page and the warning on the overview: what they say of an installation, and to whom. */
import { expect } from "expect";
import { securityGroups } from "@/components/admin/security_lines.ts";
import { beat } from "@/domain/job/mod.ts";
import { getSecurityReport } from "@/domain/security/mod.ts";
import { getSettings, updateSettings } from "@/domain/settings/mod.ts";
import type { Config } from "@/domain/shared/config.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { auditBooks } from "@/tests/helpers/books.ts";
import { makeWorld, type World } from "@/tests/helpers/world.ts";

const BANK = {
  currency: "EUR",
  holder: "Nest GmbH",
  iban: "GB82WEST12345698765432",
  bic: "",
  bankName: "Bank",
  instructions: "",
};

async function setOwnDetails(deps: TestDeps, world: World): Promise<void> {
  const actor = world.people.owner.staff!;
  unwrap(await updateSettings(deps, { actor, section: "bank", values: { accounts: [BANK] } }));
  unwrap(await updateSettings(deps, { actor, section: "crypto", values: { addresses: [] } }));
}

/** The states of all lines by their titles. */
async function linesOf(deps: TestDeps, world: World): Promise<Record<string, string>> {
  const report = unwrap(await getSecurityReport(deps, { viewer: world.people.owner.staff! }));
  return Object.fromEntries(
    securityGroups(report, isoNow(deps.clock)).flatMap(({ lines }) =>
      lines.map(({ title, state }) => [title, state])
    ),
  );
}

Deno.test("a new installation on one's own machine says what is to be done", async () => {
  await using deps = await makeDeps({ config: { secret: null } });
  const world = await makeWorld(deps);

  expect(await linesOf(deps, world)).toEqual({
    "HTTPS": "info",
    "Cookies": "info",
    "Secret of the installation": "info",
    "TRUST_PROXY": "info",
    "Signing keys": "ok",
    "Second factor of staff": "warn",
    "Staff without a second factor": "warn",
    "Sessions of staff": "info",
    "Payment details": "warn",
    "Mail provider": "warn",
    "DEMO": "ok",
    "Jobs": "bad",
    "Audit of the books": "info",
    "Development mode": "ok",
  });
});

Deno.test("an installation that is looked after has nothing to act on", async () => {
  const config: Partial<Config> = {
    appUrl: "https://cloudnest.example",
    trustProxy: true,
    sendgrid: { apiKey: "SG.secret-key", baseUrl: "https://api.sendgrid.com" },
  };
  await using deps = await makeDeps({ config });
  const world = await makeWorld(deps);
  await setOwnDetails(deps, world);
  await beat(deps);
  await auditBooks(deps);
  const actor = world.people.owner.staff!;
  const values = { staffNeedSecondFactor: true };
  unwrap(await updateSettings(deps, { actor, section: "security", values }));

  const lines = await linesOf(deps, world);
  const todo = Object.entries(lines).filter(([, state]) => state === "warn" || state === "bad");
  expect(todo.map(([title]) => title)).toEqual(["Staff without a second factor"]);
});

Deno.test("books that differ, jobs that stand still and old keys are told", async () => {
  await using deps = await makeDeps();
  const world = await makeWorld(deps);
  await beat(deps);
  const prefix = ["ledger_wallets"];
  for await (const { key, value } of deps.kv.list<Record<string, unknown>>({ prefix })) {
    await deps.kv.set(key, { ...value, entryCount: 77 });
  }
  await auditBooks(deps);
  expect(deps.takeErrors()).toMatchObject([{ event: "books.differ" }]);
  deps.clock.advance({ hours: 32 * 24 });

  expect(await linesOf(deps, world)).toMatchObject({
    "Audit of the books": "bad",
    "Jobs": "bad",
    "Signing keys": "bad",
  });
});

Deno.test("GET /admin/security shows no secret, and only to who may see the settings", async () => {
  const sendgrid = { apiKey: "SG.secret-key", baseUrl: "https://api.sendgrid.com" };
  await using deps = await makeDeps({ config: { sendgrid, adminPassword: "planted password" } });
  const app = await makeApp(deps);
  const { people } = await makeWorld(deps);

  const html = await (await app.get("/admin/security", people.owner)).text();
  for (const text of ["api.sendgrid.com", "content-security-policy", "Signing keys"]) {
    expect(html).toContain(text);
  }
  for (const secret of ["SG.secret-key", "planted password", deps.config.secret!]) {
    expect(html).not.toContain(secret);
  }
  expect((await app.get("/admin/security", people.support)).status).toBe(404);
  expect((await app.get("/admin/security", people.customer)).status).toBe(404);
});

Deno.test("the overview warns until invoices show details of the house's own", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { owner } = world.people;
  const warning = "The example payment details are still there";

  expect(await (await app.get("/admin", owner)).text()).toContain(warning);
  await setOwnDetails(deps, world);
  const html = await (await app.get("/admin", owner)).text();
  expect(html).not.toContain(warning);
  expect(html).not.toContain("Customers can't pay yet");
  const values = { accounts: [] };
  unwrap(await updateSettings(deps, { actor: owner.staff!, section: "bank", values }));
  // The world's account key is somewhere to pay to.
  expect(await (await app.get("/admin", owner)).text()).not.toContain("Customers can't pay yet");
  const chains = { ...await getSettings(deps, "chains"), bitcoinAccountKey: "" };
  unwrap(await updateSettings(deps, { actor: owner.staff!, section: "chains", values: chains }));
  expect(await (await app.get("/admin", owner)).text()).toContain("Customers can't pay yet");
});
