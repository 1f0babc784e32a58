/** PDFs of invoices and receipts through the real handler: for whoever may see the invoice, read back by pdf.js. */
import { expect } from "expect";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { makeApp, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { readPdf } from "@/tests/helpers/pdf_text.ts";
import type { Person } from "@/tests/helpers/people.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

async function textOf(app: TestApp, path: string, person: Person): Promise<string> {
  const response = await app.get(path, person);
  expect([path, response.status]).toEqual([path, 200]);
  const { pages } = await readPdf(new Uint8Array(await response.arrayBuffer()));
  return pages.flat().join("\n");
}

Deno.test("an invoice's PDF is a download that says what the invoice says, and reading it changes nothing", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { people, orders } = await makeWorld(deps);
  const invoice = (await readInvoice(deps.kv, orders.unpaid.invoiceId))!;
  const before = await dumpKv(deps.kv);

  const path = `/dashboard/invoices/${invoice.id}/pdf`;
  const response = await app.get(path, people.customer);

  expect(response.headers.get("content-type")).toBe("application/pdf");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("content-disposition")).toContain(
    `attachment; filename="${invoice.number}.pdf"`,
  );
  const own = await textOf(app, path, people.customer);
  expect(await textOf(app, `/admin/invoices/${invoice.id}/pdf`, people.billing)).toBe(own);
  for (
    const text of [invoice.number, invoice.buyer.name, "€60.00", "DE89 3704 0044 0532 0130 00"]
  ) {
    expect(own).toContain(text);
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("to whoever may not see an invoice, its PDF is as missing as one that never was", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { people, orders } = await makeWorld(deps);
  const before = await dumpKv(deps.kv);

  for (const id of [orders.active.invoiceId, "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV", "inv_x"]) {
    for (const query of ["", "?kind=receipt"]) {
      const path = `/dashboard/invoices/${id}/pdf${query}`;
      expect([path, (await app.get(path, people.otherCustomer)).status]).toEqual([path, 404]);
      const staffs = `/admin/invoices/${id}/pdf${query}`;
      expect([staffs, (await app.get(staffs, people.customer)).status]).toEqual([staffs, 404]);
    }
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a receipt exists once its invoice is paid, and says how", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { people, orders } = await makeWorld(deps);
  const path = (id: string) => `/dashboard/invoices/${id}/pdf?kind=receipt`;

  expect((await app.get(path(orders.unpaid.invoiceId), people.customer)).status).toBe(404);
  const response = await app.get(path(orders.paid.invoiceId), people.customer);
  expect(response.headers.get("content-disposition")).toContain('filename="receipt-INV-');
  const text = await textOf(app, path(orders.paid.invoiceId), people.customer);
  expect(text).toContain("Receipt");
  expect(text).toContain("Bank transfer 1 March 2026 €60.00");
  const page =
    await (await app.get(`/dashboard/invoices/${orders.paid.invoiceId}`, people.customer))
      .text();
  expect(page).toContain(`href="${path(orders.paid.invoiceId)}"`);
});

Deno.test("an invoice is explained line by line to whoever may see it, and doubted when its figures don't add up", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { people, orders } = await makeWorld(deps);
  const invoice = (await readInvoice(deps.kv, orders.unpaid.invoiceId))!;
  const path = `/dashboard/invoices/${invoice.id}/explain`;

  const html = await (await app.get(path, people.customer)).text();
  expect(html).toContain("It adds up to €60.00");
  expect(html).toContain("The price for one, as it was when the invoice was issued: €60.00.");
  expect((await app.get(path, people.otherCustomer)).status).toBe(404);
  const staffs = await app.get(`/admin/invoices/${invoice.id}/explain`, people.viewer);
  expect(await staffs.text()).toContain("It adds up to €60.00");

  await deps.kv.set(["invoices", invoice.id], {
    ...invoice,
    total: { ...invoice.total, minor: 1 },
  });
  expect(await (await app.get(path, people.customer)).text()).toContain("It doesn't add up");
});

Deno.test("a credit note's PDF says what of which invoice is taken back, to whoever may see it", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { people, creditNoteId, orders } = await makeWorld(deps);
  const invoice = (await readInvoice(deps.kv, orders.spare.invoiceId))!;
  const path = `/dashboard/credit-notes/${creditNoteId}/pdf`;

  const response = await app.get(path, people.customer);
  expect(response.headers.get("content-disposition")).toContain('filename="CN-2026-000001.pdf"');
  const own = await textOf(app, path, people.customer);
  expect(await textOf(app, `/admin/credit-notes/${creditNoteId}/pdf`, people.viewer)).toBe(own);
  for (
    const text of [
      "CN-2026-000001",
      invoice.number,
      invoice.lines[0]!.label,
      "Credited €5.00",
      "The machine came two days late",
      "It lowers what is due for invoice",
    ]
  ) expect(own).toContain(text);
  const missing = "/dashboard/credit-notes/crn_01ARZ3NDEKTSV4RRFFQ69G5FAV/pdf";
  expect((await app.get(path, people.otherCustomer)).status).toBe(404);
  expect((await app.get(missing, people.customer)).status).toBe(404);
  expect((await app.get(`/admin/credit-notes/${creditNoteId}/pdf`, people.customer)).status)
    .toBe(404);
});
