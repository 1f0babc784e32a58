/** Paying for a change in the ways that cost a commit the most: by a line of a statement, with proofs, and by a chain. */
import { expect } from "expect";
import { decideApproval, listApprovals } from "@/domain/approval/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { previewChange, requestChange } from "@/domain/change/mod.ts";
import { creditNoteEffect, submitCreditNote } from "@/domain/credit_note/mod.ts";
import { bookChainMoney, nameTransaction } from "@/domain/crypto/mod.ts";
import { getInvoice, type InvoiceView } from "@/domain/invoice/mod.ts";
import { submitProof } from "@/domain/payment/mod.ts";
import { activateService } from "@/domain/provisioning/mod.ts";
import { readService } from "@/domain/service/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { bookLine, receiptEffect } from "@/domain/statement/mod.ts";
import { applyLook } from "@/domain/crypto/apply_look.ts";
import { bookFinal } from "@/domain/crypto/book_final.ts";
import { MACHINE_FORM } from "@/tests/helpers/world.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { arrivalOf, RULES } from "../crypto/fixtures.ts";
import { openCryptoShop } from "../crypto/shop.ts";
import { makeStaff } from "../order/fixtures.ts";
import { type Debt, pay, placeDebt, PNG } from "../payment/fixtures.ts";
import {
  allLines,
  camtOf,
  CHIEF,
  CLERK,
  importFile,
  openBank,
  openDesk,
  setLimit,
} from "../statement/desk.ts";

interface Upgrade {
  customer: CustomerActor;
  serviceId: string;
  invoice: InvoiceView;
}

/** A running service, and the invoice for a bigger plan, with a proof that nobody has looked at. */
async function upgrade(deps: Deps, debt: Debt): Promise<Upgrade> {
  const { customer, orderId } = debt;
  const serviceId = unwrap(await pay(deps, debt, { reference: orderId })).serviceId!;
  unwrap(await activateService(deps, { actor: makeStaff(), orderId, form: MACHINE_FORM }));
  const wanted = { actor: customer, serviceId, plan: "vps-scale", cycle: "annual" };
  const { seen } = unwrap(await previewChange(deps, wanted)).now!;
  const asked = { ...wanted, when: "now", seen, fromWallet: false } as const;
  const invoiceId = unwrap(await requestChange(deps, asked)).invoiceId!;
  const file = { name: "a.png", size: PNG.length, stream: () => new Blob([PNG]).stream() };
  unwrap(await submitProof(deps, { actor: customer, invoiceId, file }));
  const invoice = unwrap(await getInvoice(deps, { viewer: customer, id: invoiceId }));
  return { customer, serviceId, invoice };
}

async function isMade(deps: Deps, { customer, serviceId, invoice }: Upgrade): Promise<void> {
  const after = unwrap(await getInvoice(deps, { viewer: customer, id: invoice.id }));
  expect(after.status).toBe("paid");
  expect((await readService(deps.kv, serviceId))?.plan).toBe("vps-scale");
  expect((await verifyBooks(deps)).ok).toBe(true);
}

Deno.test("a change is made by the certain line of a statement that pays it", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  const change = await upgrade(deps, debt!);
  const { due, reference } = change.invoice;

  await importFile(deps, camtOf([{ amount: due, text: reference, bankId: "B1" }]));

  await isMade(deps, change);
});

Deno.test("a change is made by a line that a second member of staff approves", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  const change = await upgrade(deps, debt!);
  await setLimit(deps, "1.00");
  const { due, reference } = change.invoice;
  await importFile(deps, camtOf([{ amount: due, text: reference, bankId: "B1" }]));
  const [line] = await allLines(deps);
  const parts = [{ target: change.invoice.number, amount: toDecimal(due) }];
  unwrap(await bookLine(deps, { actor: CLERK, lineId: line!.id, parts }));
  const [approval] = (await listApprovals(deps, { viewer: CHIEF })).items;

  const effects = { receipt: receiptEffect };
  const decided = { actor: CHIEF, id: approval!.id, decision: "approve", effects } as const;
  unwrap(await decideApproval(deps, decided));

  await isMade(deps, change);
});

Deno.test("a change is made by the coins that pay it", async () => {
  await using shop = await openCryptoShop();
  const { deps } = shop;
  const change = await upgrade(deps, shop.debt);
  const { id, quotes } = await shop.quote("BTC", { ...shop.debt, invoice: change.invoice });
  await applyLook(deps, id, {
    now: deps.clock.now(),
    tip: 110,
    arrivals: [arrivalOf({ units: quotes[0]!.units, height: 100, minedAt: 0 })],
    isGone: () => true,
    rules: RULES,
  });

  expect(await bookFinal(deps, id)).toBe(1);

  await isMade(deps, change);
});

Deno.test("a change is made by a line and by coins that somebody books alone, which counts", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt } = shop;
  await openBank(deps);
  const first = await upgrade(deps, debt);
  const { due, reference } = first.invoice;
  const text = `not quite ${reference.slice(0, -1)}`;
  await importFile(deps, camtOf([{ amount: due, text, bankId: "B1" }]));
  const [line] = await allLines(deps);
  const parts = [{ target: first.invoice.number, amount: toDecimal(due) }];
  const booked = unwrap(await bookLine(deps, { actor: CLERK, lineId: line!.id, parts }));
  expect(booked.isProposed).toBe(false);
  await isMade(deps, first);

  const second = await upgrade(deps, await placeDebt(deps, debt.customer, "two.example.com"));
  const { id } = await shop.quote("BTC", { ...debt, invoice: second.invoice });
  const txid = "ab".repeat(32);
  unwrap(await nameTransaction(deps, { actor: debt.customer, id, txid }));
  const amount = toDecimal(second.invoice.due);
  const coins = unwrap(await bookChainMoney(deps, { actor: CLERK, id, key: txid, amount }));
  expect(coins.isProposed).toBe(false);
  await isMade(deps, second);
});

Deno.test("a change is made by the credit note that leaves nothing due, alone and by approval", async () => {
  await using deps = await makeDeps();
  const [one, two] = await openDesk(deps, 2);
  const first = await upgrade(deps, one!);
  const credit = { actor: CLERK, amounts: [], isWhole: true, reason: "On the house" };
  const alone = await submitCreditNote(deps, { ...credit, invoiceId: first.invoice.id });
  expect(unwrap(alone).outcome).toBe("issued");
  await isMade(deps, first);

  const second = await upgrade(deps, two!);
  await setLimit(deps, "1.00");
  const both = await submitCreditNote(deps, { ...credit, invoiceId: second.invoice.id });
  expect(unwrap(both).outcome).toBe("proposed");
  const [approval] = (await listApprovals(deps, { viewer: CHIEF })).items;
  const effects = { credit_note: creditNoteEffect };
  const decided = { actor: CHIEF, id: approval!.id, decision: "approve", effects } as const;
  unwrap(await decideApproval(deps, decided));
  await isMade(deps, second);
});
