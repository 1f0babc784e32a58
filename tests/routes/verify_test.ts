/** The page that tells genuine invoices from others, without a log-in, and the keys for checking without us. */
import { expect } from "expect";
import { compactVerify, createLocalJWKSet } from "jose";
import { creditNoteSeals, issueCreditNote } from "@/domain/credit_note/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { cancelOrder } from "@/domain/order/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { readPdf } from "@/tests/helpers/pdf_text.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

Deno.test("GET /verify/[code] tells a visitor that an invoice is genuine, and nothing about its buyer", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { orders, sealCode, people } = await makeWorld(deps);
  const invoice = (await readInvoice(deps.kv, orders.unpaid.invoiceId))!;
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

  const response = await app.get(`/verify/${sealCode}`);
  const html = await response.text();

  expect(response.status).toBe(200);
  for (const text of ["its signature holds", invoice.number, "€60.00", invoice.seller.name]) {
    expect(html).toContain(text);
  }
  for (const secret of [people.customer.email, invoice.buyer.name, invoice.id]) {
    expect(html).not.toContain(secret);
  }
  expect(html).toContain('content="noindex"');
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
});

Deno.test("GET /verify/[code] tells forged, void and credited invoices, and data that was changed", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { orders, sealCode, people } = await makeWorld(deps);
  const path = `/verify/${sealCode}`;
  const key = ["invoices", orders.unpaid.invoiceId];
  const invoice = (await readInvoice(deps.kv, orders.unpaid.invoiceId))!;
  const shows = async (text: string, status = 200, at = path) => {
    const response = await app.get(at);
    expect([text, response.status]).toEqual([text, status]);
    expect(await response.text()).toContain(text);
  };

  await shows(
    "None of our invoices and credit notes has this code",
    404,
    "/verify/AAAAA-AAAAA-AAAAA-AAAAA",
  );
  await deps.kv.set(key, { ...invoice, credited: { ...invoice.total, minor: 1 } });
  await shows("a part of it was credited");
  await deps.kv.set(key, { ...invoice, credited: invoice.total });
  await shows("all of it was credited");
  await deps.kv.set(key, { ...invoice, total: { ...invoice.total, minor: 1 } });
  await shows("Don't trust this invoice");
  await deps.kv.set(key, invoice);
  unwrap(
    await cancelOrder(deps, { actor: people.customer.customer, id: orders.unpaid.id }),
  );
  await shows("This invoice is ours, but it is void");
});

Deno.test("the form of /verify leads to the code's page, and too many tries are refused for a while", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { sealCode } = await makeWorld(deps);

  expect((await app.get("/verify")).status).toBe(200);
  const led = await app.get(`/verify?code=${encodeURIComponent(" //evil.example/ ")}`);
  expect([led.status, led.headers.get("location")]).toEqual([303, "/verify/%2F%2Fevil.example%2F"]);
  expect((await app.get(led.headers.get("location")!)).status).toBe(404);
  for (let count = 1; count < 60; count++) await app.get("/verify/WRONG");
  const refused = await app.get(`/verify/${sealCode}`);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});

Deno.test("what an invoice's PDF holds can be checked with the published keys alone", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { orders, people } = await makeWorld(deps);
  const invoice = (await readInvoice(deps.kv, orders.unpaid.invoiceId))!;
  const pdf = await app.get(`/dashboard/invoices/${invoice.id}/pdf`, people.customer);
  const { files } = await readPdf(new Uint8Array(await pdf.arrayBuffer()));
  const response = await app.get("/.well-known/invoice-keys.json");
  const keys = await response.json();

  const signed = new TextDecoder().decode(files.get(`${invoice.number}.jws`));
  const { payload } = await compactVerify(signed, createLocalJWKSet(keys));

  expect(response.headers.get("content-type")).toBe("application/jwk-set+json");
  expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
    number: invoice.number,
    total: invoice.total,
    reference: invoice.reference,
  });
  const [header, body, signature] = signed.split(".");
  const other = `${header}.${body!.slice(0, -2)}${body!.endsWith("AA") ? "BB" : "AA"}.${signature}`;
  await expect(compactVerify(other, createLocalJWKSet(keys))).rejects.toThrow();
});

Deno.test("GET /verify/[code] tells a genuine credit note from one that was changed", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { orders, people } = await makeWorld(deps);
  const invoiceId = orders.paid.invoiceId;
  const form = { actor: people.owner.staff!, invoiceId, amounts: [], isWhole: true, reason: "No" };
  const note = unwrap(await issueCreditNote(deps, form));
  const { code } = (await creditNoteSeals.read(deps.kv, note.id))!;

  const genuine = await (await app.get(`/verify/${code}`)).text();
  await deps.kv.set(["credit_notes", note.id], { ...note, invoiceNumber: "INV-2026-000999" });
  const changed = await (await app.get(`/verify/${code}`)).text();

  for (const text of ["This credit note is ours", note.number, note.invoiceNumber]) {
    expect(genuine).toContain(text);
  }
  expect(genuine).not.toContain(note.buyer.name);
  expect(changed).toContain("Don't trust this credit note");
});
