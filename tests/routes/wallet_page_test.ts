/** The wallet's page, its file, and paying an invoice from it, by the real application and without JavaScript. */
import { expect } from "expect";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { placeDebt } from "@/tests/domain/payment/fixtures.ts";
import { fill, held } from "@/tests/domain/wallet/fixtures.ts";
import { text } from "@/tests/components/render.tsx";
import { callApi, tokenOf } from "@/tests/helpers/api.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { openDashboard } from "./dashboard_shop.ts";

const IGNORE = { ignore: ["sessions", "rate_limits"] };

Deno.test("/dashboard/wallet shows balance and statement, and makes the invoice of a top-up", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  await fill(deps, ada.id, 12_345);

  const html = await (await app.get("/dashboard/wallet", ada)).text();
  expect(html).toContain('name="amount"');
  expect(html).not.toContain("<script");
  const words = text(html);
  expect(words).toContain("Balance in EUR €123.45");
  expect(words).toContain("Statement of March 2026");
  expect(words).toContain("Payment received");

  const sent = await app.post("/dashboard/wallet", {
    action: "top_up",
    amount: "25.00",
    currency: "EUR",
  }, ada);
  expect(sent.status).toBe(303);
  const path = sent.headers.get("location")!;
  const invoice = text(await (await app.get(path, ada)).text());
  expect(invoice).toContain("Your wallet is filled as soon as the money is here.");
  expect(invoice).toContain("Money for the wallet");
  expect(invoice).not.toContain("Pay from your wallet");
});

Deno.test("a top-up is cancelled on the page of its invoice, once", async () => {
  await using shop = await openDashboard();
  const { app, ada } = shop;
  const fields = { action: "top_up", amount: "25.00", currency: "EUR" };
  const path = (await app.post("/dashboard/wallet", fields, ada)).headers.get("location")!;
  const open = text(await (await app.get(path, ada)).text());
  expect(open).toContain("Cancel the top-up");
  expect(open).toContain("it is void by itself on");

  const sent = await app.post(path, { action: "cancel_top_up" }, ada);
  const again = await app.post(path, { action: "cancel_top_up" }, ada);

  expect([sent.status, again.status]).toEqual([303, 409]);
  const closed = text(await (await app.get(path, ada)).text());
  expect(closed).toContain("the money is in your wallet as soon as it arrives");
  expect(closed).not.toContain("Cancel the top-up");
});

Deno.test("a top-up that is refused is shown again with what was typed, and nothing is written", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const before = await dumpKv(deps.kv, IGNORE);

  const fields = { action: "top_up", amount: "3", currency: "EUR" };
  const refused = await app.post("/dashboard/wallet", fields, ada);
  const html = await refused.text();

  expect(refused.status).toBe(422);
  expect(html).toContain("Enter at least 10.00 EUR.");
  expect(html).toMatch(/name="amount"[^>]*value="3"|value="3"[^>]*name="amount"/);
  for (
    const query of ["?month=2026-3", "?currency=eur", "?after=0", "?after=x", "?month=9999-99"]
  ) {
    expect((await app.get(`/dashboard/wallet${query}`, ada)).status).toBe(404);
    expect((await app.get(`/dashboard/wallet/statement.csv${query}`, ada)).status).toBe(404);
  }
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});

Deno.test("the CSV of a month has its lines oldest first, as an attachment, of one's own wallet", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada, eve } = shop;
  await fill(deps, ada.id, 1_000);
  deps.clock.advance({ minutes: 1 });
  await fill(deps, ada.id, 250);

  const file = await app.get("/dashboard/wallet/statement.csv?month=2026-03&currency=EUR", ada);

  expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(file.headers.get("content-disposition"))
    .toContain('attachment; filename="wallet-EUR-2026-03.csv"');
  const bytes = await file.bytes();
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const rows = new TextDecoder().decode(bytes).split("\r\n");
  expect(rows[0]).toBe("Number,Time (UTC),What,Invoice,Amount,Balance,Currency");
  expect(rows.slice(1)).toEqual([
    "1,2026-03-01T12:00:00.000Z,Payment received,,10.00,10.00,EUR",
    "2,2026-03-01T12:01:00.000Z,Payment received,,2.50,12.50,EUR",
    "",
  ]);
  const others = await (await app.get("/dashboard/wallet/statement.csv", eve)).text();
  expect(others.split("\r\n").length).toBe(2);
});

Deno.test("an invoice is paid from the wallet in part, then in full, by a form without a script", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const { invoice } = await placeDebt(deps, ada.customer);
  const path = `/dashboard/invoices/${invoice.id}`;
  expect(text(await (await app.get(path, ada)).text())).not.toContain("Pay from your wallet");
  await fill(deps, ada.id, invoice.total.minor + 100);

  const html = await (await app.get(path, ada)).text();
  expect(html).toContain(`value="${toDecimal(invoice.due)}"`);
  const pay = (amount: string) => app.post(path, { action: "pay_from_wallet", amount }, ada);
  const part = await pay("1.00");
  expect([part.status, part.headers.get("location")]).toEqual([303, `${path}#main`]);
  const view = unwrap(await getInvoice(deps, { viewer: ada.customer, id: invoice.id }));
  expect(view.due.minor).toBe(invoice.due.minor - 100);

  const rest = await pay("");
  expect(rest.status).toBe(303);
  expect(unwrap(await getInvoice(deps, { viewer: ada.customer, id: invoice.id })).status)
    .toBe("paid");
  expect(await held(deps, ada.id)).toBe(100);
});

Deno.test("paying too much, nothing, somebody else's or from an empty wallet is refused and writes nothing", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada, eve } = shop;
  const { invoice } = await placeDebt(deps, ada.customer);
  const path = `/dashboard/invoices/${invoice.id}`;
  await fill(deps, ada.id, 50);
  const before = await dumpKv(deps.kv, IGNORE);

  const tries: Array<[amount: string, status: number, words: string]> = [
    ["99999", 422, "no more than is due"],
    ["0", 422, "more than zero"],
    ["abc", 422, "more than zero"],
    [toDecimal(invoice.due), 402, "There is less than that in the wallet"],
  ];
  for (const [amount, status, words] of tries) {
    const refused = await app.post(path, { action: "pay_from_wallet", amount }, ada);
    const html = await refused.text();
    expect([amount, refused.status]).toEqual([amount, status]);
    expect(text(html)).toContain(words);
    expect(html).toContain(`value="${amount}"`);
  }
  const fields = { action: "pay_from_wallet", amount: "0.10" };
  expect((await app.post(path, fields, eve)).status).toBe(404);
  expect((await app.post(path, { ...fields, price: "1" }, ada)).status).toBe(422);
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});

Deno.test("GET /api/v1/wallet answers the balances of the token's account, and nothing else", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  await fill(deps, ada.id, 1_234);
  await fill(deps, ada.id, 500, "JPY");
  const { token } = await tokenOf(deps, ada);

  const answer = await callApi(app, "/api/v1/wallet", { token });

  expect(await answer.json()).toEqual({
    balances: [{ amount: "12.34", currency: "EUR" }, { amount: "500", currency: "JPY" }],
  });
});
