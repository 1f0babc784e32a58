/** The wizard, and the ways into an account, by keyboard alone: everything can be reached with Tab, chosen with arrows and Space, and seen in focus. */
import { expect } from "expect";
import { listOrders } from "@/domain/order/mod.ts";
import { getSecondFactor } from "@/domain/second_factor/mod.ts";
import { tokenOf } from "@/tests/helpers/api.ts";
import { makeApp, sessionCookie } from "@/tests/helpers/app.ts";
import { withPage } from "@/tests/helpers/browser.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { focused, focusIsSeen, press, tabTo, type } from "@/tests/helpers/keyboard.ts";
import { makePerson, PASSWORD } from "@/tests/helpers/people.ts";
import { codeAt } from "@/tests/helpers/second_factor.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

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

for (const javaScript of [true, false]) {
  Deno.test(`log-in, second factor, token and invitation by keyboard alone, ${javaScript ? "with" : "without"} JavaScript`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const ada = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
    await tokenOf(deps, ada);

    await withPage(app.handler, { javaScript, reducedMotion: true }, async ({ page }) => {
      await page.goto("/login?next=/dashboard/security");
      await type(page, "input[name=email]", ada.email);
      await type(page, "input[name=password]", PASSWORD);
      await page.keyboard.press("Enter");
      await page.waitForURL(({ pathname }) => pathname === "/dashboard/security");

      await press(page, "button[value=begin_totp]");
      await page.locator("#totp-code").waitFor();
      const { secret } = (await getSecondFactor(deps, ada.id)).setup!;
      await type(page, "#totp-code", codeAt(secret, deps.clock.now()));
      await page.keyboard.press("Enter");
      await page.getByRole("list", { name: "Recovery codes" }).waitFor();
      await press(page, "a", "I have kept them");
      await page.locator("#app summary").waitFor();
      await press(page, "#app summary");
      await type(page, "#app details[open] input[name=password]", "not the password");
      await page.keyboard.press("Enter");
      await page.getByText("Nothing was changed").waitFor();

      await page.goto("/dashboard/tokens");
      await type(page, "#new input[name=name]", "By keys");
      await tabTo(page, "#new input[type=checkbox]");
      await page.keyboard.press("Space");
      await press(page, "#new button", "Make the token");
      await page.getByText("Copy it now").waitFor();

      await page.goto("/dashboard/team");
      await type(page, "input[name=email]", "colleague@example.com");
      await tabTo(page, "input[type=checkbox]");
      await page.keyboard.press("Space");
      await press(page, "button[value=invite]");
      await page.getByText("The invitation is on its way").waitFor();
    });
    const factor = await getSecondFactor(deps, ada.id);
    expect([factor.totpSince !== null, factor.codesLeft]).toEqual([true, 10]);
  });
}
