/** The wizard by keyboard alone: everything can be reached with Tab, chosen with arrows and Space, and seen in focus. */
import { expect } from "expect";
import type { Page } from "playwright-core";
import { listOrders } from "@/domain/order/mod.ts";
import { makeApp, sessionCookie } from "@/tests/helpers/app.ts";
import { withPage } from "@/tests/helpers/browser.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

const MOST_TABS = 80;

for (const javaScript of [true, false]) {
  Deno.test(`an order can be placed by keyboard alone, ${javaScript ? "with" : "without"} JavaScript`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const { customer } = (await makeWorld(deps)).people;
    const before = (await listOrders(deps, { viewer: customer.customer })).items.length;
    const cookies = [sessionCookie(deps, customer.session)];

    await withPage(app.handler, { cookies, javaScript, reducedMotion: true }, async ({ page }) => {
      await page.goto("/dashboard/order");
      await page.keyboard.press("Tab");
      expect(await focused(page, "a[href='#main']")).toBe(true);
      expect(await focusIsSeen(page)).toBe(true);

      await tabTo(page, "input[name=cycle]");
      await page.keyboard.press("ArrowRight");
      await tabTo(page, "input[name=plan]");
      await page.keyboard.press("Space");
      await tabTo(page, "button[value=configuration]");
      await page.keyboard.press("Enter");
      await page.locator("section:not([hidden]) input[name=hostname]").waitFor();

      await tabTo(page, "input[name=datacenter]");
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowDown");
      expect(await page.locator("input[name=datacenter]:checked").count()).toBe(1);
      await tabTo(page, "input[name=os]");
      await page.keyboard.press("Space");
      await tabTo(page, "input[name=hostname]");
      await page.keyboard.type("keys.example.com");
      await tabTo(page, "button[value=review]");
      await page.keyboard.press("Enter");
      await page.locator("section:not([hidden]) input[name=accept_terms]").waitFor();

      await tabTo(page, "input[name=accept_terms]");
      await page.keyboard.press("Space");
      await tabTo(page, "button:not([name])", "Place order");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/dashboard/invoices/inv_*");
    });

    const orders = (await listOrders(deps, { viewer: customer.customer })).items;
    expect(orders.length).toBe(before + 1);
    expect(orders[0]!.hostname).toBe("keys.example.com");
  });
}

/** Presses Tab until the focus is on what was looked for; each stop on the way must be seen. */
async function tabTo(page: Page, selector: string, text = ""): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if (await focused(page, selector, text)) {
      expect([selector, await focusIsSeen(page)]).toEqual([selector, true]);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`${selector} can't be reached with Tab`);
}

function focused(page: Page, selector: string, text = ""): Promise<boolean> {
  return page.evaluate(
    ([wanted, words]) => {
      const element = document.activeElement as HTMLElement | null;
      return element !== null && element.matches(wanted!) &&
        (element.textContent ?? "").includes(words!);
    },
    [selector, text],
  );
}

/** Whether the element in focus, or the label or card that stands for it, is drawn differently than without the focus. */
function focusIsSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const drawn = [
      element,
      element.nextElementSibling,
      element.parentElement,
      element.closest("label"),
    ]
      .filter((each) => each !== null && each !== undefined);
    const look = () =>
      drawn.map((each) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } =
          getComputedStyle(each);
        return [outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor].join();
      }).join(";");
    const withFocus = look();
    element.blur();
    const without = look();
    element.focus({ focusVisible: true } as FocusOptions);
    return withFocus !== without;
  });
}
