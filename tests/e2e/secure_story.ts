/**
 * The chapters in which the customer secures the account. Whatever secret is typed or shown on the way joins `secrets`,
 * under the name of what it is: afterwards none of them may be found anywhere.
 */
import { expect } from "expect";
import type { Page } from "playwright-core";
import { type FakeSendgrid, linkToken } from "@/tests/helpers/fake_sendgrid.ts";
import { codeAt } from "@/tests/helpers/second_factor.ts";
import { CUSTOMER } from "./story.ts";

const SECURITY = "/dashboard/security";
const SECOND_PASSWORD = "quiet marble lantern 1906";
const THIRD_PASSWORD = "copper river song 1992";
const WRONG_PASSWORD = "amazing grace of nobody";

/** What the chapters need, and what they fill. */
export interface Secrecy {
  sendgrid: FakeSendgrid;
  secrets: Record<string, string>;
}

/** Confirms the address, switches on an app, makes a token for programs and uses it, changes the password. */
export async function secure(page: Page, { sendgrid, secrets }: Secrecy): Promise<void> {
  secrets.password = CUSTOMER.password;
  const path = "/verify-email";
  secrets.verifyToken = await linkToken(sendgrid, { to: CUSTOMER.email, path });
  await page.goto(`${path}?token=${secrets.verifyToken}`);
  await page.getByRole("button", { name: "Yes, confirm it" }).click();
  await page.waitForURL("**/dashboard");
  await setUpApp(page, secrets);
  await callWithToken(page, secrets);
  await changePassword(page, secrets);
  await keepCookies(page, secrets);
}

async function setUpApp(page: Page, secrets: Secrecy["secrets"]): Promise<void> {
  await page.goto(SECURITY);
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  await page.getByRole("img", { name: "QR code" }).waitFor();
  const text = await page.locator("#app").innerText();
  secrets.totpSecret = /\b((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})\b/.exec(text)![1]!.replaceAll(" ", "");
  const code = codeAt(secrets.totpSecret, Temporal.Now.instant());
  await page.getByLabel("Code from the app").fill(code);
  await page.getByRole("button", { name: "Switch it on" }).click();
  const list = page.getByRole("list", { name: "Recovery codes" });
  await list.waitFor();
  const codes = await list.getByRole("listitem").allTextContents();
  expect(codes.length).toBeGreaterThan(5);
  codes.forEach((each, i) => secrets[`recoveryCode${i}`] = each);
}

async function callWithToken(page: Page, secrets: Secrecy["secrets"]): Promise<void> {
  await page.goto("/dashboard/tokens");
  await page.getByRole("textbox", { name: "Name" }).fill("Compiler");
  await page.getByRole("checkbox", { name: "Read your orders" }).check();
  await page.getByRole("button", { name: "Make the token" }).click();
  secrets.apiToken = (await page.locator("code", { hasText: /^cn_pat_/ }).textContent())!;
  const headers = { authorization: `Bearer ${secrets.apiToken}` };
  const answer = await fetch(new URL("/api/v1/orders", page.url()), { headers });
  expect([answer.status, (await answer.json()).data?.length]).toEqual([200, 1]);
}

async function changePassword(page: Page, secrets: Secrecy["secrets"]): Promise<void> {
  Object.assign(secrets, { secondPassword: SECOND_PASSWORD, wrongPassword: WRONG_PASSWORD });
  await page.goto(SECURITY);
  await page.fill("[name=current_password]", WRONG_PASSWORD);
  await page.fill("#f-new_password", SECOND_PASSWORD);
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByText("your password. Check it").first().waitFor();
  await page.fill("[name=current_password]", CUSTOMER.password);
  await page.fill("#f-new_password", SECOND_PASSWORD);
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByText("The password is changed").waitFor();
}

/** Has forgotten the password, and gets in again by a link, a new password and a recovery code. */
export async function getBackIn(page: Page, { sendgrid, secrets }: Secrecy): Promise<void> {
  secrets.thirdPassword = THIRD_PASSWORD;
  await page.goto("/forgot-password");
  await page.fill("[name=email]", CUSTOMER.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByText("Look into your mail").waitFor();
  const path = "/reset-password";
  secrets.resetToken = await linkToken(sendgrid, { to: CUSTOMER.email, path });
  await page.goto(`${path}?token=${secrets.resetToken}`);
  await page.fill("[name=password]", THIRD_PASSWORD);
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.waitForURL("**/login");
  await page.fill("[name=email]", CUSTOMER.email);
  await page.fill("[name=password]", THIRD_PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL("**/login/two-factor");
  await keepCookies(page, secrets);
  await page.getByLabel("Code").fill(secrets.recoveryCode0!);
  await page.getByLabel("Don't ask again").check();
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL("**/dashboard");
  await keepCookies(page, secrets);
}

/** The cookies that would let somebody in, or half the way. */
export async function keepCookies(page: Page, secrets: Secrecy["secrets"]): Promise<void> {
  for (const { name, value } of await page.context().cookies()) {
    if (/session|device|browser|challenge/.test(name)) {
      secrets[`cookie ${name} ${value.slice(-4)}`] = value;
    }
  }
}
