/**
 * Money by keyboard alone, with JavaScript and without: a wallet is filled by a transfer with its proof, and pays an invoice;
 * a plan is changed; a bank's statement is imported, matched and booked.
 */
import { Buffer } from "node:buffer";
import { expect } from "expect";
import type { Page } from "playwright-core";
import { type Invoice, readInvoice } from "@/domain/invoice/mod.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import { bookReceipt } from "@/domain/payment/mod.ts";
import { readService } from "@/domain/service/mod.ts";
import { money, subtract, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { listLines } from "@/domain/statement/mod.ts";
import { runJobs } from "@/tests/domain/statement/desk.ts";
import { makeApp, sessionCookie, type TestApp } from "@/tests/helpers/app.ts";
import { withPage } from "@/tests/helpers/browser.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { press, tabTo, type } from "@/tests/helpers/keyboard.ts";
import { readPdf } from "@/tests/helpers/pdf_text.ts";
import type { Person } from "@/tests/helpers/people.ts";
import { camtFile } from "@/tests/helpers/statements.ts";
import { makeWorld, PROOF_PNG, type World } from "@/tests/helpers/world.ts";

interface Shop {
  deps: TestDeps;
  app: TestApp;
  world: World;
  javaScript: boolean;
}

for (const javaScript of [true, false]) {
  const how = javaScript ? "with" : "without";

  Deno.test(`a top-up is paid with a proof, confirmed, and pays an invoice that comes as PDF, by keyboard alone, ${how} JavaScript`, async () => {
    await using deps = await makeDeps();
    const shop = { deps, app: await makeApp(deps), world: await makeWorld(deps), javaScript };
    const { customer } = shop.world.people;
    const invoice = (await readInvoice(deps.kv, shop.world.orders.spare.invoiceId))!;
    const due = subtract(invoice.total, invoice.credited);

    const topUpId = await by(shop, customer, (page) => askForTopUp(page, toDecimal(due)));
    await by(shop, shop.world.people.owner, (page) => confirmTransfer(page, topUpId));
    expect((await balanceOf(shop)).minor).toBe(due.minor);
    await by(shop, customer, (page) => payFromWallet(page, invoice));

    expect((await readInvoice(deps.kv, invoice.id))!.status).toBe("paid");
    expect((await balanceOf(shop)).minor).toBe(0);
  });

  Deno.test(`a plan is changed for the price that was shown, by keyboard alone, ${how} JavaScript`, async () => {
    await using deps = await makeDeps();
    const shop = { deps, app: await makeApp(deps), world: await makeWorld(deps), javaScript };
    const { customer, owner } = shop.world.people;
    const serviceId = shop.world.orders.active.serviceId!;
    const before = (await readService(deps.kv, serviceId))!;
    const receipt = { method: "bank_transfer" as const, reference: "UP", receivedOn: "2026-03-01" };
    unwrap(
      await bookReceipt(deps, {
        actor: owner.staff!,
        customerId: customer.id,
        invoiceId: null,
        receipt: { ...receipt, amount: money(50_000, "EUR") },
        source: "staff",
      }),
    );

    const shown = await by(shop, customer, (page) => changePlan(page, serviceId));
    await runJobs(deps);

    const after = (await readService(deps.kv, serviceId))!;
    expect(after.planName).not.toBe(before.planName);
    const spent = 50_000 - (await balanceOf(shop)).minor;
    expect(shown).toContain(`€${(spent / 100).toFixed(2)}`);
  });

  Deno.test(`a statement is imported, a line matched and booked, by keyboard alone, ${how} JavaScript`, async () => {
    await using deps = await makeDeps();
    const shop = { deps, app: await makeApp(deps), world: await makeWorld(deps), javaScript };
    const { owner } = shop.world.people;
    const invoice = (await readInvoice(deps.kv, shop.world.orders.spare.invoiceId))!;
    const short = money(invoice.total.minor - invoice.credited.minor - 100, "EUR");

    await by(shop, owner, async (page) => {
      await importStatement(page, shop, { invoice, amount: toDecimal(short) });
      await bookSuggestion(page, invoice);
    });

    expect((await readInvoice(deps.kv, invoice.id))!.paid).toEqual(short);
    const booked = await listLines(deps, { viewer: owner.staff!, filter: { status: "booked" } });
    expect(booked.items.map(({ amount }) => amount)).toEqual([short]);
  });
}

/** Lets somebody do something in a window of their own. */
function by<T>(shop: Shop, person: Person, work: (page: Page) => Promise<T>): Promise<T> {
  const { app, deps, javaScript } = shop;
  const cookies = [sessionCookie(deps, person.session)];
  const options = { cookies, javaScript, reducedMotion: true };
  return withPage(app.handler, options, ({ page }) => work(page));
}

function balanceOf({ deps, world }: Shop) {
  const accountId = world.people.customer.id;
  return getWalletBalance(deps, { accountId, currency: "EUR" });
}

/** Asks for a top-up and uploads a proof of its transfer; the id of its invoice. */
async function askForTopUp(page: Page, amount: string): Promise<string> {
  await page.goto("/dashboard/wallet");
  await type(page, "input[name=amount]", "1");
  await page.keyboard.press("Enter");
  await page.locator("input[name=amount][aria-invalid=true]").waitFor();
  await tabTo(page, "input[name=amount]");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(amount);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dashboard/invoices/inv_*");
  const id = new URL(page.url()).pathname.split("/").at(-1)!;
  await tabTo(page, "input[type=file]");
  // The dialog that the keyboard opens is the system's, not the page's.
  const file = { name: "transfer.png", mimeType: "image/png", buffer: Buffer.from(PROOF_PNG) };
  await page.setInputFiles("input[type=file]", file);
  await type(page, "#proof input[name=reference]", "TOP UP 1");
  await press(page, "#proof button", "Upload the proof");
  await page.getByText("We are checking your payment").waitFor();
  return id;
}

/** Finds the proof at the desk and records the transfer. */
async function confirmTransfer(page: Page, invoiceId: string): Promise<void> {
  await page.goto("/admin/payments");
  await press(page, `a[href^="/admin/invoices/${invoiceId}"]`, "Check by hand");
  await page.waitForURL(`**/admin/invoices/${invoiceId}**`);
  await type(page, "input[name=reference]", "BANK 4711");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Received payments" }).waitFor();
}

/** Pays all of an invoice and takes its PDF. */
async function payFromWallet(page: Page, { id, number }: Invoice): Promise<void> {
  await page.goto(`/dashboard/invoices/${id}`);
  await press(page, "button", "Pay from the wallet");
  await page.getByText("This invoice is paid").waitFor();
  await tabTo(page, `a[href$="/pdf"]`);
  const saved = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const pdf = await readPdf(await Deno.readFile(await (await saved).path()));
  expect(pdf.pages.flat().join("\n")).toContain(number);
}

/** Chooses the next larger plan and has it changed at once; what the page said that it costs. */
async function changePlan(page: Page, serviceId: string): Promise<string> {
  await page.goto(`/dashboard/services/${serviceId}`);
  await press(page, "a", "Change plan or term");
  await page.waitForURL("**/change**");
  await tabTo(page, "input[name=plan]");
  await page.keyboard.press("ArrowRight");
  await press(page, "button", "Show the price");
  const now = page.locator("section").filter({ hasText: ": now" }).last();
  await now.waitFor();
  const shown = await now.innerText();
  await tabTo(page, "input[name=from_wallet]");
  await page.keyboard.press("Space");
  await press(page, "button", "Change now");
  await page.waitForURL("**/dashboard/invoices/inv_*");
  return shown;
}

/** Sends a file of one transfer that is short of what is due. */
async function importStatement(
  page: Page,
  { deps, world }: Shop,
  { invoice, amount }: { invoice: Invoice; amount: string },
): Promise<void> {
  const file = camtFile(world.statements.account, [{ amount, text: invoice.reference, id: "E1" }]);
  const buffer = Buffer.from(await file.arrayBuffer());
  await page.goto("/admin");
  await press(page, 'main a[href="/admin/payments/lines"]');
  await page.waitForURL("**/admin/payments/lines");
  await press(page, 'main a[href="/admin/payments/statements"]');
  await page.waitForURL("**/admin/payments/statements");
  await tabTo(page, "input[type=file]");
  await page.setInputFiles("input[type=file]", { name: file.name, mimeType: "text/xml", buffer });
  await press(page, "main button", "Import");
  await page.waitForURL("**/admin/payments/statements/stm_*");
  await runJobs(deps);
  await page.reload();
}

/** Books the line as it is suggested. */
async function bookSuggestion(page: Page, { number }: Invoice): Promise<void> {
  await page.getByText("To match").first().waitFor();
  await press(page, "main button", `Book to ${number}`);
  await page.waitForURL("**/admin/payments/lines");
}
