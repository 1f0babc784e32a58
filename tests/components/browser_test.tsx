/**
 * The design system in a real Chromium, with scripts switched off: what opens, closes and switches
 * does so by HTML and CSS alone, nothing scrolls sideways, and axe finds nothing.
 */
import { expect } from "expect";
import type { ComponentChildren } from "preact";
import { AdminLayout, PublicLayout } from "@/components/layouts/mod.ts";
import { StyleGuide } from "@/components/StyleGuide.tsx";
import { twindStylesheet } from "@/components/styles/mod.ts";
import { ChoiceCards, CyclePrices, CycleScope, CycleToggle } from "@/components/ui/mod.ts";
import { expectAccessible, expectNoSidewaysScroll } from "@/tests/helpers/accessible.ts";
import { withPage } from "@/tests/helpers/browser.ts";
import { render } from "./render.tsx";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
const USER = { name: "Ada Lovelace", email: "ada@example.com" };

/** A server for one page with the real stylesheet, fonts and content security policy. */
async function serving(page: ComponentChildren): Promise<Deno.ServeHandler> {
  const css = await twindStylesheet(ROOT);
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/styles.css"></head>` +
    `<body>${render(page)}</body></html>`;
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/") {
      return new Response(html, {
        headers: {
          "content-type": "text/html",
          "content-security-policy":
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'",
        },
      });
    }
    if (pathname === "/styles.css") {
      return new Response(css, { headers: { "content-type": "text/css" } });
    }
    const bytes = await Deno.readFile(`${ROOT}/static${pathname}`);
    const type = pathname.endsWith(".svg") ? "image/svg+xml" : "font/woff2";
    return new Response(bytes, { headers: { "content-type": type } });
  };
}

Deno.test("the drawer of a phone opens by keyboard, and Escape closes it, without scripts", async () => {
  const admin = (
    <AdminLayout user={USER} path="/admin" title="Overview">
      page
    </AdminLayout>
  );
  await withPage(await serving(admin), { javaScript: false, width: 390 }, async ({ page }) => {
    await page.goto("/");
    const orders = page.getByRole("link", { name: "Orders" });
    expect(await orders.isVisible()).toBe(false);

    await page.getByRole("button", { name: "Open the menu" }).focus();
    await page.keyboard.press("Enter");
    expect(await orders.isVisible()).toBe(true);

    await page.keyboard.press("Escape");
    expect(await orders.isVisible()).toBe(false);
  });
});

Deno.test("the sidebar of a wide screen is there from the start", async () => {
  const admin = (
    <AdminLayout user={USER} path="/admin" title="Overview">
      page
    </AdminLayout>
  );
  await withPage(await serving(admin), { javaScript: false, width: 1440 }, async ({ page }) => {
    await page.goto("/");

    expect(await page.getByRole("link", { name: "Orders" }).isVisible()).toBe(true);
    expect(await page.getByRole("button", { name: "Open the menu" }).isVisible()).toBe(false);
  });
});

Deno.test("the cycle switch shows the price of the chosen cycle alone, without scripts", async () => {
  const cycles = ["monthly", "quarterly", "semi_annual", "annual"];
  const pricing = (
    <PublicLayout path="/pricing">
      <h1>Prices</h1>
      <CycleScope>
        <CycleToggle
          cycles={cycles.map((value) => ({ value, label: value }))}
          value="monthly"
        />
        <CyclePrices
          prices={cycles.map((cycle, index) => ({
            cycle,
            amount: { minor: 1000 + index, currency: "EUR" },
            unit: "/ month",
          }))}
        />
      </CycleScope>
    </PublicLayout>
  );
  await withPage(await serving(pricing), { javaScript: false }, async ({ page }) => {
    await page.goto("/");
    const shown = async () => {
      const prices = await page.locator("[data-cycle-price]").all();
      const visible = await Promise.all(prices.map((price) => price.isVisible()));
      return cycles.filter((_, index) => visible[index]);
    };
    expect(await shown()).toEqual(["monthly"]);

    for (const cycle of ["annual", "semi_annual", "quarterly"]) {
      await page.getByRole("radio", { name: cycle, exact: true }).check();
      expect(await shown()).toEqual([cycle]);
    }
  });
});

Deno.test("choice cards answer to the keyboard and show which is chosen", async () => {
  const cards = (
    <PublicLayout path="/">
      <h1>Choose</h1>
      <ChoiceCards
        name="datacenter"
        legend="Data center"
        value="fra1"
        options={[{ value: "fra1", label: "Frankfurt" }, { value: "ams1", label: "Amsterdam" }]}
      />
    </PublicLayout>
  );
  await withPage(await serving(cards), { javaScript: false }, async ({ page }) => {
    await page.goto("/");
    const amsterdam = page.getByRole("radio", { name: "Amsterdam" });
    const before = await page.locator("label:has-text('Amsterdam') > span").first()
      .evaluate((box) => getComputedStyle(box).borderColor);

    await page.getByRole("radio", { name: "Frankfurt" }).focus();
    await page.keyboard.press("ArrowDown");

    expect(await amsterdam.isChecked()).toBe(true);
    await page.waitForTimeout(250);
    const after = await page.locator("label:has-text('Amsterdam') > span").first()
      .evaluate((box) => getComputedStyle(box).borderColor);
    expect(after).not.toBe(before);
  });
});

for (const width of [360, 1440]) {
  Deno.test(`the style guide is accessible and fits at ${width} px`, async () => {
    const guide = (
      <PublicLayout path="/styleguide" user={USER}>
        <StyleGuide />
      </PublicLayout>
    );
    await withPage(await serving(guide), { width, reducedMotion: true }, async ({ page }) => {
      await page.goto("/");

      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    });
  });
}
