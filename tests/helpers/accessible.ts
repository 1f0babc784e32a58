/** Accessibility of a page as axe-core finds it, and the layout rules that axe has no eye for. */
import type axe from "axe-core";
import type { Page } from "playwright-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SOURCE = await Deno.readTextFile(new URL(import.meta.resolve("axe-core/axe.min.js")));

/**
 * Fails with every finding of axe on the page (WCAG 2.2 A and AA, and axe's best practices). Animations are
 * ended first, because a half-faded text has a contrast that nobody reads it at.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      const { endTime } = animation.effect?.getComputedTiming() ?? {};
      if (endTime === Infinity) animation.cancel();
      else animation.finish();
    }
  });
  // A document that was looked at before, at another width, has it already.
  if (!await page.evaluate(() => "axe" in globalThis)) await page.evaluate(SOURCE);
  const violations = await page.evaluate(async (tags) => {
    const scope = globalThis as unknown as { axe: typeof axe };
    const { violations } = await scope.axe.run({
      runOnly: { type: "tag", values: tags },
      // Findings alone: what was looked at and found right needn't be described.
      resultTypes: ["violations"],
    });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map((node) => `${node.target.join(" ")} ${node.html.slice(0, 200)}`),
    }));
  }, RULES);
  if (violations.length === 0) return;
  const shown = violations.map(({ id, help, nodes }) =>
    `${id}: ${help}\n${nodes.map((node) => `    ${node}`).join("\n")}`
  );
  throw new Error(`axe on ${page.url()}:\n${shown.join("\n")}`);
}

/** Fails if the page as a whole can be scrolled sideways, and names what sticks out. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
      .slice(0, 5).map((element) => element.outerHTML.slice(0, 160));
  });
  if (wide.length > 0) throw new Error(`${page.url()} scrolls sideways:\n${wide.join("\n")}`);
}
