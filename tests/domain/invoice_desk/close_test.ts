/** Voiding and giving up: with a reason, with what the invoice was for, and once. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import {
  type CloseInput,
  noteInvoice,
  readInvoiceNotes,
  reopenInvoice,
  voidInvoice,
  writeOffInvoice,
} from "@/domain/invoice_desk/mod.ts";
import { payFromWallet } from "@/domain/payment/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { requestTopUp } from "@/domain/wallet/mod.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import {
  makeService,
  receive,
  renewalsOf,
  runNow,
  runUntil,
  serviceOf,
} from "../billing/helpers.ts";
import { makeCustomer, makeStaff, openShop } from "../order/fixtures.ts";
import { placeDebt } from "../payment/fixtures.ts";
import { fill, held } from "../wallet/fixtures.ts";
import { issue } from "./fixtures.ts";

const ACTOR = makeStaff("billing");

function close<R>(
  deps: Deps,
  how: (deps: Deps, input: CloseInput) => Promise<R>,
  invoiceId: string,
  { reason = "Wrong customer", actor = ACTOR } = {},
): Promise<R> {
  return how(deps, { actor, invoiceId, reason });
}

Deno.test("a void invoice gives back what was paid of it; an uncollectible one keeps it", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  await fill(deps, customer.id, 1_000);
  const [first, second] = [await issue(deps, customer), await issue(deps, customer)];
  const pay = (invoiceId: string) =>
    payFromWallet(deps, { actor: customer, invoiceId, amount: "3.00" });
  unwrap(await pay(first));
  unwrap(await pay(second));

  const voided = unwrap(await close(deps, voidInvoice, first));
  unwrap(await close(deps, writeOffInvoice, second, { reason: "Moved away" }));

  expect(voided).toEqual({ released: money(300, "EUR") });
  expect(await held(deps, customer.id)).toBe(700);
  expect(await readInvoice(deps.kv, first)).toMatchObject({
    status: "void",
    voidReason: "Wrong customer",
    paid: money(0, "EUR"),
  });
  expect(await readInvoice(deps.kv, second)).toMatchObject({
    status: "uncollectible",
    writtenOff: { reason: "Moved away", at: "2026-03-01T12:00:00.000Z" },
    paid: money(300, "EUR"),
  });
  unwrap(await verifyBooks(deps));
});

Deno.test("money for an uncollectible invoice is credit until somebody asks for it again", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  const invoiceId = await issue(deps, customer);
  unwrap(await close(deps, writeOffInvoice, invoiceId));

  const booked = await receive(deps, customer, { amount: money(1_000, "EUR"), invoiceId });
  expect([booked.outcome, await held(deps, customer.id)]).toEqual(["credited", 1_000]);
  unwrap(await reopenInvoice(deps, { actor: ACTOR, invoiceId }));
  unwrap(await payFromWallet(deps, { actor: customer, invoiceId }));

  expect((await readInvoice(deps.kv, invoiceId))!.status).toBe("paid");
  expect(await reopenInvoice(deps, { actor: ACTOR, invoiceId }))
    .toMatchObject({ error: { code: "not_open" } });
  unwrap(await verifyBooks(deps));
});

Deno.test("a void renewal is billed again, once, as long as its service runs", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const serviceId = await makeService(deps, customer);
  await runUntil(deps, "2026-03-20");
  const [renewal] = await renewalsOf(deps);
  expect((await serviceOf(deps, serviceId)).billedPeriods).toBe(2);

  unwrap(await close(deps, voidInvoice, renewal!.id, { reason: "Old address" }));
  await runUntil(deps, "2026-03-22");
  await runNow(deps);

  const all = await renewalsOf(deps);
  expect(all.map(({ status }) => status)).toEqual(["void", "open"]);
  expect(all[1]!.lines.map(({ period }) => period)).toEqual(
    renewal!.lines.map(({ period }) => period),
  );
  expect((await serviceOf(deps, serviceId)).billedPeriods).toBe(2);
  unwrap(await verifyBooks(deps));
});

Deno.test("20 who void, give up and pay at once: one wins, and the wallet has what the end says", async () => {
  for (let round = 0; round < 4; round++) {
    await using deps = await makeDeps();
    const customer = await makeCustomer(deps);
    await fill(deps, customer.id, 1_000);
    const invoiceId = await issue(deps, customer);

    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index): Promise<{ ok: boolean }> => {
        if (index % 3 === 0) return close(deps, voidInvoice, invoiceId);
        if (index % 3 === 1) return close(deps, writeOffInvoice, invoiceId);
        return payFromWallet(deps, { actor: customer, invoiceId });
      }),
    );

    expect(results.filter((result) => result.ok).length).toBe(1);
    const { status } = (await readInvoice(deps.kv, invoiceId))!;
    expect(await held(deps, customer.id)).toBe(status === "paid" ? 0 : 1_000);
    unwrap(await verifyBooks(deps));
  }
});

Deno.test("an order's invoice isn't closed here, a top-up is only voided, and nothing without reason or right", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const invoiceId = await issue(deps, customer);
  const order = (await placeDebt(deps, customer)).invoice.id;
  const { invoiceId: topUp } = unwrap(
    await requestTopUp(deps, { actor: customer, amount: "50.00", currency: "EUR" }),
  );
  const before = await dumpKv(deps.kv);

  const tries: Array<[code: string, result: Promise<{ ok: boolean }>]> = [
    ["cancel_the_order", close(deps, voidInvoice, order)],
    ["cancel_the_order", close(deps, writeOffInvoice, order)],
    ["not_open", close(deps, writeOffInvoice, topUp)],
    ["validation", close(deps, voidInvoice, invoiceId, { reason: " " })],
    ["validation", close(deps, writeOffInvoice, invoiceId, { reason: "x".repeat(501) })],
    ["not_found", close(deps, voidInvoice, invoiceId, { actor: makeStaff("support") })],
    ["not_found", close(deps, voidInvoice, "inv_01J0000000000000000000000X")],
    ["not_open", reopenInvoice(deps, { actor: ACTOR, invoiceId })],
    ["not_found", noteInvoice(deps, { actor: makeStaff("support"), invoiceId, text: "x" })],
    ["validation", noteInvoice(deps, { actor: ACTOR, invoiceId, text: "x".repeat(2001) })],
  ];
  for (const [code, result] of tries) {
    expect(await result).toMatchObject({ ok: false, error: { code } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
  unwrap(await close(deps, voidInvoice, topUp));
});

Deno.test("staff note something about an invoice among themselves", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  const invoiceId = await issue(deps, customer);
  unwrap(await noteInvoice(deps, { actor: ACTOR, invoiceId, text: " Called on Monday. " }));
  const read = (viewer = ACTOR) => readInvoiceNotes(deps, { viewer, invoiceId });
  expect(await read()).toBe("Called on Monday.");
  expect(await read({ ...ACTOR, permissions: new Set() })).toBe("");
});
