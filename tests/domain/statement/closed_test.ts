/** Lines that name invoices which aren't open any more: merged into others, void, given up, or paid. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { mergeInvoices, voidInvoice, writeOffInvoice } from "@/domain/invoice_desk/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { getLine } from "@/domain/statement/mod.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { issue } from "../invoice_desk/fixtures.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { allLines, camtOf, CLERK, importFile, openDesk } from "./desk.ts";

const STAFF = makeStaff();

async function openWithInvoices(deps: TestDeps, minors: readonly number[]) {
  await openDesk(deps, 0);
  const customer = await makeCustomer(deps, "bob");
  const ids: string[] = [];
  for (const minor of minors) ids.push(await issue(deps, customer, minor));
  return { customer, ids };
}

async function referenceOf(deps: TestDeps, id: string): Promise<string> {
  return (await readInvoice(deps.kv, id))!.reference;
}

async function merge(deps: TestDeps, invoiceIds: string[]): Promise<string> {
  return unwrap(await mergeInvoices(deps, { actor: STAFF, invoiceIds })).invoiceId;
}

/** The first suggestion for a line as staff see it, beside what it was matched as. */
async function offered(deps: TestDeps, place: number) {
  const record = (await allLines(deps))[place]!;
  const { suggestions } = unwrap(await getLine(deps, { viewer: CLERK, id: record.id }));
  const [first] = suggestions;
  return [
    record.match,
    first?.allocations.map(({ invoiceId, customerId }) => ({
      invoiceId,
      customerId,
    })),
    first?.reasons,
  ];
}

function toWallet({ id }: CustomerActor) {
  return [{ invoiceId: null, customerId: id }];
}

Deno.test("the reference of an invoice that was merged, even twice, pays the one that it is part of now", async () => {
  await using deps = await makeDeps();
  const { ids } = await openWithInvoices(deps, [1_000, 2_000, 500]);
  const first = await merge(deps, ids.slice(0, 2));
  const last = await merge(deps, [first, ids[2]!]);
  const text = await referenceOf(deps, ids[0]!);

  await importFile(deps, camtOf([{ amount: money(3_500, "EUR"), text }]));

  expect((await readInvoice(deps.kv, last))?.status).toBe("paid");
  const [line] = await allLines(deps);
  expect([line!.status, line!.match, line!.closedNumbers]).toEqual(["booked", "certain", []]);
  expect(line!.parts).toMatchObject([{ invoiceId: last, amount: money(3_500, "EUR") }]);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("what pays one of several merged invoices is offered as a part of the new one, with the number that it was named by", async () => {
  await using deps = await makeDeps();
  const { customer, ids } = await openWithInvoices(deps, [1_000, 2_000]);
  const text = await referenceOf(deps, ids[0]!);
  // One line comes before they are merged, and waits.
  await importFile(deps, camtOf([{ amount: money(900, "EUR"), text, bankId: "A" }]));
  const merged = await merge(deps, ids);
  const [old, now] = [
    (await readInvoice(deps.kv, ids[0]!))!.number,
    (await readInvoice(deps.kv, merged))!.number,
  ];

  await importFile(deps, camtOf([{ amount: money(1_000, "EUR"), text, bankId: "B" }]));

  for (const place of [0, 1]) {
    const [match, allocations, reasons] = await offered(deps, place);
    expect([match, allocations]).toEqual([
      "likely",
      [{ invoiceId: merged, customerId: customer.id }],
    ]);
    expect(reasons).toContain(
      `It names the creditor reference of ${old} (part of ${now} now), with right check digits.`,
    );
  }
});

Deno.test("money for an invoice that nothing is due on is offered to its customer's wallet, and never booked by itself", async () => {
  await using deps = await makeDeps();
  const { customer, ids } = await openWithInvoices(deps, [1_000, 2_000, 3_000, 4_000, 5_000]);
  const texts = await Promise.all(ids.map((id) => referenceOf(deps, id)));
  const [void_, givenUp, paid, ...parts] = ids;
  unwrap(await voidInvoice(deps, { actor: STAFF, invoiceId: void_!, reason: "A mistake." }));
  unwrap(await writeOffInvoice(deps, { actor: STAFF, invoiceId: givenUp!, reason: "Gone." }));
  await importFile(deps, camtOf([{ amount: money(3_000, "EUR"), text: texts[2]!, bankId: "P" }]));
  const merged = await merge(deps, parts);
  unwrap(await voidInvoice(deps, { actor: STAFF, invoiceId: merged, reason: "A mistake." }));

  await importFile(
    deps,
    camtOf([0, 1, 2, 3].map((at) => ({
      amount: money(1_000 * (at + 1), "EUR"),
      text: texts[at]!,
      bankId: `C${at}`,
    }))),
  );

  expect((await readInvoice(deps.kv, paid!))?.status).toBe("paid");
  const states = ["is void", "was given up", "is paid", /is part of INV-\S+, which is void/];
  for (const [at, state] of states.entries()) {
    const [match, allocations, reasons] = await offered(deps, at + 1);
    expect([match, allocations]).toEqual(["likely", toWallet(customer)]);
    expect((reasons as string[]).at(-1)).toMatch(state);
  }
  const open = (await allLines(deps)).filter(({ status }) => status === "open");
  expect(open).toHaveLength(4);
});

Deno.test("a second payment of an invoice in the same file is offered to the wallet of whoever paid it", async () => {
  await using deps = await makeDeps();
  const { customer, ids } = await openWithInvoices(deps, [1_000]);
  const text = await referenceOf(deps, ids[0]!);

  await importFile(
    deps,
    camtOf(["A", "B"].map((bankId) => ({ amount: money(1_000, "EUR"), text, bankId }))),
  );

  const [first, second] = await allLines(deps);
  expect([first!.status, second!.status, second!.match]).toEqual(["booked", "open", "likely"]);
  expect(second!.suggestions[0]!.allocations).toMatchObject(toWallet(customer));
});

Deno.test("a number that was never given is nobody's", async () => {
  await using deps = await makeDeps();
  await openWithInvoices(deps, [1_000]);

  await importFile(deps, camtOf([{ amount: money(1_000, "EUR"), text: "INV-2026-000999" }]));

  const [line] = await allLines(deps);
  expect([line!.match, line!.suggestions, line!.closedNumbers])
    .toEqual(["unknown", [], ["INV-2026-000999"]]);
});
