import { expect } from "expect";
import { expectAccessible, expectNoSidewaysScroll } from "./accessible.ts";
import { launchBrowser, withPage } from "./browser.ts";
import { unpackChromium } from "./chromium.ts";

const html = (body: string, headers: HeadersInit = {}) => () =>
  new Response(
    `<!DOCTYPE html><html lang="en"><head><title>Test</title></head><body>${body}</body></html>`,
    { headers: { "content-type": "text/html; charset=utf-8", ...headers } },
  );

const COUNTER = `<main><h1>Counter</h1><p id="out">0</p><script>
  document.querySelector("#out").textContent = "1";
</script></main>`;

Deno.test("a page runs its scripts, and runs none when JavaScript is off", async () => {
  for (const javaScript of [true, false]) {
    await withPage(html(COUNTER), { javaScript, width: 390 }, async ({ page }) => {
      await page.goto("/");

      expect(await page.textContent("#out")).toBe(javaScript ? "1" : "0");
      expect(page.viewportSize()?.width).toBe(390);
    });
  }
});

Deno.test("a page that throws, or breaks its content security policy, fails the test", async () => {
  const visit = (handler: () => Response) =>
    withPage(handler, {}, async ({ page }) => {
      await page.goto("/");
    });

  await expect(visit(html("<script>throw new Error('broken page')</script>")))
    .rejects.toThrow("broken page");
  await expect(visit(html(COUNTER, { "content-security-policy": "script-src 'self'" })))
    .rejects.toThrow("Content Security Policy");
});

Deno.test("expectAccessible() finds an input without a label, and passes a sound page", async () => {
  const headers = { "content-security-policy": "default-src 'self'" };
  const check = (body: string) =>
    withPage(html(body, headers), {}, async ({ page }) => {
      await page.goto("/");
      await expectAccessible(page);
    });

  await expect(check("<main><h1>Form</h1><input name='email'></main>")).rejects.toThrow("label");
  await check("<main><h1>Form</h1><label>E-mail <input name='email'></label></main>");
});

Deno.test("expectNoSidewaysScroll() names what is wider than the window", async () => {
  const check = (body: string) =>
    withPage(html(body), { width: 360 }, async ({ page }) => {
      await page.goto("/");
      await expectNoSidewaysScroll(page);
    });

  await expect(check("<table class='wide' width='900'><td>x</table>")).rejects.toThrow("wide");
  await check("<p>narrow</p>");
});

Deno.test("npm's Chromium starts with the libraries that it brings, unpacked by two at once", async () => {
  const cache = await Deno.makeTempDir();
  const [binary] = await Promise.all([unpackChromium(cache), unpackChromium(cache)]);
  const browser = await launchBrowser(binary);
  try {
    await withPage(html(COUNTER), { browser }, async ({ page }) => {
      await page.goto("/");
      expect(await page.textContent("#out")).toBe("1");
    });
    expect([...Deno.readDirSync(cache)].length).toBe(1);
  } finally {
    await browser.close();
    await Deno.remove(cache, { recursive: true });
  }
});
