/** What people do with lines: book, split, credit, ignore; alone below the limit, with a second person above it. */
import { expect } from "expect";
import { decideApproval, listApprovals } from "@/domain/approval/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import { add, money, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import {
  bookLine,
  getLine,
  ignoreLine,
  listLines,
  receiptEffect,
  reopenLine,
  type TypedPart,
} from "@/domain/statement/mod.ts";
import type { LineRecord } from "@/domain/statement/record.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { type Debt, pay } from "../payment/fixtures.ts";
import {
  allLines,
  camtOf,
  CHIEF,
  CLERK,
  countPayments,
  importFile,
  openDesk,
  PAYER,
  runJobs,
  setLimit,
  type Transfer,
  transferFor,
} from "./desk.ts";

const effects = { receipt: receiptEffect };

/** A shop with debts, and one line that waits for somebody. */
async function openWith(
  deps: TestDeps,
  debts: number,
  transfer: (debts: Debt[]) => Transfer,
): Promise<{ debts: Debt[]; line: LineRecord }> {
  const placed = await openDesk(deps, debts);
  await importFile(deps, camtOf([{ iban: PAYER, ...transfer(placed) }]));
  const [line] = await allLines(deps);
  expect(line!.status).toBe("open");
  return { debts: placed, line: line! };
}

function part(target: string, minor: number): TypedPart {
  return { target, amount: toDecimal(money(minor, "EUR")) };
}

async function walletOf(deps: TestDeps, { customer }: Debt): Promise<number> {
  const balance = await getWalletBalance(deps, { accountId: customer.id, currency: "EUR" });
  return balance.minor;
}

Deno.test("a line is booked to the invoice that somebody names, and what is too much stays as credit", async () => {
  await using deps = await makeDeps();
  const { debts: [debt], line } = await openWith(deps, 1, ([debt]) => ({
    amount: add(debt!.invoice.due, money(250, "EUR")),
    text: "no idea",
    bankId: "B1",
  }));
  const { invoice } = debt!;

  const booked = await bookLine(deps, {
    actor: CLERK,
    lineId: line.id,
    parts: [part(invoice.reference.toLowerCase(), line.line.amount.minor)],
  });

  expect(booked).toEqual({ ok: true, value: { isProposed: false } });
  expect((await readInvoice(deps.kv, invoice.id))?.status).toBe("paid");
  expect(await walletOf(deps, debt!)).toBe(250);
  const [after] = await allLines(deps);
  expect(after).toMatchObject({ status: "booked", decidedBy: CLERK.id });
  expect(after!.parts[0]!.paymentId).not.toBe(null);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("a line is split over invoices and a wallet, and all parts are booked", async () => {
  await using deps = await makeDeps();
  const { debts, line } = await openWith(deps, 3, (all) => ({
    amount: money(all[0]!.invoice.due.minor + 5000 + 300, "EUR"),
    text: "several",
  }));
  const [one, two, three] = debts;

  unwrap(
    await bookLine(deps, {
      actor: CLERK,
      lineId: line.id,
      parts: [
        part(one!.invoice.number, one!.invoice.due.minor),
        { target: "", amount: "" },
        part(two!.invoice.number, 5000),
        part("ada@example.com", 300),
      ],
    }),
  );

  expect((await readInvoice(deps.kv, one!.invoice.id))?.status).toBe("paid");
  expect((await readInvoice(deps.kv, two!.invoice.id))?.paid.minor).toBe(5000);
  expect((await readInvoice(deps.kv, three!.invoice.id))?.paid.minor).toBe(0);
  expect(await walletOf(deps, one!)).toBe(300);
  expect(await countPayments(deps)).toBe(3);
  expect((await allLines(deps))[0]!.status).toBe("booked");
  await runJobs(deps);
  expect(await countPayments(deps)).toBe(3);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("what doesn't add up, or leads nowhere, is refused beside its field, and nothing is written", async () => {
  await using deps = await makeDeps();
  const { debts: [debt], line } = await openWith(deps, 1, () => ({
    amount: money(5000, "EUR"),
    text: "x",
  }));
  const { number } = debt!.invoice;
  const before = await dumpKv(deps.kv);
  const bad: Array<[parts: TypedPart[], field: string, message: string]> = [
    [[], "target.0", "Say where"],
    [[part(number, 4999)], "amount.0", "49.99, but 50.00 EUR arrived"],
    [[part(number, 3000), part(number, 2000)], "target.1", "twice"],
    [[part("INV-2026-999999", 5000)], "target.0", "no such invoice"],
    [[part("nobody@example.com", 5000)], "target.0", "no such invoice or customer"],
    [[part("inv_01ARZ3NDEKTSV4RRFFQ69G5FAV", 5000)], "target.0", "no such invoice"],
    [[{ target: number, amount: "-50.00" }], "amount.0", "Enter an amount"],
    [
      [{ target: number, amount: "0" }, part("ada@example.com", 5000)],
      "amount.0",
      "more than zero",
    ],
    [[{ target: number, amount: "1e3" }], "amount.0", "Enter an amount"],
  ];

  for (const [parts, field, message] of bad) {
    const refused = await bookLine(deps, { actor: CLERK, lineId: line.id, parts });
    expect([field, refused]).toMatchObject([
      field,
      { error: { fields: { [field]: expect.stringContaining(message) } } },
    ]);
  }
  for (const role of ["support", "provisioning", "viewer"] as const) {
    const actor = makeStaff(role);
    const input = { actor, lineId: line.id };
    expect(await bookLine(deps, { ...input, parts: [part(number, 5000)] }))
      .toMatchObject({ error: { code: "not_found" } });
    expect(await ignoreLine(deps, { ...input, reason: "no" }))
      .toMatchObject({ error: { code: "not_found" } });
    expect(await reopenLine(deps, input)).toMatchObject({ error: { code: "not_found" } });
    expect(await getLine(deps, { viewer: actor, id: line.id }))
      .toMatchObject({ error: { code: "not_found" } });
    expect((await listLines(deps, { viewer: actor, filter: { status: "open" } })).items).toEqual(
      [],
    );
  }
  expect(await bookLine(deps, { actor: CLERK, lineId: "stl_x", parts: [] }))
    .toMatchObject({ error: { code: "not_found" } });
  expect(await ignoreLine(deps, { actor: CLERK, lineId: line.id, reason: " " }))
    .toMatchObject({ error: { fields: { reason: expect.any(String) } } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("an ignored line keeps its reason, can be taken back, and is booked by nobody meanwhile", async () => {
  await using deps = await makeDeps();
  const { debts: [debt], line } = await openWith(deps, 1, () => ({ amount: money(5000, "EUR") }));
  const input = { actor: CLERK, lineId: line.id };

  unwrap(await ignoreLine(deps, { ...input, reason: "Interest of the bank" }));
  const refused = await bookLine(deps, { ...input, parts: [part(debt!.invoice.number, 5000)] });
  const view = unwrap(await getLine(deps, { viewer: CLERK, id: line.id }));
  unwrap(await reopenLine(deps, input));

  expect(refused).toMatchObject({ error: { code: "line_decided" } });
  expect(view).toMatchObject({ status: "ignored", reason: "Interest of the bank" });
  expect((await allLines(deps))[0]).toMatchObject({ status: "open", reason: "", decidedBy: null });
  expect(await reopenLine(deps, input)).toMatchObject({ error: { code: "line_decided" } });
});

Deno.test("above the limit, one member of staff proposes and another approves, never the same person", async () => {
  await using deps = await makeDeps();
  const { debts: [debt], line } = await openWith(deps, 1, ([debt]) => ({
    amount: debt!.invoice.due,
    text: "x",
  }));
  await setLimit(deps, "10.00");
  const proposer = { ...CHIEF, id: CLERK.id };

  const proposed = await bookLine(deps, {
    actor: CLERK,
    lineId: line.id,
    parts: [part(debt!.invoice.number, line.line.amount.minor)],
  });
  const [approval] = (await listApprovals(deps, { viewer: CHIEF })).items;
  const before = await dumpKv(deps.kv);
  const decide = (actor: typeof CHIEF) =>
    decideApproval(deps, { actor, id: approval!.id, decision: "approve", effects });

  expect(proposed).toEqual({ ok: true, value: { isProposed: true } });
  expect(await countPayments(deps)).toBe(0);
  expect(approval).toMatchObject({
    kind: "receipt",
    subjectId: line.id,
    amount: line.line.amount,
    customerId: debt!.customer.id,
  });
  expect(await decide(proposer)).toMatchObject({ error: { code: "not_second_person" } });
  expect(await decide({ ...CHIEF, id: debt!.customer.id }))
    .toMatchObject({ error: { code: "not_second_person" } });
  expect(await decide({ ...makeStaff("support"), id: CHIEF.id }))
    .toMatchObject({ error: { code: "not_found" } });
  expect(await dumpKv(deps.kv)).toEqual(before);

  const all = await Promise.all(Array.from({ length: 8 }, () => decide(CHIEF)));

  expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await countPayments(deps)).toBe(1);
  expect((await readInvoice(deps.kv, debt!.invoice.id))?.status).toBe("paid");
  expect((await allLines(deps))[0]).toMatchObject({
    status: "booked",
    decidedBy: CLERK.id,
    approvalId: approval!.id,
  });
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("an approved line of several parts is booked by its job; a rejected one is open again", async () => {
  await using deps = await makeDeps();
  const { debts, line } = await openWith(deps, 2, ([one, two]) => ({
    amount: add(one!.invoice.due, two!.invoice.due),
    text: "both",
  }));
  await setLimit(deps, "10.00");
  const parts = debts.map(({ invoice }) => part(invoice.number, invoice.due.minor));
  const propose = () => bookLine(deps, { actor: CLERK, lineId: line.id, parts });
  const decide = async (decision: "approve" | "reject") => {
    const page = await listApprovals(deps, { viewer: CHIEF, status: "proposed" });
    const { id } = page.items[0]!;
    return await decideApproval(deps, { actor: CHIEF, id, decision, note: "No", effects });
  };

  unwrap(await propose());
  expect(await propose()).toMatchObject({ error: { code: "line_decided" } });
  unwrap(await decide("reject"));
  expect((await allLines(deps))[0]).toMatchObject({ status: "open", parts: [], approvalId: null });
  unwrap(await propose());
  unwrap(await decide("approve"));
  expect((await allLines(deps))[0]).toMatchObject({ status: "booking" });
  await runJobs(deps);

  expect((await allLines(deps))[0]).toMatchObject({ status: "booked" });
  expect(await countPayments(deps)).toBe(2);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("nobody approves a line of which a part is their own money", async () => {
  await using deps = await makeDeps();
  const { debts: [debt], line } = await openWith(deps, 1, ([debt]) => ({
    amount: add(debt!.invoice.due, money(250, "EUR")),
    text: "x",
  }));
  const eve = await makeCustomer(deps, "eve");
  await setLimit(deps, "10.00");
  const parts = [
    part(debt!.invoice.number, debt!.invoice.due.minor),
    part("eve@example.com", 250),
  ];
  unwrap(await bookLine(deps, { actor: CLERK, lineId: line.id, parts }));
  const [approval] = (await listApprovals(deps, { viewer: CHIEF })).items;
  const before = await dumpKv(deps.kv);

  const decided = await decideApproval(deps, {
    actor: { ...CHIEF, id: eve.id },
    id: approval!.id,
    decision: "approve",
    effects,
  });

  expect(decided).toMatchObject({ error: { code: "not_second_person" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a transfer that staff have recorded by the bank's id isn't booked from its line, nor the other way round", async () => {
  await using deps = await makeDeps();
  const [one, two] = await openDesk(deps, 2);
  const byHand = { reference: "bank 1", accept_difference: "on" };
  unwrap(await pay(deps, one!, { ...byHand, amount: toDecimal(two!.invoice.due) }));
  await importFile(deps, camtOf([transferFor(two!, { bankId: "BANK-1" })]));
  const [line] = await allLines(deps);

  expect([line!.status, line!.match]).toEqual(["open", "certain"]);
  const booked = await bookLine(deps, {
    actor: CLERK,
    lineId: line!.id,
    parts: [part(two!.invoice.number, two!.invoice.due.minor)],
  });
  expect(booked).toMatchObject({ error: { code: "already_booked" } });
  expect(await countPayments(deps)).toBe(1);

  await importFile(deps, camtOf([transferFor(two!, { bankId: "BANK-2" })]));
  expect(await countPayments(deps)).toBe(2);
  const again = await pay(deps, two!, { reference: "BANK-2", accept_difference: "on" });
  expect(again).toMatchObject({ error: { code: "validation" } });
  expect(await countPayments(deps)).toBe(2);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("a certain line that can't be booked is left to somebody, and holds up no other", async () => {
  await using deps = await makeDeps();
  const [one, two] = await openDesk(deps, 2);
  await deps.kv.set(["proof_folders", one!.invoice.id], "unreadable");

  await importFile(deps, camtOf([transferFor(one!), transferFor(two!)]));

  expect((await allLines(deps)).map(({ status }) => status)).toEqual(["open", "booked"]);
  expect(deps.takeErrors().map(({ event }) => event)).toEqual(["statement.booking_failed"]);
});

Deno.test("what is offered is what holds now: of an invoice that was paid since, only its customer's wallet", async () => {
  await using deps = await makeDeps();
  const { debts: [debt], line } = await openWith(deps, 1, ([debt]) => ({
    amount: money(5000, "EUR"),
    text: debt!.invoice.reference,
  }));
  const see = async () => unwrap(await getLine(deps, { viewer: CLERK, id: line.id }));
  const before = await see();

  unwrap(await pay(deps, debt!));
  const after = await see();

  expect(before.suggestions[0]!.allocations).toMatchObject([
    { invoiceNumber: debt!.invoice.number, customerName: "Customer ada" },
  ]);
  expect(after).toMatchObject({
    suggestions: [{ allocations: [{ invoiceId: null, customerName: "Customer ada" }] }],
    closedNumbers: [debt!.invoice.number],
  });
});

Deno.test("a line of money that went out can't be booked as a payment", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  await importFile(deps, camtOf([{ amount: money(-5000, "EUR"), text: "fees" }]));
  const [line] = await allLines(deps);

  const booked = await bookLine(deps, {
    actor: CLERK,
    lineId: line!.id,
    parts: [part(debt!.invoice.number, 5000)],
  });

  expect(booked).toMatchObject({ error: { code: "line_decided" } });
  expect(await countPayments(deps)).toBe(0);
});
