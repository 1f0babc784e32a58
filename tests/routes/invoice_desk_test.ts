/** The invoice desk by the real application: credit notes, drafts, merging and the ends of an invoice, by plain forms. */
import { expect } from "expect";
import { getInvoice, listInvoices, readInvoice } from "@/domain/invoice/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { text } from "@/tests/components/render.tsx";
import { issue } from "@/tests/domain/invoice_desk/fixtures.ts";
import { placeDebt } from "@/tests/domain/payment/fixtures.ts";
import { held } from "@/tests/domain/wallet/fixtures.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson } from "@/tests/helpers/people.ts";
import { openDashboard } from "./dashboard_shop.ts";

const IGNORE = { ignore: ["sessions", "rate_limits"] };

async function openDesk() {
  const shop = await openDashboard();
  const billing = await makePerson(shop.deps, {
    name: "Bill",
    email: "bill@staff.example.com",
    role: "billing",
  });
  const read = async (path: string, who: { session: string } = billing) =>
    await (await shop.app.get(path, who)).text();
  return { ...shop, billing, read };
}

Deno.test("staff credit a line of a paid invoice, the customer sees the credit note and the money", async () => {
  await using desk = await openDesk();
  const { app, deps, ada, eve, billing, read } = desk;
  const id = await issue(deps, ada.customer, 5_000);
  const path = `/admin/invoices/${id}`;
  const paid = await app.post(path, {
    action: "record_payment",
    amount: "50.00",
    currency: "EUR",
    method: "bank_transfer",
    reference: "TX-1",
    received_on: "2026-03-01",
  }, billing);
  expect([paid.status, (await readInvoice(deps.kv, id))!.status]).toEqual([303, "paid"]);

  const key = /name="id" value="(crn_\w+)"/.exec(await read(path))![1]!;
  const fields = { action: "credit", id: key, amounts: ["12.50"], reason: "A day of outage" };
  for (let times = 0; times < 2; times++) {
    expect((await app.post(path, fields, billing)).status).toBe(303);
  }

  expect(await held(deps, ada.id)).toBe(1_250);
  expect(text(await read(path))).toContain("CN-2026-000001");
  const list = await read("/dashboard/credit-notes", ada);
  const note = /href="(\/dashboard\/credit-notes\/crn_\w+)"/.exec(list)![1]!;
  const words = text(await read(note, ada));
  expect(words).toContain("A day of outage");
  expect(words).toContain("All of it is back in the wallet.");
  expect((await app.get(note, eve)).status).toBe(404);
  expect(text(await read("/dashboard/credit-notes", eve))).toContain("No credit notes");
});

Deno.test("a credit note that is refused keeps what was typed, and closing asks for a proof first", async () => {
  await using desk = await openDesk();
  const { app, deps, ada, billing } = desk;
  const id = await issue(deps, ada.customer, 5_000);
  const path = `/admin/invoices/${id}`;
  const before = await dumpKv(deps.kv, IGNORE);

  const fields = { action: "credit", amounts: ["50.01"], reason: "Too much" };
  const refused = await app.post(path, fields, billing);
  const html = await refused.text();
  expect(refused.status).toBe(422);
  expect(text(html)).toContain("50.00 EUR can be credited at most");
  expect(html).toContain('value="50.01"');
  expect(html).toContain("Too much");

  deps.clock.advance({ minutes: 11 });
  for (const action of ["credit", "credit_all", "void", "write_off", "reopen"]) {
    const asked = await app.post(path, { action, reason: "x", amounts: ["1"] }, billing);
    expect(asked.headers.get("location")).toBe(`/admin/confirm?next=${encodeURIComponent(path)}`);
  }
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});

Deno.test("staff void an invoice, give one up and ask for it again; an order's is left to the order", async () => {
  await using desk = await openDesk();
  const { app, deps, ada, billing, read } = desk;
  const [first, second] = [
    await issue(deps, ada.customer, 700),
    await issue(deps, ada.customer, 800),
  ];
  const post = (id: string, fields: Record<string, string>) =>
    app.post(`/admin/invoices/${id}`, fields, billing);

  expect((await post(first, { action: "void", reason: " " })).status).toBe(422);
  expect((await post(first, { action: "void", reason: "Typed wrong" })).status).toBe(303);
  expect((await post(second, { action: "write_off", reason: "Moved away" })).status).toBe(303);
  expect(text(await read(`/admin/invoices/${first}`))).toContain("Typed wrong");
  expect(text(await read(`/dashboard/invoices/${first}`, ada))).not.toContain("Typed wrong");
  expect(text(await read(`/admin/invoices/${second}`))).toContain("Moved away");
  expect((await post(second, { action: "reopen" })).status).toBe(303);
  expect((await readInvoice(deps.kv, second))!.status).toBe("open");

  const { invoice } = await placeDebt(deps, ada.customer);
  const refused = await post(invoice.id, { action: "void", reason: "No" });
  expect([refused.status, text(await refused.text()).includes("cancel the order instead")])
    .toEqual([409, true]);
});

Deno.test("a draft is written row by row and issued; a colleague's change in between is shown first", async () => {
  await using desk = await openDesk();
  const { app, deps, ada, billing, read } = desk;
  const begun = await app.post("/admin/invoices/drafts", { customer: ada.id }, billing);
  const path = begun.headers.get("location")!;
  const versionOf = async () => /name="version" value="([^"]+)"/.exec(await read(path))![1]!;
  const version = await versionOf();
  const rows = {
    "labels[]": ["Moving a server", "", "Thank you"],
    "quantities[]": ["2", "1", "1"],
    "units[]": ["120.00", "", "-20.00"],
  };
  const save = (fields: Record<string, string | string[]>) =>
    app.post(path, { action: "save", version, due_on: "", notes: "", ...rows, ...fields }, billing);

  const wrong = await save({ "units[]": ["12x", "", ""] });
  const html = await wrong.text();
  expect([wrong.status, html.includes('value="12x"'), html.includes('value="Moving a server"')])
    .toEqual([422, true, true]);
  expect((await save({ notes: "As agreed." })).status).toBe(303);
  expect((await save({ notes: "Late" })).status).toBe(409);
  const late = await app.post(path, { action: "issue", version }, billing);
  expect([late.status, (await listInvoices(deps, { viewer: ada.customer })).items.length])
    .toEqual([409, 0]);

  const issued = await app.post(path, { action: "issue", version: await versionOf() }, billing);
  const invoicePath = issued.headers.get("location")!;
  expect(invoicePath).toMatch(/^\/admin\/invoices\/inv_/);
  const view = unwrap(
    await getInvoice(deps, { viewer: ada.customer, id: invoicePath.split("/").at(-1)! }),
  );
  expect([view.total.minor, view.notes]).toEqual([22_000, "As agreed."]);
  expect((await app.get(path, billing)).status).toBe(404);
});

Deno.test("staff merge open invoices of a customer, who is led from the old to the new one", async () => {
  await using desk = await openDesk();
  const { app, deps, ada, billing, read } = desk;
  const ids = [await issue(deps, ada.customer, 700), await issue(deps, ada.customer, 800)];
  const path = `/admin/users/${ada.id}/merge`;

  const one = await app.post(path, { "invoices[]": [ids[0]!] }, billing);
  const html = await one.text();
  expect([one.status, text(html).includes("Choose at least two")]).toEqual([422, true]);
  expect(html).toMatch(new RegExp(`checked[^>]*value="${ids[0]}"|value="${ids[0]}"[^>]*checked`));
  const merged = await app.post(path, { "invoices[]": ids }, billing);
  expect(merged.status).toBe(303);

  const id = merged.headers.get("location")!.split("/").at(-1)!;
  expect((await readInvoice(deps.kv, id))!.total.minor).toBe(1_500);
  const old = await read(`/dashboard/invoices/${ids[0]}`, ada);
  expect(old).toContain(`href="/dashboard/invoices/${id}"`);
  expect(text(await read(path))).toContain("There is nothing to merge");
});
