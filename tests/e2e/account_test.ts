/**
 * An account's life in a real browser, with JavaScript and without: register, confirm, forget the password, change it,
 * and throw a thief out. Every page on the way is held to axe at both widths.
 */
import { expect } from "expect";
import type { Page } from "playwright-core";
import { readAccountByEmail } from "@/domain/customer/mod.ts";
import { logIn, resolveSession } from "@/domain/session/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { expectAccessible, expectNoSidewaysScroll } from "@/tests/helpers/accessible.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { withPage } from "@/tests/helpers/browser.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { runJobs, tokenOf } from "@/tests/helpers/mails.ts";

const ada = { name: "Ada Lovelace", email: "ada@example.com", password: "violet engine notes" };
const SECOND_PASSWORD = "quiet marble lantern";
const THIRD_PASSWORD = "copper river song";
const THIEF = { ip: "203.0.113.5", userAgent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" };

for (const javaScript of [true, false]) {
  Deno.test(`accounts, ${javaScript ? "with" : "without"} JavaScript`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const width = javaScript ? 1440 : 390;
    await withPage(app.handler, { javaScript, width }, async ({ page }) => {
      const look = async (name: string) => {
        if (javaScript) await expectAccessible(page);
        if (javaScript) await expectNoSidewaysScroll(page);
        // Pictures for people to look at
        const folder = Deno.env.get("LOOK_DIR");
        if (folder) {
          await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
        }
      };
      await registerAndConfirm(page, deps, look);
      await changeOnSecurityPage(page, look);
      await forgetPassword(page, deps, look);
      await throwThiefOut(page, deps, look);
    });
  });
}

type Look = (name: string) => Promise<void>;

async function registerAndConfirm(page: Page, deps: Deps, look: Look): Promise<void> {
  await page.goto("/register");
  await page.fill("[name=name]", ada.name);
  await page.fill("[name=email]", ada.email);
  await page.fill("[name=password]", "password123");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("easy to guess").first().waitFor();
  await look("register-refused");
  await page.fill("[name=password]", ada.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/dashboard");
  await page.getByText("Confirm your address").waitFor();
  await look("dashboard-unverified");

  await page.goto(`/verify-email?token=${await tokenOf(deps, "welcome")}`);
  await look("verify-email");
  await page.getByRole("button", { name: "Yes, confirm it" }).click();
  await page.waitForURL("**/dashboard");
  expect(await page.getByText("Confirm your address").count()).toBe(0);
  await page.goto("/verify-email?token=used");
  await look("link-expired");
}

async function changeOnSecurityPage(page: Page, look: Look): Promise<void> {
  await page.goto("/dashboard/security");
  await look("security");
  await page.fill("[name=current_password]", "not my password");
  await page.fill("#f-new_password", SECOND_PASSWORD);
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByText("your password. Check it").first().waitFor();
  await look("password-refused");
  await page.fill("[name=current_password]", ada.password);
  await page.fill("#f-new_password", SECOND_PASSWORD);
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByText("The password is changed").waitFor();
  await page.getByRole("link", { name: "Change address" }).click();
  await page.waitForURL("**/dashboard/security/email");
  await look("email");
}

async function forgetPassword(page: Page, deps: Deps, look: Look): Promise<void> {
  await page.context().clearCookies({ name: "cloudnest_session" });
  await page.goto("/login");
  await look("login");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.waitForURL("**/forgot-password");
  await look("forgot-password");
  await page.fill("[name=email]", ada.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByText("Look into your mail").waitFor();
  await look("forgot-password-sent");
  await runJobs(deps);
  await page.goto(`/reset-password?token=${await tokenOf(deps, "password_reset")}`);
  await look("reset-password");
  await page.fill("[name=password]", THIRD_PASSWORD);
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.waitForURL("**/login");
  await page.getByText("Your password is set").waitFor();
  await page.fill("[name=email]", ada.email);
  await page.fill("[name=password]", THIRD_PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL("**/dashboard");
}

async function throwThiefOut(page: Page, deps: Deps, look: Look): Promise<void> {
  const { cookieToken } = unwrap(
    await logIn(deps, { ...THIEF, email: ada.email, password: THIRD_PASSWORD }),
  );
  await page.goto("/dashboard/security");
  await page.getByText("Firefox on Windows", { exact: true }).waitFor();
  await look("sessions");
  await page.goto(`/not-me?token=${await tokenOf(deps, "new_device")}`);
  await look("not-me");
  await page.getByRole("button", { name: /It wasn't me/ }).click();
  await page.waitForURL("**/reset-password?token=*");
  await page.getByText("payouts are frozen").waitFor();
  expect(await resolveSession(deps, cookieToken)).toBeNull();
  expect((await readAccountByEmail(deps.kv, ada.email))?.payoutsFrozenAt).not.toBeNull();
}
