/** API tokens and the API's documentation in a real Chromium: with scripts, without them, held against axe at two widths. */
import { expect } from "expect";
import { resolveApiToken } from "@/domain/api_token/mod.ts";
import { expectAccessible, expectNoSidewaysScroll } from "@/tests/helpers/accessible.ts";
import { tokenOf } from "@/tests/helpers/api.ts";
import { makeApp, sessionCookie } from "@/tests/helpers/app.ts";
import { waitForClipboard, withPage } from "@/tests/helpers/browser.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { makePerson, PASSWORD } from "@/tests/helpers/people.ts";

const ada = { name: "Ada Lovelace", email: "ada@example.com" };

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";
  Deno.test(`a token is made, shown once and revoked ${how}`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const person = await makePerson(deps, ada);
    await tokenOf(deps, person, { name: "Old one" });
    const cookies = [sessionCookie(deps, person.session)];

    await withPage(app.handler, { cookies, javaScript }, async ({ page }) => {
      await page.goto("/dashboard/tokens");
      await page.getByRole("textbox", { name: "Name" }).fill("Backup script");
      await page.getByLabel("Works from").fill("192.0.2.1/24");
      await page.getByRole("checkbox", { name: "Read your invoices" }).check();
      await page.getByRole("button", { name: "Make the token" }).click();

      await page.getByText("Did you mean 192.0.2.0/24?").first().waitFor();
      expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("Backup script");
      await page.getByLabel("Works from").fill("192.0.2.0/24");
      await page.getByRole("button", { name: "Make the token" }).click();

      await page.getByRole("heading", { name: "Your token “Backup script”" }).waitFor();
      const token = (await page.locator("code", { hasText: /^cn_pat_.{43}$/ }).textContent())!;
      expect(await resolveApiToken(deps, { token, ip: "192.0.2.7" })).not.toBeNull();
      if (javaScript) {
        await page.getByRole("button", { name: "Copy token" }).click();
        await waitForClipboard(page, token);
      }
      await page.getByRole("link", { name: "I have kept it" }).click();
      expect(await page.content()).not.toContain(token);

      await page.getByRole("button", { name: "Revoke Backup script" }).click();
      await page.getByRole("button", { name: "Revoke the token" }).locator("visible=true").click();
      await page.getByText("The token “Backup script” is revoked.").waitFor();
      expect(await resolveApiToken(deps, { token, ip: "192.0.2.7" })).toBeNull();
      await page.getByText("Old one").first().waitFor();
    });
  });
}

for (const width of [390, 1440]) {
  Deno.test(`the pages of tokens and of the documentation have nothing for axe at ${width} px`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const person = await makePerson(deps, ada);
    const cookies = [sessionCookie(deps, person.session)];

    await withPage(app.handler, { cookies, width }, async ({ page }) => {
      const look = async (name: string) => {
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        const folder = Deno.env.get("LOOK");
        if (folder) {
          await page.screenshot({ path: `${folder}/${name}_${width}.png`, fullPage: true });
        }
      };
      await page.goto("/dashboard/tokens");
      await page.getByText("Confirm your e-mail address first").waitFor();
      await look("unverified");
      await tokenOf(deps, person, { name: "Backup script", ranges: "192.0.2.0/24 2001:db8::/32" });
      await tokenOf(deps, person, { name: "Short", days: "7", scopes: ["read:account"] });
      deps.clock.advance({ hours: 2 });
      await page.goto("/dashboard/tokens");
      await look("tokens");
      await page.getByRole("link", { name: "Confirm that it's you" }).click();
      await look("confirm");
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Confirm" }).click();
      await page.waitForURL(({ pathname }) => pathname === "/dashboard/tokens");
      await page.getByRole("textbox", { name: "Name" }).fill("Billing export");
      await page.getByRole("checkbox", { name: "Read your orders" }).check();
      await page.getByRole("button", { name: "Make the token" }).click();
      await page.getByText("Copy it now").waitFor();
      await look("made");
      await page.goto("/api/docs");
      await look("docs");
    });
  });
}
