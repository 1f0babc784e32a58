/** The dashboard in a real Chromium: with scripts, without them, and held against axe at two widths. */
import { Buffer } from "node:buffer";
import { expect } from "expect";
import { unwrap } from "@/domain/shared/result.ts";
import { submitProof } from "@/domain/payment/mod.ts";
import { placeDebt, PNG } from "@/tests/domain/payment/fixtures.ts";
import { expectAccessible, expectNoSidewaysScroll } from "@/tests/helpers/accessible.ts";
import { sessionCookie } from "@/tests/helpers/app.ts";
import { waitForClipboard, withPage } from "@/tests/helpers/browser.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { MACHINE_PASSWORD, openDashboard, runService } from "@/tests/routes/dashboard_shop.ts";

Deno.test("with scripts a password is shown in place, copied and hidden again", async () => {
  await using shop = await openDashboard();
  const { serviceId } = await runService(shop);
  const cookies = [sessionCookie(shop.deps, shop.ada.session)];
  await withPage(shop.app.handler, { cookies }, async ({ page }) => {
    await page.goto(`/dashboard/services/${serviceId}`);
    await page.getByRole("button", { name: "Copy SSH command" }).click();
    await waitForClipboard(page, "ssh -p 2222 root@192.0.2.10");

    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText(MACHINE_PASSWORD).waitFor();
    await page.getByRole("button", { name: "Copy password" }).click();
    await waitForClipboard(page, MACHINE_PASSWORD);
    await expectAccessible(page);

    await page.getByRole("button", { name: "Hide the password" }).click();
    await page.getByRole("button", { name: "Show" }).waitFor();
    expect(await page.content()).not.toContain("Tr0ub4dor");
    expect(new URL(page.url()).pathname).toBe(`/dashboard/services/${serviceId}`);
  });
});

Deno.test("a session that ended while the page was open is told instead of a password", async () => {
  await using shop = await openDashboard();
  const { serviceId } = await runService(shop);
  const cookies = [sessionCookie(shop.deps, shop.ada.session)];
  await withPage(shop.app.handler, { cookies }, async ({ page, context }) => {
    await page.goto(`/dashboard/services/${serviceId}`);
    await page.getByRole("button", { name: "Copy SSH command" }).waitFor();
    await context.clearCookies();
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText("That didn't work. Reload the page and try again.").waitFor();
  });
});

Deno.test("without scripts the password is shown once by a post, and a proof is uploaded", async () => {
  await using shop = await openDashboard();
  const { deps, ada } = shop;
  const { serviceId } = await runService(shop);
  const debt = await placeDebt(deps, ada.customer);
  const options = { cookies: [sessionCookie(deps, ada.session)], javaScript: false };
  await withPage(shop.app.handler, options, async ({ page }) => {
    await page.goto(`/dashboard/services/${serviceId}`);
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText(MACHINE_PASSWORD).waitFor();
    await page.goto(`/dashboard/services/${serviceId}`);
    expect(await page.getByText(MACHINE_PASSWORD).count()).toBe(0);

    await page.goto(`/dashboard/invoices/${debt.invoice.id}`);
    expect(await page.getByRole("button", { name: "Copy IBAN" }).isVisible()).toBe(false);
    const file = { name: "proof.png", mimeType: "image/png", buffer: Buffer.from(PNG) };
    await page.getByLabel("File").setInputFiles(file);
    await page.getByLabel("Reference of your payment").fill("SEPA 1");
    await page.getByRole("button", { name: "Upload the proof" }).click();
    await page.getByText("We are checking your payment").waitFor();
  });
  expect(await countKeys(deps.kv, ["proofs"])).toBe(1);
});

Deno.test("axe finds nothing on the customer's pages, and nothing scrolls sideways", async () => {
  await using shop = await openDashboard();
  const { deps, ada, eve } = shop;
  const { debt, serviceId } = await runService(shop);
  const long = `${"long-".repeat(11)}name.${"sub.".repeat(20)}example.com`;
  const open = await placeDebt(deps, ada.customer, long);
  unwrap(
    await submitProof(deps, {
      actor: ada.customer,
      invoiceId: open.invoice.id,
      file: new File([PNG], `${"a".repeat(120)}.png`),
      reference: "x".repeat(140),
      note: "y".repeat(900),
    }),
  );
  const paths = [
    "/dashboard",
    "/dashboard/services",
    `/dashboard/services/${serviceId}`,
    "/dashboard/invoices",
    "/dashboard/invoices?status=void",
    `/dashboard/invoices/${open.invoice.id}`,
    `/dashboard/invoices/${debt.invoice.id}`,
  ];
  for (const width of [360, 1440]) {
    for (const person of [ada, eve]) {
      const cookies = [sessionCookie(deps, person.session)];
      await withPage(shop.app.handler, { cookies, width }, async ({ page }) => {
        for (const path of person === ada ? paths : ["/dashboard", "/dashboard/services"]) {
          await page.goto(path);
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
        }
      });
    }
  }
});
