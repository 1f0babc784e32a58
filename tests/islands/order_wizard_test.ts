/** The order wizard in a real browser, with and without scripts. */
import { expect } from "expect";
import type { Page } from "playwright-core";
import { seedCatalog } from "@/domain/catalog/mod.ts";
import { getOrder, listOrders } from "@/domain/order/mod.ts";
import { createPromotion } from "@/domain/promotion/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { expectAccessible, expectNoSidewaysScroll } from "@/tests/helpers/accessible.ts";
import { makeApp, sessionCookie } from "@/tests/helpers/app.ts";
import { type OpenPage, type PageOptions, withPage } from "@/tests/helpers/browser.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { makeStaff, mustPlace } from "@/tests/domain/order/fixtures.ts";
import { makePerson, type Person } from "@/tests/helpers/people.ts";
import { offerTrial } from "@/tests/helpers/trials.ts";

async function withWizard(
  options: PageOptions,
  work: (open: OpenPage & { deps: TestDeps; ada: Person }) => Promise<void>,
): Promise<void> {
  await using deps = await makeDeps();
  await seedCatalog(deps);
  const ada = await makePerson(deps, { name: "Ada Customer", email: "ada@example.com" });
  const app = await makeApp(deps);
  const cookies = [sessionCookie(deps, ada.session)];
  await withPage(app.handler, { ...options, cookies }, (open) => work({ ...open, deps, ada }));
}

// Both wait: what a script draws comes a moment after the click.
/** The sum beside the form is `money`, as it is seen. */
const dueNow = (page: Page, money: string) =>
  page.locator("section[aria-labelledby=summary-title] p:has-text('Due now') span").last()
    .filter({ hasText: exactly(money) }).waitFor();
const onStep = (page: Page, name: string) =>
  step(page).filter({ hasText: exactly(name) }).waitFor();
const exactly = (text: string) => new RegExp(`^${text.replaceAll(".", "\\.")}$`);
const step = (page: Page) => page.getByRole("heading", { level: 2 }).first();
const pick = (page: Page, name: string | RegExp) => page.getByRole("radio", { name }).check();
const next = (page: Page) => page.getByRole("button", { name: /Continue/ }).click();

Deno.test("the sum follows each choice, and is the sum of the invoice", async () => {
  await withWizard({}, async ({ page, deps, ada }) => {
    await page.goto("/dashboard/order?plan=vps-grow&cycle=annual");
    await dueNow(page, "€120.00");

    await pick(page, /Frankfurt/);
    await pick(page, /^Debian/);
    await pick(page, /^DirectAdmin/);
    await page.getByLabel("Extra IPv4 address, quantity").selectOption("2");
    await dueNow(page, "€240.00");
    await page.getByLabel(/Daily backups/).check();
    await dueNow(page, "€270.00");
    await page.getByLabel("Hostname").fill("server1.example.com");
    await next(page);
    await page.getByLabel(/I accept the/).check();
    await page.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/dashboard\/invoices\/inv_/, { waitUntil: "commit" });

    const { items } = await listOrders(deps, { viewer: ada.customer });
    expect(items.map((order) => order.total?.minor)).toEqual([27_000]);
  });
});

Deno.test("the sum follows the choice of a free trial, and the plan that has none loses it", async () => {
  await withWizard({}, async ({ page, deps, ada }) => {
    await offerTrial(deps, "vps-grow", 14);
    await page.goto("/dashboard/order?plan=vps-grow&cycle=monthly&trial=on&step=plan");
    await dueNow(page, "€0.00");
    await pick(page, /^VPS Start/);
    await dueNow(page, "€6.00");
    await pick(page, /^VPS Grow/);
    await next(page);
    await pick(page, /Frankfurt/);
    await pick(page, /^Debian/);
    await page.getByLabel("Hostname").fill("server1.example.com");
    await next(page);
    await onStep(page, "Review and payment");
    const trial = page.getByLabel("Start with 14 days free");
    await trial.setChecked(true);
    await page.getByText("After 14 days").first().waitFor();
    await trial.setChecked(false);
    await page.getByText("After 14 days").first().waitFor({ state: "detached" });
    await trial.setChecked(true);
    await page.getByLabel(/I accept the/).check();
    await page.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/dashboard\/orders\/ord_/, { waitUntil: "commit" });

    const { items } = await listOrders(deps, { viewer: ada.customer });
    expect(items.map((order) => order.total?.minor)).toEqual([0]);
  });
});

Deno.test("a step that isn't complete says so beside its fields and takes the focus there", async () => {
  await withWizard({}, async ({ page }) => {
    await page.goto("/dashboard/order?plan=vps-grow&cycle=annual");
    await pick(page, /Frankfurt/);
    await pick(page, /^Debian/);
    await page.getByLabel("Hostname").fill("bad_name.example.com");
    await next(page);

    const hostname = page.getByLabel("Hostname");
    await hostname.and(page.locator(":focus")).waitFor();
    expect(await hostname.getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator("#f-hostname-error").textContent()).toContain("letters a to z");
    await hostname.fill("good.example.com");
    await page.locator("#f-hostname-error").waitFor({ state: "detached" });
    await next(page);
    await onStep(page, "Review and payment");
  });
});

Deno.test("back and forward keep the step and everything that was typed", async () => {
  await withWizard({}, async ({ page }) => {
    await page.goto("/dashboard/order?plan=vps-start&cycle=monthly");
    await pick(page, /Helsinki/);
    await pick(page, /^Fedora/);
    await page.getByLabel("Hostname").fill("server1.example.com");
    await next(page);
    await onStep(page, "Review and payment");
    await step(page).and(page.locator(":focus")).waitFor();
    expect(new URL(page.url()).searchParams.get("step")).toBe("review");
    await page.getByLabel("Promotion code").fill("LATER");

    await page.goBack();
    await onStep(page, "Configuration");
    expect(await page.getByLabel("Hostname").inputValue()).toBe("server1.example.com");
    expect(await page.getByRole("radio", { name: /Helsinki/ }).isChecked()).toBe(true);
    await page.goForward();
    await onStep(page, "Review and payment");
    await page.reload();
    await onStep(page, "Review and payment");
    expect(await page.locator("dd", { hasText: "server1.example.com" }).isVisible()).toBe(true);
  });
});

Deno.test("a panel that doesn't run on the chosen system can't be chosen", async () => {
  await withWizard({}, async ({ page }) => {
    await page.goto("/dashboard/order?plan=vps-start&cycle=monthly");
    await pick(page, /^Fedora/);
    expect(await page.getByRole("radio", { name: /^cPanel/ }).isDisabled()).toBe(true);
    await pick(page, /^AlmaLinux 10/);
    await pick(page, /^cPanel/);
    await dueNow(page, "€32.00");
    await pick(page, /^Fedora/);
    await next(page);
    expect(await page.locator("#f-panel-error").textContent()).toContain(
      "doesn't run on Fedora 44",
    );
  });
});

for (const javaScript of [true, false]) {
  Deno.test(`another kind of plan after the configuration is no dead end ${javaScript ? "with" : "without"} scripts`, async () => {
    await withWizard({ javaScript }, async ({ page }) => {
      const back = () => page.getByRole("button", { name: /Back/ }).click();
      await page.goto("/dashboard/order?plan=vps-start&cycle=monthly");
      await pick(page, /Helsinki/);
      await pick(page, /^Debian/);
      await pick(page, /^Plesk/);
      await page.getByLabel(/Daily backups/).check();
      await page.getByLabel("Hostname").fill("server1.example.com");
      await next(page);
      await back();
      await back();
      await pick(page, /^Web Start/);
      await next(page);
      expect(await page.getByLabel("Domain of the first site").inputValue())
        .toBe("server1.example.com");
      await next(page);
      expect(await page.locator("#f-datacenter-error").textContent()).toBe("Choose a data center.");
      expect(await page.getByRole("alert").getByRole("listitem").count()).toBe(1);
      await pick(page, /Frankfurt/);
      await next(page);
      await onStep(page, "Review and payment");
      await dueNow(page, "€4.00");
      await back();
      await back();
      await pick(page, /^VPS Scale/);
      await next(page);
      await next(page);
      expect(await page.locator("#f-os-error").textContent()).toBe("Choose an operating system.");
    });
  });
}

Deno.test("an order that was refused shows what is wrong until it is put right", async () => {
  await withWizard({}, async ({ page, deps, ada }) => {
    await page.goto(
      "/dashboard/order?plan=web-start&cycle=annual&datacenter=fra1&hostname=example.com&step=review",
    );
    await page.getByRole("button", { name: "Place order" }).click();
    expect(await page.locator("#f-accept_terms-error").textContent()).toContain("Accept the terms");
    await page.getByLabel("Promotion code").fill("FREE");
    await page.getByLabel(/I accept the/).check();
    await page.getByRole("button", { name: "Place order" }).click();
    await page.locator("#f-promo-error").waitFor();
    expect(await page.locator("#f-promo-error").textContent()).toContain("isn't valid");
    expect((await listOrders(deps, { viewer: ada.customer })).items).toEqual([]);

    await page.getByLabel("Promotion code").fill("");
    await page.locator("#f-promo-error").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/dashboard\/invoices\/inv_/, { waitUntil: "commit" });
  });
});

for (const javaScript of [true, false]) {
  Deno.test(`a code shows its price before the order is placed, ${javaScript ? "with" : "without"} scripts`, async () => {
    await withWizard({ javaScript }, async ({ page, deps, ada }) => {
      const form = {
        code: "SUMMER20",
        name: "Summer",
        benefit: "percent",
        percent: "20",
        plans: ["web-start"],
      };
      unwrap(await createPromotion(deps, { actor: makeStaff(), form }));
      // What is typed before the script runs is the form's, but the test isn't to race with it.
      const live = () =>
        javaScript
          ? page.getByText(/^Step 3 of 3/).waitFor({ state: "attached" })
          : Promise.resolve();
      const apply = async (code: string) => {
        await live();
        await page.getByLabel("Promotion code").fill(code);
        await page.getByRole("button", { name: "Apply code" }).click();
      };
      const start = "/dashboard/order?cycle=annual&datacenter=fra1&hostname=example.com";
      await page.goto(`${start}&plan=web-start&step=review`);
      await apply("WINTER");
      await page.locator("#f-promo-error").waitFor();
      expect(await page.locator("#f-promo-error").textContent()).toContain("isn't valid");

      await apply("summer20");
      await page.getByText("Applied to the price.").waitFor();
      await dueNow(page, "€32.00");
      await live();
      if (javaScript) {
        await page.getByLabel("Promotion code").fill("summer2");
        await dueNow(page, "€40.00");
        await page.getByLabel("Promotion code").fill("SUMMER20");
        await dueNow(page, "€32.00");
        await expectAccessible(page);
      }
      await page.getByLabel(/I accept the/).check();
      await page.getByRole("button", { name: "Place order" }).click();
      await page.waitForURL(/\/dashboard\/invoices\/inv_/, { waitUntil: "commit" });
      const { items } = await listOrders(deps, { viewer: ada.customer });
      expect(items.map((order) => order.total?.minor)).toEqual([3_200]);

      const others = `${start}&plan=web-business&promo=SUMMER20&step=review`;
      await page.goto(others);
      expect(await page.locator("#f-promo-error").textContent()).toContain("other plans");
    });
  });
}

Deno.test("the whole wizard works without scripts, with its errors and nothing lost", async () => {
  await withWizard({ javaScript: false }, async ({ page, deps, ada }) => {
    await page.goto("/dashboard/order");
    await next(page);
    expect(await page.locator("#f-plan-error").textContent()).toBe("Choose one of our plans.");
    await pick(page, /^VPS Grow/);
    await pick(page, /^Annual/);
    await next(page);
    await onStep(page, "Configuration");
    await pick(page, /Amsterdam/);
    await pick(page, /^Ubuntu 26/);
    await page.getByLabel("Hostname").fill("nohost");
    await page.getByLabel("Extra IPv4 address, quantity").selectOption("3");
    await page.getByLabel("Hostname").press("Enter");
    expect(await page.locator("#f-hostname-error").textContent()).toContain("with its domain");
    expect(await page.getByRole("radio", { name: /Amsterdam/ }).isChecked()).toBe(true);
    await page.getByLabel("Hostname").fill("web.example.com");
    await next(page);
    await onStep(page, "Review and payment");
    await dueNow(page, "€180.00");
    await page.getByRole("button", { name: /Back/ }).click();
    expect(await page.getByLabel("Hostname").inputValue()).toBe("web.example.com");
    await next(page);
    await page.getByRole("button", { name: "Place order" }).click();
    expect(await page.locator("#f-accept_terms-error").textContent()).toContain("Accept the terms");
    await page.getByLabel(/I accept the/).check();
    await page.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/dashboard\/invoices\/inv_/, { waitUntil: "commit" });

    const { items } = await listOrders(deps, { viewer: ada.customer });
    expect(items.map((order) => [order.hostname, order.total?.minor])).toEqual([
      ["web.example.com", 18_000],
    ]);
  });
});

const PAGES = [
  "/",
  "/vps",
  "/shared",
  "/dedicated",
  "/pricing",
  "/dashboard/order",
  "/dashboard/order?plan=vps-grow&cycle=annual",
  "/dashboard/order?plan=web-start&cycle=annual&step=review&hostname=a_b",
  "/dashboard/order?plan=web-start&cycle=annual&datacenter=fra1&hostname=example.com&step=review",
];

for (const width of [390, 1440]) {
  Deno.test(`catalogue and wizard are accessible and fit at ${width} px`, async () => {
    await withWizard({ width }, async ({ page }) => {
      for (const path of PAGES) {
        await page.goto(path);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      }
    });
  });
}

Deno.test("the page of an order is accessible, and its dialog cancels it", async () => {
  await withWizard({ javaScript: false, width: 390 }, async ({ page, deps, ada }) => {
    const { orderId } = await mustPlace(deps, ada.customer);
    await page.goto(`/dashboard/orders/${orderId}`);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: "Cancel the order" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel the order" }).click();
    await page.getByText("Your order is cancelled.").waitFor();
    const order = unwrap(await getOrder(deps, { viewer: ada.customer, id: orderId }));
    expect(order.status).toBe("cancelled");
  });
  await withWizard({ width: 390 }, async ({ page, deps, ada }) => {
    const { orderId } = await mustPlace(deps, ada.customer);
    await page.goto(`/dashboard/orders/${orderId}`);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Cancel the order" }).click();
    await expectAccessible(page);
  });
});

Deno.test("the cycle switch on /pricing works without scripts", async () => {
  await withWizard({ javaScript: false }, async ({ page }) => {
    await page.goto("/pricing");
    expect(await page.getByText("€6.00").first().isVisible()).toBe(true);
    await pick(page, /Annual/);
    expect(await page.getByText("€60.00 every 12 months").first().isVisible()).toBe(true);
    const order = page.getByRole("link", { name: "Order VPS Start" });
    expect(await order.count()).toBe(1);
    expect(await order.getAttribute("href")).toBe("/dashboard/order?plan=vps-start&cycle=annual");
  });
});
