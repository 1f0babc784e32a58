/** Two-factor log-in in a real Chromium: with and without scripts, and with Chromium's virtual authenticator. */
import { expect } from "expect";
import type { Page } from "playwright-core";
import { getSecondFactor } from "@/domain/second_factor/mod.ts";
import { expectAccessible, expectNoSidewaysScroll } from "@/tests/helpers/accessible.ts";
import { makeApp, sessionCookie } from "@/tests/helpers/app.ts";
import { withPage } from "@/tests/helpers/browser.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { makePerson, PASSWORD } from "@/tests/helpers/people.ts";
import { codeAt, turnOnTotp } from "@/tests/helpers/second_factor.ts";

const ada = { name: "Ada", email: "ada@example.com" };
const SECURITY = "/dashboard/security";

Deno.test("an app is set up in place, and the next log-in asks for its code", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { id, session } = await makePerson(deps, ada);
  const cookies = [sessionCookie(deps, session)];
  await withPage(app.handler, { cookies, reducedMotion: true }, async ({ page, context }) => {
    await page.goto(SECURITY);
    await page.getByRole("button", { name: "Set up an authenticator app" }).click();
    await page.getByRole("img", { name: "QR code" }).waitFor();
    await page.locator("#totp-code:focus").waitFor();
    await lookAt(page);
    const { secret } = (await getSecondFactor(deps, id)).setup!;
    expect((await page.content()).replaceAll(" ", "")).toContain(secret);

    await page.getByLabel("Code from the app").fill(codeAt(secret, deps.clock.now()));
    await page.getByRole("button", { name: "Switch it on" }).click();
    const codes = await codesOn(page);
    expect(codes).toHaveLength(10);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("cloudnest-recovery-codes.txt");
    expect(await Deno.readTextFile(await download.path())).toContain(codes[9]);
    await lookAt(page);

    await context.clearCookies();
    deps.clock.advance({ seconds: 30 });
    await logIn(page);
    await lookAt(page);
    await page.getByLabel("Code").fill(codeAt(secret, deps.clock.now()));
    await page.getByLabel("Don't ask again").check();
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL("**/dashboard");
    await page.goto(SECURITY);
    await page.getByRole("heading", { name: "Remembered devices" }).waitFor();
    await lookAt(page);
  });
});

Deno.test("a page that stood open for long asks for the password in place", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, ada);
  const cookies = [sessionCookie(deps, session)];
  await withPage(app.handler, { cookies, reducedMotion: true }, async ({ page }) => {
    await page.goto(SECURITY);
    deps.clock.advance({ minutes: 10 });
    const begin = page.getByRole("button", { name: "Set up an authenticator app" });
    await begin.click();
    await page.locator("#totp-password").fill("wrong horse battery");
    await begin.click();
    await page.getByText("This isn't your password").waitFor();
    await lookAt(page);
    await page.locator("#totp-password").fill(PASSWORD);
    await begin.click();
    await page.getByRole("img", { name: "QR code" }).waitFor();
  });
});

Deno.test("without scripts the app is set up, used, and its recovery code taken", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { id, session } = await makePerson(deps, ada);
  const options = { cookies: [sessionCookie(deps, session)], javaScript: false };
  await withPage(app.handler, options, async ({ page, context }) => {
    await page.goto(SECURITY);
    await page.locator("noscript p").waitFor();
    expect(await page.locator("#passkey-name").isVisible()).toBe(false);
    await page.getByRole("button", { name: "Set up an authenticator app" }).click();
    const { secret } = (await getSecondFactor(deps, id)).setup!;
    await page.getByLabel("Code from the app").fill(codeAt(secret, deps.clock.now()));
    await page.getByRole("button", { name: "Switch it on" }).click();
    const [code] = await codesOn(page);

    await context.clearCookies();
    await logIn(page);
    await page.getByLabel("Code").fill("123");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByText("was used before").waitFor();
    await page.getByLabel("Code").fill(code!.toLowerCase());
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL("**/dashboard");
  });
  expect((await getSecondFactor(deps, id)).codesLeft).toBe(9);
});

Deno.test("a passkey is added, logs in alone and as the second step, and is removed", async () => {
  await using shop = await openShop();
  const { deps } = shop;
  const { id, session } = await makePerson(deps, ada);
  const { recoveryCodes } = await turnOnTotp(deps, id);
  const cookies = [sessionCookie(deps, session)];
  await withPage(shop.url, { cookies, reducedMotion: true }, async ({ page, context }) => {
    await addAuthenticator(page);
    await page.goto(SECURITY);
    await page.getByLabel("Name").fill("Test key");
    await page.locator("#passkey-password").fill("wrong horse battery");
    await page.locator("#passkey-code").fill(recoveryCodes[0]!);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("This isn't your password").waitFor();
    await page.locator("#passkey-password").fill(PASSWORD);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("Not used yet.").waitFor();
    await lookAt(page);

    await context.clearCookies();
    await page.goto(`/login?next=${SECURITY}`);
    await page.getByRole("button", { name: "Log in with a passkey" }).click();
    await page.waitForURL(`**${SECURITY}`);
    await page.locator("#passkeys").getByText("Last used").waitFor();

    await context.clearCookies();
    await logIn(page);
    await lookAt(page);
    await page.getByLabel("Don't ask again").check();
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL("**/dashboard");
    expect((await getSecondFactor(deps, id)).devices).toHaveLength(1);

    await page.goto(SECURITY);
    await page.getByText("Change Test key").click();
    await page.locator("form", { hasText: "Remove this passkey" }).getByLabel("Your password")
      .fill(PASSWORD);
    await page.getByRole("button", { name: "Remove this passkey" }).click();
    await page.getByText("The passkey is removed.").waitFor();
  });
  expect((await getSecondFactor(deps, id)).passkeys).toEqual([]);
});

Deno.test("an authenticator that turns its user away logs nobody in", async () => {
  await using shop = await openShop();
  const { id, session } = await makePerson(shop.deps, ada);
  const cookies = [sessionCookie(shop.deps, session)];
  await withPage(shop.url, { cookies }, async ({ page, context }) => {
    const authenticator = await addAuthenticator(page);
    await page.goto(SECURITY);
    await page.getByLabel("Name").fill("Test key");
    await page.locator("#passkey-password").fill(PASSWORD);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("Keep these recovery codes").waitFor();

    await authenticator.setVerified(false);
    await context.clearCookies();
    await page.goto("/login");
    await page.getByRole("button", { name: "Log in with a passkey" }).click();
    await page.getByText("No passkey was used.").waitFor();
    expect(new URL(page.url()).pathname).toBe("/login");
  });
  expect((await getSecondFactor(shop.deps, id)).passkeys[0]?.lastUsedAt).toBeNull();
});

/** Axe at two widths, and nothing that scrolls sideways on a small phone. */
async function lookAt(page: Page): Promise<void> {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 360, height: 900 });
  await expectNoSidewaysScroll(page);
}

async function codesOn(page: Page): Promise<string[]> {
  const list = page.getByRole("list", { name: "Recovery codes" });
  await list.waitFor();
  return await list.getByRole("listitem").allTextContents();
}

async function logIn(page: Page): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("E-mail address").fill(ada.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL("**/login/two-factor");
}

/** A server whose `APP_URL` is its real address: passkeys are bound to it. */
async function openShop(): Promise<{ deps: TestDeps; url: string } & AsyncDisposable> {
  const abort = new AbortController();
  let handler: Deno.ServeHandler<Deno.NetAddr> = () => new Response(null, { status: 503 });
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", signal: abort.signal, onListen: () => {} },
    (request, info) => handler(request, info),
  );
  const url = `http://localhost:${server.addr.port}`;
  const deps = await makeDeps({ config: { appUrl: url } });
  handler = (await makeApp(deps)).handler as typeof handler;
  return {
    deps,
    url,
    async [Symbol.asyncDispose]() {
      abort.abort();
      await server.finished;
      await deps[Symbol.asyncDispose]();
    },
  };
}

/** Chromium's virtual authenticator: a platform one that keeps keys and says yes at once. */
async function addAuthenticator(
  page: Page,
): Promise<{ setVerified(isVerified: boolean): Promise<void> }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async setVerified(isUserVerified) {
      await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
  };
}
