/** What one person moves alone for one customer adds up: by whichever ways, in parallel and on two processes, for a day. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { issueCreditNote } from "@/domain/credit_note/mod.ts";
import { recordPayment, submitPayment } from "@/domain/payment/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { bookLine } from "@/domain/statement/mod.ts";
import { adjustWallet, refundWallet } from "@/domain/wallet/mod.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { countKeys, dumpKv } from "../../helpers/dump.ts";
import { twoProcesses } from "../../helpers/processes.ts";
import { issue } from "../invoice_desk/fixtures.ts";
import { makeCustomer } from "../order/fixtures.ts";
import { paymentForm } from "../payment/fixtures.ts";
import { allLines, camtOf, importFile, openBank, setLimit } from "../statement/desk.ts";
import { held, staffNumber } from "../wallet/fixtures.ts";

const CLERK = staffNumber(1, "billing");

async function adjust(
  deps: Deps,
  accountId: string,
  amount: string,
  { actor = CLERK, direction = "credit" }: { actor?: StaffActor; direction?: string } = {},
) {
  const form = { direction, amount, currency: "EUR", reason: "Goodwill" };
  return unwrap(await adjustWallet(deps, { actor, accountId, form })).status;
}

Deno.test("small amounts add up to the limit, whatever the way and the direction; one more is proposed", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  await openBank(deps);
  await setLimit(deps, "500.00");
  await importFile(deps, camtOf([{ amount: money(10_000, "EUR"), text: "who knows" }]));
  const [line] = await allLines(deps);
  const invoiceId = await issue(deps, customer, 20_000);
  const account = { actor: CLERK, accountId: customer.id };

  expect(await adjust(deps, customer.id, "100.00")).toBe("booked");
  const form = paymentForm(money(10_000, "EUR"), { accept_difference: "1" });
  unwrap(await recordPayment(deps, { actor: CLERK, invoiceId, form }));
  const parts = [{ target: "ada@example.com", amount: "100.00" }];
  expect(unwrap(await bookLine(deps, { actor: CLERK, lineId: line!.id, parts })).isProposed)
    .toBe(false);
  const sent = { method: "bank_transfer", destination: "DE02120300000000202051" };
  const out = { ...sent, amount: "100.00", currency: "EUR", reason: "Too much" };
  expect(unwrap(await refundWallet(deps, { ...account, form: out })).status).toBe("booked");
  unwrap(
    await issueCreditNote(deps, { actor: CLERK, invoiceId, amounts: ["99.99"], reason: "Slow" }),
  );
  expect(await adjust(deps, customer.id, "0.01", { direction: "debit" })).toBe("booked");

  const before = await dumpKv(deps.kv);
  const cent = paymentForm(money(1, "EUR"), { reference: "TX-2", accept_difference: "1" });
  expect(await recordPayment(deps, { actor: CLERK, invoiceId, form: cent }))
    .toEqual({ ok: false, error: { code: "above_limit" } });
  const credit = { actor: CLERK, invoiceId, amounts: ["0.01"], reason: "Slow" };
  expect(await issueCreditNote(deps, credit)).toEqual({
    ok: false,
    error: { code: "above_limit" },
  });
  expect(await dumpKv(deps.kv)).toEqual(before);
  expect(unwrap(await submitPayment(deps, { actor: CLERK, invoiceId, form: cent })).outcome)
    .toBe("proposed");
  expect(await adjust(deps, customer.id, "0.01")).toBe("proposed");
  expect(await held(deps, customer.id)).toBe(9_999);
  unwrap(await verifyBooks(deps));
});

Deno.test("30 parallel bookings on two processes: never more than the limit is booked, and what is left of it can be used", async () => {
  await using shop = await twoProcesses();
  const { deps: one, other } = shop;
  const { id } = await makeCustomer(one);
  const form = { direction: "credit", amount: "90.00", currency: "EUR", reason: "Goodwill" };

  const results = await shop.times(
    30,
    (each) => adjustWallet(each, { actor: CLERK, accountId: id, form }),
  );

  const statuses = results.map((result) => result.ok ? result.value.status : result.error.code);
  const booked = statuses.filter((status) => status === "booked").length;
  expect(booked).toBeGreaterThan(0);
  expect(booked).toBeLessThanOrEqual(5);
  expect(await held(one, id)).toBe(booked * 9_000);
  for (let rest = booked; rest < 5; rest++) expect(await adjust(one, id, "90.00")).toBe("booked");
  expect(await adjust(other, id, "50.01")).toBe("proposed");
  expect(await adjust(other, id, "50.00")).toBe("booked");
  expect(await held(one, id)).toBe(50_000);
  unwrap(await verifyBooks(one));
});

Deno.test("each person, customer and currency has a sum of its own, and what is proposed or refused counts for nothing", async () => {
  await using deps = await makeDeps();
  const [ada, eve] = [await makeCustomer(deps), await makeCustomer(deps, "eve")];
  expect(await adjust(deps, ada.id, "500.01")).toBe("proposed");
  const debit = { direction: "debit", amount: "400.00", currency: "EUR", reason: "Wrong" };
  expect(await adjustWallet(deps, { actor: CLERK, accountId: ada.id, form: debit }))
    .toMatchObject({ error: { code: "insufficient_funds" } });

  expect(await adjust(deps, ada.id, "500.00")).toBe("booked");
  expect(await adjust(deps, ada.id, "0.01")).toBe("proposed");
  expect(await adjust(deps, eve.id, "500.00")).toBe("booked");
  expect(await adjust(deps, ada.id, "500.00", { actor: staffNumber(2, "billing") }))
    .toBe("booked");
  expect(await held(deps, ada.id)).toBe(100_000);
});

Deno.test("an amount counts for 24 hours from its own time, also among more than are kept apart", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await adjust(deps, id, "300.00");
  deps.clock.advance({ hours: 12 });
  for (let count = 0; count < 60; count++) expect(await adjust(deps, id, "2.00")).toBe("booked");
  expect(await adjust(deps, id, "100.00")).toBe("proposed");

  deps.clock.advance({ hours: 11, minutes: 59 });
  expect(await adjust(deps, id, "100.00")).toBe("proposed");
  deps.clock.advance({ hours: 12, minutes: 1 });
  expect(await adjust(deps, id, "500.00")).toBe("booked");
  expect(await adjust(deps, id, "0.01")).toBe("proposed");
});

Deno.test("the first amount is free again after 24 hours, while those after it still count", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await adjust(deps, id, "300.00");
  deps.clock.advance({ hours: 20 });
  await adjust(deps, id, "100.00");
  deps.clock.advance({ hours: 3, minutes: 59 });
  expect(await adjust(deps, id, "100.01")).toBe("proposed");
  deps.clock.advance({ minutes: 1 });
  expect(await adjust(deps, id, "400.01")).toBe("proposed");
  expect(await adjust(deps, id, "400.00")).toBe("booked");
});

Deno.test("where a currency has no limit nothing is counted", async () => {
  await using deps = await makeDeps();
  const { id } = await makeCustomer(deps);
  await setLimit(deps, "");
  for (let count = 0; count < 3; count++) {
    expect(await adjust(deps, id, "5000.00")).toBe("booked");
  }
  expect(await countKeys(deps.kv, ["moved_alone"])).toBe(0);
});

Deno.test("a line counts for each of its customers; one for more of them than a commit can count is for two people", async () => {
  await using deps = await makeDeps();
  const names = Array.from({ length: 8 }, (_, at) => `c${at}`);
  const customers = [];
  for (const name of names) customers.push(await makeCustomer(deps, name));
  await openBank(deps);
  await setLimit(deps, "500.00");
  const amounts = [[100, 50], [100, 50], Array(7).fill(10), Array(8).fill(10)];
  const total = (parts: number[]) => money(parts.reduce((all, part) => all + part, 0) * 100, "EUR");
  await importFile(
    deps,
    camtOf(
      amounts.map((parts, at) => ({ amount: total(parts), text: `x${at}`, bankId: `B${at}` })),
    ),
  );
  const lines = await allLines(deps);
  const book = async (at: number) => {
    const line = lines.find(({ line }) => line.remittance === `x${at}`)!;
    const parts = amounts[at]!.map((amount, index) => ({
      target: `${names[index]}@example.com`,
      amount: toDecimal(money(amount * 100, "EUR")),
    }));
    return unwrap(await bookLine(deps, { actor: CLERK, lineId: line.id, parts })).isProposed;
  };
  expect(await adjust(deps, customers[1]!.id, "420.00")).toBe("booked");

  expect(await book(0)).toBe(false);
  expect(await book(1)).toBe(true);
  expect(await adjust(deps, customers[0]!.id, "400.00")).toBe("booked");
  expect(await adjust(deps, customers[0]!.id, "0.01")).toBe("proposed");
  deps.clock.advance({ hours: 25 });
  expect(await book(2)).toBe(false);
  expect(await book(3)).toBe(true);
  unwrap(await verifyBooks(deps));
});
