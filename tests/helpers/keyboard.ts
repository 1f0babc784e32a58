/** Pages by keyboard alone: everything is reached with Tab, and seen in focus on the way. */
import { expect } from "expect";
import type { Page } from "playwright-core";

const MOST_TABS = 80;

/** Goes to a field with Tab and types. */
export async function type(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.type(text);
}

/** Goes to a button, a link or a summary with Tab and presses Enter. */
export async function press(page: Page, selector: string, text?: string): Promise<void> {
  await tabTo(page, selector, text);
  await page.keyboard.press("Enter");
}

/** Presses Tab until the focus is on what was looked for; each stop on the way must be seen. */
export async function tabTo(page: Page, selector: string, text = ""): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if (await focused(page, selector, text)) {
      expect([selector, await focusIsSeen(page)]).toEqual([selector, true]);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`${selector} can't be reached with Tab`);
}

/** Whether the element in focus is the one that is looked for. */
export function focused(page: Page, selector: string, text = ""): Promise<boolean> {
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
export function focusIsSeen(page: Page): Promise<boolean> {
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
