/** What must hold on every page: axe finds nothing at two widths, and nothing scrolls sideways on a small phone. */
import { expect } from "expect";
import { expectAccessible, expectNoSidewaysScroll } from "@/tests/helpers/accessible.ts";
import { makeApp, sessionCookie } from "@/tests/helpers/app.ts";
import { withPage } from "@/tests/helpers/browser.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { pagesOf } from "@/tests/helpers/pages.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

const WIDTHS = [1440, 390];
const SMALL_PHONE = 360;

for (const area of ["public", "dashboard", "admin"]) {
  Deno.test(`axe finds nothing on any ${area} page, and nothing scrolls sideways`, async () => {
    await using deps = await makeDeps({ config: { development: true } });
    const app = await makeApp(deps);
    const pages = pagesOf(await makeWorld(deps)).filter(({ path }) => areaOf(path) === area);
    const findings: string[] = [];

    for (const session of new Set(pages.map((each) => each.session))) {
      const cookies = session ? [sessionCookie(deps, session)] : [];
      await withPage(app.handler, { cookies, reducedMotion: true }, async ({ page }) => {
        for (const { path } of pages.filter((each) => each.session === session)) {
          const response = await page.goto(path);
          expect([path, (response?.status() ?? 0) < 500]).toEqual([path, true]);
          for (const width of [...WIDTHS, SMALL_PHONE]) {
            await page.setViewportSize({ width, height: 900 });
            const check = width === SMALL_PHONE ? expectNoSidewaysScroll : expectAccessible;
            await check(page).catch((error: Error) => findings.push(`${width}: ${error.message}`));
          }
        }
      });
    }
    expect(findings.join("\n\n")).toBe("");
  });
}

function areaOf(path: string): string {
  const [, first] = path.split(/[/?]/);
  return first === "dashboard" || first === "admin" ? first : "public";
}
