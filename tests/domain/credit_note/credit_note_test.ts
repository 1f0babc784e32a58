/** Issuing credit notes: their numbers, what they do to the invoice, and that nothing is credited twice. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import {
  getCreditNote,
  issueCreditNote,
  type IssueCreditNoteInput,
  listCreditNotes,
  scanCreditNotes,
} from "@/domain/credit_note/mod.ts";
import { getInvoice, readInvoice } from "@/domain/invoice/mod.ts";
import { getOrder } from "@/domain/order/mod.ts";
import { payFromWallet } from "@/domain/payment/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { add, money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { requestTopUp } from "@/domain/wallet/mod.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { mailsTo } from "../../helpers/mails.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { type Debt, makeDebt, pay, placeDebt } from "../payment/fixtures.ts";
import { fill, held } from "../wallet/fixtures.ts";

function credit(
  deps: Deps,
  invoiceId: string,
  change: Partial<IssueCreditNoteInput> = {},
) {
  const input = { actor: makeStaff("billing"), invoiceId, amounts: [], reason: "A day of outage" };
  return issueCreditNote(deps, { ...input, ...change });
}

async function stateOf(deps: Deps, { customer, invoice }: Debt) {
  const view = unwrap(await getInvoice(deps, { viewer: customer, id: invoice.id }));
  const { status, paid, credited, due } = view;
  return [status, paid.minor, credited.minor, due.minor];
}

Deno.test("a credit note of a paid invoice puts its money back into the wallet, from revenue and tax", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const { total } = debt.invoice;
  unwrap(await pay(deps, debt));

  const note = unwrap(await credit(deps, debt.invoice.id, { amounts: ["10.00"] }));

  expect([note.number, note.total, note.returned])
    .toEqual(["CN-2026-000001", money(1_000, "EUR"), money(1_000, "EUR")]);
  expect(note.buyer).toEqual(debt.invoice.buyer);
  expect(await held(deps, debt.customer.id)).toBe(1_000);
  expect(await stateOf(deps, debt)).toEqual(["paid", total.minor - 1_000, 1_000, 0]);
  const [mail] = (await mailsTo(deps)).filter(({ template }) => template === "credit_note_issued");
  expect(mail!.variables).toMatchObject({
    creditNoteNumber: "CN-2026-000001",
    invoiceNumber: debt.invoice.number,
    outcome: "10.00 EUR are back in your wallet.",
    reason: "A day of outage",
  });
  unwrap(await verifyBooks(deps));
});

Deno.test("a credit note of an open invoice lowers what is due, and pays it once nothing is left", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const { total, id } = debt.invoice;
  await fill(deps, debt.customer.id, 2_000);

  unwrap(await credit(deps, id, { amounts: ["5.00"] }));
  expect(await stateOf(deps, debt)).toEqual(["open", 0, 500, total.minor - 500]);
  unwrap(await payFromWallet(deps, { actor: debt.customer, invoiceId: id, amount: "20.00" }));
  const note = unwrap(await credit(deps, id, { isWhole: true }));

  expect(note.returned.minor).toBe(2_000);
  expect(await stateOf(deps, debt)).toEqual(["paid", 0, total.minor, 0]);
  expect(await held(deps, debt.customer.id)).toBe(2_000);
  const order = unwrap(await getOrder(deps, { viewer: debt.customer, id: debt.orderId }));
  expect([order.status, order.serviceId !== null]).toEqual(["paid", true]);
  unwrap(await verifyBooks(deps));
});

Deno.test("parallel credit notes never credit more than the invoice, and take each number once", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const other = await placeDebt(deps, debt.customer, "other.example.com");
  unwrap(await pay(deps, debt));
  const { total, id } = debt.invoice;

  const results = await Promise.all([
    ...Array.from({ length: 20 }, () => credit(deps, id, { amounts: ["25.00"] })),
    ...Array.from({ length: 5 }, () => credit(deps, id, { isWhole: true })),
    ...Array.from({ length: 3 }, () => credit(deps, other.invoice.id, { amounts: ["1.00"] })),
  ]);

  const issued = results.flatMap((result) => result.ok ? [result.value] : []);
  const ofFirst = issued.filter(({ invoiceId }) => invoiceId === id);
  const sum = ofFirst.reduce((all, note) => add(all, note.total), money(0, "EUR"));
  expect(sum).toEqual(total);
  expect(await held(deps, debt.customer.id)).toBe(total.minor);
  expect(await stateOf(deps, debt)).toEqual(["paid", 0, total.minor, 0]);
  const numbers = issued.map(({ number }) => number).sort();
  expect(numbers).toEqual(
    numbers.map((_, index) => `CN-2026-${String(index + 1).padStart(6, "0")}`),
  );
  unwrap(await verifyBooks(deps));
});

Deno.test("a form that comes twice, also at once, is one credit note", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt));
  const id = deps.ids.next("crn");

  const results = await Promise.all(
    Array.from({ length: 6 }, () => credit(deps, debt.invoice.id, { id, amounts: ["3.00"] })),
  );

  expect(results.map((result) => result.ok && result.value.number))
    .toEqual(Array(6).fill("CN-2026-000001"));
  expect(await held(deps, debt.customer.id)).toBe(300);
});

Deno.test("credit notes are numbered by year", async () => {
  await using deps = await makeDeps({ at: "2026-12-31T12:00:00Z" });
  const debt = await makeDebt(deps);
  const first = unwrap(await credit(deps, debt.invoice.id, { amounts: ["1.00"] }));
  deps.clock.set("2027-01-01T12:00:00Z");
  const second = unwrap(await credit(deps, debt.invoice.id, { amounts: ["1.00"] }));
  expect([first.number, second.number]).toEqual(["CN-2026-000001", "CN-2027-000001"]);
});

Deno.test("issueCreditNote() refuses too much, nothing, what is void or a top-up, and staff without the right; nothing is written", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const { invoice, customer } = debt;
  const topUp = unwrap(
    await requestTopUp(deps, { actor: customer, amount: "50.00", currency: "EUR" }),
  );
  const void_ = await placeDebt(deps, customer, "void.example.com");
  const stored = (await readInvoice(deps.kv, void_.invoice.id))!;
  await deps.kv.set(["invoices", stored.id], { ...stored, status: "void" });
  const before = await dumpKv(deps.kv);

  const tries: Array<[code: string, result: ReturnType<typeof credit>]> = [
    ["not_found", credit(deps, invoice.id, { actor: makeStaff("support"), isWhole: true })],
    ["not_found", credit(deps, "inv_01J0000000000000000000000X", { isWhole: true })],
    ["not_creditable", credit(deps, topUp.invoiceId, { isWhole: true })],
    ["not_open", credit(deps, void_.invoice.id, { isWhole: true })],
    ["validation", credit(deps, invoice.id, { isWhole: true, reason: " " })],
    ["validation", credit(deps, invoice.id)],
    ["validation", credit(deps, invoice.id, { amounts: ["0", ""] })],
    ["validation", credit(deps, invoice.id, { amounts: ["99999.00"] })],
    ["validation", credit(deps, invoice.id, { amounts: ["-1.00"] })],
    ["validation", credit(deps, invoice.id, { amounts: Array(40).fill("1.00") })],
    ["validation", credit(deps, invoice.id, { isWhole: true, id: "crn_1" })],
  ];
  for (const [code, result] of tries) {
    expect(await result).toMatchObject({ ok: false, error: { code } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("customers see their own credit notes, with the right to bills; nobody else's exist", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const stranger = await makeCustomer(deps, "ben");
  const note = unwrap(await credit(deps, debt.invoice.id, { amounts: ["1.00"] }));
  const via: CustomerActor["via"] = {
    personId: stranger.id,
    kind: "member",
    rights: new Set(["services"]),
  };

  expect(unwrap(await getCreditNote(deps, { viewer: debt.customer, id: note.id })).number)
    .toBe(note.number);
  expect((await listCreditNotes(deps, { viewer: debt.customer })).items.length).toBe(1);
  for (const viewer of [stranger, { ...debt.customer, via }]) {
    expect(await getCreditNote(deps, { viewer, id: note.id }))
      .toMatchObject({ error: { code: "not_found" } });
    const { invoiceId } = note;
    expect((await listCreditNotes(deps, { viewer })).items).toEqual([]);
    expect((await listCreditNotes(deps, { viewer, invoiceId })).items).toEqual([]);
  }
  const all = await Array.fromAsync(scanCreditNotes(deps.kv));
  expect(all.map(({ id }) => id)).toEqual([note.id]);
});
