/** Seals of invoices: signatures that another library checks, and codes that anybody may ask with. */
import { expect } from "expect";
import { compactVerify, importJWK } from "jose";
import { eraseBuyer, invoiceSeals, readInvoice, sealOldInvoices } from "@/domain/invoice/mod.ts";
import { verifyDocument } from "@/domain/invoice_document/mod.ts";
import { publicKeySet, rotateSealKey } from "@/domain/seal/mod.ts";
import { recordPayment } from "@/domain/payment/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { makeWorld, paymentFormOf } from "@/tests/helpers/world.ts";

const IP = "192.0.2.7";

/** The invoice with the payload of its signature, as an independent library reads it with the published keys. */
async function checkElsewhere(deps: Deps, invoiceId: string): Promise<Record<string, unknown>> {
  const invoice = (await readInvoice(deps.kv, invoiceId))!;
  const seal = (await invoiceSeals.read(deps.kv, invoiceId))!;
  const { keys } = await publicKeySet(deps.kv);
  const { payload } = await compactVerify(
    invoiceSeals.signed(invoice, seal),
    (header) => importJWK(keys.find(({ kid }) => kid === header.kid)!, "EdDSA"),
  );
  return JSON.parse(new TextDecoder().decode(payload));
}

async function verify(deps: Deps, invoiceId: string, code?: string) {
  const seal = (await invoiceSeals.read(deps.kv, invoiceId))!;
  return await verifyDocument(deps, { code: code ?? seal.code, ip: IP });
}

Deno.test("another library checks an invoice with the published keys, also after they were replaced", async () => {
  await using deps = await makeDeps();
  const { orders } = await makeWorld(deps);
  const id = orders.unpaid.invoiceId;
  const invoice = (await readInvoice(deps.kv, id))!;

  const signed = await checkElsewhere(deps, id);
  expect(signed).toMatchObject({ number: invoice.number, total: invoice.total });
  expect(JSON.stringify(signed)).not.toContain(invoice.buyer.email);

  unwrap(await rotateSealKey(deps));
  expect(await checkElsewhere(deps, id)).toEqual(signed);
  const { keys } = await publicKeySet(deps.kv);
  expect(keys.length).toBe(2);
  expect(keys.every((key) => !("d" in key))).toBe(true);
});

Deno.test("a replaced key signs nothing any more: its private half is gone", async () => {
  await using deps = await makeDeps();
  await makeWorld(deps);
  const before = unwrap(await rotateSealKey(deps)).keyId;
  unwrap(await rotateSealKey(deps));

  const { value } = await deps.kv.get<{ sealed: string | null; replacedAt: string }>([
    "seal_keys",
    before,
  ]);
  expect(value).toMatchObject({ sealed: null, replacedAt: isoNow(deps.clock) });
});

Deno.test("verifyDocument() tells number, day, total, seller and state, and nothing about the buyer", async () => {
  await using deps = await makeDeps();
  const { orders } = await makeWorld(deps);
  const id = orders.unpaid.invoiceId;
  const { number, total, seller, buyer } = (await readInvoice(deps.kv, id))!;

  const verified = unwrap(await verify(deps, id));

  expect(verified).toMatchObject({ number, total, seller: seller.name, status: "open" });
  expect(verified).toMatchObject({ isGenuine: true, issuedOn: "2026-03-01", voidedOn: null });
  expect(Object.keys(verified).sort()).toEqual([
    "code",
    "credited",
    "isGenuine",
    "issuedOn",
    "keyId",
    "kind",
    "number",
    "seller",
    "status",
    "total",
    "voidedOn",
  ]);
  for (const secret of [buyer.name, buyer.email!, id]) {
    expect(JSON.stringify(verified)).not.toContain(secret);
  }
});

Deno.test("a code is taken as people type it, and one with a wrong letter is nobody's", async () => {
  await using deps = await makeDeps();
  const { orders } = await makeWorld(deps);
  const id = orders.unpaid.invoiceId;
  const { code } = (await invoiceSeals.read(deps.kv, id))!;
  const grouped = code.replace(/(.{5})(?=.)/g, "$1-");

  const typed = [grouped, grouped.toLowerCase(), ` ${grouped.replaceAll("-", " ")} `];
  const spoken = code.replaceAll("0", "o").replaceAll("1", "l");
  for (const each of [...typed, spoken]) {
    expect([each, (await verify(deps, id, each)).ok]).toEqual([each, true]);
  }
  const other = code.slice(0, -1) + (code.endsWith("7") ? "8" : "7");
  for (const each of [other, code.slice(1), `${code}0`, "", "../inv", "U".repeat(20)]) {
    expect([each, await verify(deps, id, each)])
      .toEqual([each, { ok: false, error: { code: "not_found" } }]);
  }
});

Deno.test("an invoice that was changed after it was signed isn't genuine, whatever was changed", async () => {
  await using deps = await makeDeps();
  const { orders } = await makeWorld(deps);
  const id = orders.unpaid.invoiceId;
  const invoice = (await readInvoice(deps.kv, id))!;
  const [line] = invoice.lines;
  const changes: object[] = [
    { total: { ...invoice.total, minor: invoice.total.minor - 1 } },
    { lines: [{ ...line!, label: "Something else" }] },
    { buyer: { ...invoice.buyer, name: "Somebody else" } },
    { seller: { ...invoice.seller, name: "Somebody else" } },
    { dueOn: "2027-01-01" },
    { taxRule: { ...invoice.taxRule, note: "None" } },
    { number: "INV-2026-000999" },
  ];

  for (const change of changes) {
    await deps.kv.set(["invoices", id], { ...invoice, ...change });
    expect([change, unwrap(await verify(deps, id)).isGenuine]).toEqual([change, false]);
  }
  await deps.kv.set(["invoices", id], invoice);
  expect(unwrap(await verify(deps, id)).isGenuine).toBe(true);
});

Deno.test("an invoice stays genuine through payment, and after its buyer was erased", async () => {
  await using deps = await makeDeps();
  const { orders, people } = await makeWorld(deps);
  const id = orders.unpaid.invoiceId;
  const form = await paymentFormOf(deps, id, "TX 99");
  unwrap(await recordPayment(deps, { actor: people.owner.staff!, invoiceId: id, form }));
  expect(unwrap(await verify(deps, id))).toMatchObject({ status: "paid", isGenuine: true });

  await eraseBuyer(deps, id);

  expect(unwrap(await verify(deps, id)).isGenuine).toBe(true);
  expect((await invoiceSeals.read(deps.kv, id))!.buyerSalt).toBe(null);
  expect(JSON.stringify(await checkElsewhere(deps, id))).not.toContain('example.com"');
  // Only a buyer who was really erased may be missing.
  const invoice = (await readInvoice(deps.kv, id))!;
  const buyer = { ...invoice.buyer, name: "Somebody else" };
  await deps.kv.set(["invoices", id], { ...invoice, buyer });
  expect(unwrap(await verify(deps, id)).isGenuine).toBe(false);
});

Deno.test("verifyDocument() lets a network ask 60 times in an hour", async () => {
  await using deps = await makeDeps();
  const { orders } = await makeWorld(deps);
  const id = orders.unpaid.invoiceId;

  const answers = [];
  for (let count = 0; count < 61; count++) answers.push(await verify(deps, id, "wrong"));
  expect(answers[59]).toEqual({ ok: false, error: { code: "not_found" } });
  expect(answers[60]).toMatchObject({ error: { code: "rate_limited" } });
  const { code } = (await invoiceSeals.read(deps.kv, id))!;
  expect((await verifyDocument(deps, { code, ip: "198.51.100.7" })).ok).toBe(true);
  deps.clock.advance({ hours: 1 });
  expect((await verify(deps, id)).ok).toBe(true);
});

Deno.test("sealOldInvoices() seals what has no seal, once, whichever process is first, and goes on where it was", async () => {
  await using deps = await makeDeps();
  await using other = await makeDeps({ kv: deps.kv });
  const { orders } = await makeWorld(deps);
  const [id, kept] = [orders.unpaid.invoiceId, orders.paid.invoiceId];
  const { code } = (await invoiceSeals.read(deps.kv, id))!;
  await deps.kv.delete(["invoice_seals", id]);
  await deps.kv.delete(["invoice_codes", code]);
  const before = await invoiceSeals.read(deps.kv, kept);

  const counts = await Promise.all([deps, other, deps].map(sealOldInvoices));

  expect(counts.toSorted()).toEqual([0, 0, 1]);
  expect(unwrap(await verify(deps, id)).isGenuine).toBe(true);
  expect(await invoiceSeals.read(deps.kv, kept)).toEqual(before);
  expect(await countKeys(deps.kv, ["invoice_codes"])).toBe(5);
  expect(await sealOldInvoices(deps)).toBe(0);
});

Deno.test("sealOldInvoices() passes over an invoice that can't be read", async () => {
  await using deps = await makeDeps();
  const { orders } = await makeWorld(deps);
  await deps.kv.delete(["invoice_seals", orders.unpaid.invoiceId]);
  await deps.kv.delete(["invoice_seals", orders.active.invoiceId]);
  await deps.kv.set(["invoices", orders.unpaid.invoiceId], { schemaVersion: 2 });

  expect(await sealOldInvoices(deps)).toBe(1);

  expect(deps.takeErrors()).toMatchObject([{ event: "seals.failed" }]);
  expect(await invoiceSeals.read(deps.kv, orders.active.invoiceId)).not.toBe(null);
});
