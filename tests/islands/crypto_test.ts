/** Paying in crypto in a real Chromium: with scripts, without them, and held against axe at two widths. */
import { expect } from "expect";
import { nameTransaction, watchChains } from "@/domain/crypto/mod.ts";
import { updateCoinDays } from "@/domain/report/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { openCryptoShop, setChains } from "@/tests/domain/crypto/shop.ts";
import { expectAccessible, expectNoSidewaysScroll } from "@/tests/helpers/accessible.ts";
import { makeApp, sessionCookie } from "@/tests/helpers/app.ts";
import { waitForClipboard, withPage } from "@/tests/helpers/browser.ts";
import { type EsploraPeer, serveEsplora } from "@/tests/helpers/esplora_peer.ts";
import { makePerson, signIn } from "@/tests/helpers/people.ts";

async function openCounter() {
  const at = Temporal.Now.instant();
  const time: { clock: { now(): Temporal.Instant } } = { clock: { now: () => at } };
  const chain: EsploraPeer = serveEsplora({ now: () => time.clock.now() });
  const shop = await openCryptoShop({
    at,
    chains: { esploraUrl: chain.url },
    privateHosts: [chain.host],
  });
  const { deps, debt } = shop;
  time.clock = deps.clock;
  const app = await makeApp(deps);
  const session = await signIn(deps, "ada@example.com");
  const dispose = shop[Symbol.asyncDispose];
  return Object.assign(shop, {
    chain,
    app,
    cookies: [sessionCookie(deps, session)],
    path: `/dashboard/invoices/${debt.invoice.id}`,
    async [Symbol.asyncDispose]() {
      await chain[Symbol.asyncDispose]();
      await dispose();
    },
  });
}

Deno.test("with scripts: an asset is chosen, the time runs, the address is copied, and the page follows the payment", async () => {
  await using shop = await openCounter();
  const { app, cookies, path, deps, chain } = shop;
  await withPage(app.handler, { cookies }, async ({ page, context }) => {
    await page.goto(path);
    await page.getByRole("button", { name: "Bitcoin" }).click();
    await page.getByRole("heading", { name: "Bitcoin", exact: true }).waitFor();
    await page.getByText(/^1[45]:\d\d$/).waitFor();
    await page.getByRole("button", { name: "Copy address" }).click();
    const payment = await shop.quote("BTC");
    const { address } = payment;
    await waitForClipboard(page, address);
    await expectAccessible(page);

    await context.clock.install();
    await page.reload();
    chain.pay([{ address, value: Number(payment.quotes[0]!.units) }]);
    deps.clock.advance({ minutes: 1 });
    await watchChains(deps);
    await context.clock.runFor(16_000);
    await page.getByText("We see your payment").waitFor();
  });
});

Deno.test("without scripts the same page shows code, amount, address and time, and a link to the newest state", async () => {
  await using shop = await openCounter();
  const { app, cookies, path, deps, chain } = shop;
  await withPage(app.handler, { cookies, javaScript: false }, async ({ page }) => {
    await page.goto(path);
    await page.getByRole("button", { name: "Bitcoin" }).click();
    const payment = await shop.quote("BTC");
    await page.getByRole("img", { name: /^QR code that asks a wallet for 0\.\d+ BTC$/ }).waitFor();
    for (const text of [payment.address, /holds until/, "What happens if …"]) {
      expect(await page.getByText(text).count()).toBeGreaterThan(0);
    }
    chain.pay([{ address: payment.address, value: Number(payment.quotes[0]!.units) }]);
    deps.clock.advance({ minutes: 1 });
    await watchChains(deps);
    await page.getByRole("link", { name: "Show the newest state" }).click();
    await page.getByText("We see your payment").waitFor();
  });
});

Deno.test("axe finds nothing in any state of it, and nothing scrolls sideways, at 360 and at 1440 pixels", async () => {
  await using shop = await openCounter();
  const { app, cookies, path, deps, chain } = shop;
  const owner = await makePerson(deps, { name: "O", email: "o@example.com", role: "owner" });
  const staff = [sessionCookie(deps, owner.session)];
  const look = async (paths: string[], who = cookies) => {
    for (const width of [360, 1440]) {
      await withPage(app.handler, { cookies: who, width }, async ({ page }) => {
        for (const each of paths) {
          await page.goto(each);
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
        }
      });
    }
  };
  await look([path, `${path}/crypto`]);
  const payment = await shop.quote("BTC");
  await look([`${path}/crypto`]);
  chain.pay([{ address: payment.address, value: 100_000 }]);
  chain.mine(4);
  deps.clock.advance({ minutes: 1 });
  await watchChains(deps);
  deps.clock.advance({ minutes: 20 });
  await look([`${path}/crypto`, path]);
  await setChains(deps, { esploraUrl: "", lateRule: "staff_decides" });
  const ether = await shop.quote("ETH");
  expect(ether.phase).toBe("waiting");
  await look([`${path}/crypto`]);
  const detail = `/admin/payments/chain/${payment.id}`;
  const settings = ["chains", "confirmations", "rates"].map((name) => `/admin/settings/${name}`);
  const { txid } = (await shop.payment(payment.id)).sightings[0]!;
  unwrap(
    await nameTransaction(deps, { actor: shop.debt.customer, id: ether.id, txid: `0x${txid}` }),
  );
  await look([`${path}/crypto`]);
  await updateCoinDays(deps);
  const day = deps.clock.now().toString().slice(0, 10);
  const overviews = ["/admin/payments/rates", `/admin/reports/coins?from=${day}&to=${day}`];
  await look(
    ["/admin/payments/chain?view=all", detail, ...overviews, ...settings],
    staff,
  );
});
