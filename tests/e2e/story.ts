/** The story that CloudNest exists for, told by clicks and typing: one function a chapter. */
import { expect } from "expect";
import type { Page } from "playwright-core";
import { waitForClipboard } from "@/tests/helpers/browser.ts";
import { PROOF_PNG } from "@/tests/helpers/world.ts";

/** What the customer types and buys. */
export const CUSTOMER = {
  name: "Grace Hopper",
  email: "grace@example.com",
  password: "navy compiler cobol 1952",
};

/** The machine that staff hand over. */
export const MACHINE = {
  ip: "192.0.2.44",
  username: "root",
  password: "p4ss of the machine",
  hostname: "cobol.example.com",
};

/** How to get into it. */
export const SSH_COMMAND = `ssh -p 22 ${MACHINE.username}@${MACHINE.ip}`;

const PLAN = "vps-grow";

/** Looks at the plans, switches pricing to annual terms and picks a plan. */
export async function pickPlan(page: Page): Promise<void> {
  await page.goto("/");
  await page.locator('a[href="/vps"]').filter({ visible: true }).first().click();
  await page.waitForURL("**/vps");
  await page.goto("/pricing");
  const order = page.locator(`a[href*="plan=${PLAN}"]`).filter({ visible: true });
  const monthlyHref = await order.first().getAttribute("href");
  await chooseCycle(page, "annual");
  const annual = page.locator(`a[href*="plan=${PLAN}"][href*="cycle=annual"]`)
    .filter({ visible: true });
  await annual.first().waitFor();
  expect(await annual.first().getAttribute("href")).not.toBe(monthlyHref);
  await annual.first().click();
}

async function chooseCycle(page: Page, cycle: string): Promise<void> {
  await choose(page, "cycle", cycle);
}

/** Chooses a radio button or ticks a box by its label, as people do. */
async function choose(page: Page, name: string, value?: string): Promise<void> {
  const valued = value === undefined ? "" : `[value="${value}"]`;
  const input = page.locator(`input[name="${name}"]${valued}`).first();
  const label = page.locator("label").filter({ has: input }).filter({ visible: true }).first();
  if (await label.count() > 0) return await label.click();
  const id = await input.getAttribute("id");
  await page.locator(`label[for="${id}"]`).filter({ visible: true }).first().click();
}

/** Registers on the way to the wizard. */
export async function register(page: Page): Promise<void> {
  await page.waitForURL("**/login**");
  await page.locator('main a[href^="/register"]').first().click();
  await page.waitForURL("**/register**");
  await page.fill("[name=name]", CUSTOMER.name);
  await page.fill("[name=email]", CUSTOMER.email);
  await page.fill("[name=password]", CUSTOMER.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(`**/dashboard/order?**plan=${PLAN}**`);
}

/** Goes through the wizard and places the order; answers the path of the invoice. */
export async function order(page: Page): Promise<string> {
  expect(await page.locator(`input[name=plan][value="${PLAN}"]`).isChecked()).toBe(true);
  expect(await page.locator("input[name=cycle][value=annual]").isChecked()).toBe(true);
  // With plan and term in the address the wizard may open at its second step.
  const configuration = page.getByRole("heading", { name: "Configuration" });
  if (!await configuration.isVisible()) {
    await page.getByRole("button", { name: /^Continue/ }).click();
  }
  await configuration.waitFor();
  await choose(page, "datacenter", "fra1");
  await choose(page, "os", "debian-13");
  await page.fill("[name=hostname]", MACHINE.hostname);
  await page.getByRole("button", { name: /^Continue/ }).click();
  await page.getByRole("heading", { name: /Review/ }).waitFor();
  await choose(page, "payment_method", "bank_transfer");
  await choose(page, "accept_terms");
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL("**/dashboard/invoices/inv_*");
  return new URL(page.url()).pathname;
}

/** Reads how to pay and uploads a proof of payment. */
export async function sendProof(page: Page, invoice: string): Promise<void> {
  await page.goto(invoice);
  const text = await page.locator("main").innerText();
  expect(text).toMatch(/RF\d\d/);
  expect(text.replaceAll(" ", "")).toMatch(/[A-Z]{2}\d{2}[A-Z0-9]{11,}/);
  expect(text).toMatch(/Bitcoin|BTC/);
  await page.setInputFiles("[name=file]", {
    name: "transfer.png",
    mimeType: "image/png",
    buffer: globalThis.Buffer?.from(PROOF_PNG) ?? PROOF_PNG as never,
  });
  await page.fill("[name=reference]", "TX-2026-1");
  await page.getByRole("button", { name: "Upload the proof" }).click();
  await page.getByText("transfer.png").first().waitFor();
}

/** Logs in. */
export async function logIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/login");
  await page.fill("[name=email]", email);
  await page.fill("[name=password]", password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

/** Staff find the order, look at its proof, record the payment and hand over the machine. */
export async function serve(page: Page): Promise<void> {
  await page.goto("/admin/orders");
  await page.locator('main a[href^="/admin/orders/ord_"]').filter({ visible: true }).first()
    .click();
  await page.getByText("transfer.png").first().waitFor();
  const payment = page.locator("#payment");
  await payment.locator("[name=reference]").fill("BANK-77");
  await payment.getByRole("button", { name: "Record payment" }).click();
  await page.getByText(/The invoice is paid/).first().waitFor();
  const machine = page.locator("form").filter({ has: page.locator("[name=ip]") });
  await machine.locator("[name=ip]").fill(MACHINE.ip);
  await machine.locator("[name=hostname]").fill(MACHINE.hostname);
  await machine.locator("[name=username]").fill(MACHINE.username);
  await machine.locator("[name=password]").fill(MACHINE.password);
  await machine.locator("button").filter({ visible: true }).last().click();
  await page.getByText("The service is active").first().waitFor();
}

/** The customer finds the service on the dashboard and opens it. */
export async function openService(page: Page): Promise<void> {
  await page.goto("/dashboard");
  await page.locator('main a[href^="/dashboard/services/svc_"]').filter({ visible: true }).first()
    .click();
  await page.waitForURL("**/dashboard/services/svc_*");
  const text = await page.locator("main").innerText();
  expect(text).toContain(SSH_COMMAND);
  expect(await page.content()).not.toContain(MACHINE.password);
}

/** Reveals the password. */
export async function reveal(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^(Show|Reveal)/ }).first().click();
  await page.getByText(MACHINE.password).first().waitFor();
}

/** Copies the command and the password by their buttons. */
export async function copy(page: Page): Promise<void> {
  for (const text of [SSH_COMMAND, MACHINE.password]) {
    await page.locator("div").filter({ hasText: text })
      .filter({ has: page.getByRole("button", { name: /^Copy/ }) }).last()
      .getByRole("button", { name: /^Copy/ }).click();
    await waitForClipboard(page, text);
  }
}

/** Reads the audit log for what must be in it. */
export async function readAudit(page: Page): Promise<string> {
  await page.goto("/admin/audit");
  return await page.locator("main").innerText();
}
