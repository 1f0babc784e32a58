/** Drafts: written without a number, issued once, and never over a change that nobody has seen. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { getInvoice, listInvoices } from "@/domain/invoice/mod.ts";
import {
  createDraft,
  deleteDraft,
  type DraftForm,
  issueDraft,
  listDrafts,
  readDraftForStaff,
  saveDraft,
} from "@/domain/invoice_desk/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { mailsTo, runJobs } from "../../helpers/mails.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { fill, held } from "../wallet/fixtures.ts";

const ACTOR = makeStaff("billing");

function formOf(change: Partial<DraftForm> = {}): DraftForm {
  return {
    labels: ["Moving a server", "", "Thank you"],
    quantities: ["2", "", "1"],
    units: ["120.00", "", "-20.00"],
    notes: "As agreed by phone.",
    dueOn: "2026-04-01",
    fromWallet: false,
    ...change,
  };
}

async function versionOf(deps: Deps, id: string): Promise<string> {
  return unwrap(await readDraftForStaff(deps, { viewer: ACTOR, id })).version;
}

async function write(deps: Deps, customerId: string, form = formOf()): Promise<string> {
  const { id } = unwrap(await createDraft(deps, { actor: ACTOR, customerId }));
  const version = await versionOf(deps, id);
  unwrap(await saveDraft(deps, { actor: ACTOR, id, version, form }));
  return id;
}

Deno.test("a draft has no number until it is issued, and then what was written", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  const id = await write(deps, customer.id);
  expect((await listInvoices(deps, { viewer: customer })).items).toEqual([]);
  expect((await listDrafts(deps, { viewer: ACTOR })).items).toMatchObject([{
    id,
    customerName: "Customer ada",
    total: money(22_000, "EUR"),
  }]);

  const version = await versionOf(deps, id);
  const { invoiceId } = unwrap(await issueDraft(deps, { actor: ACTOR, id, version }));

  const invoice = unwrap(await getInvoice(deps, { viewer: customer, id: invoiceId }));
  expect(invoice).toMatchObject({
    number: "INV-2026-000001",
    kind: "manual",
    status: "open",
    dueOn: "2026-04-01",
    notes: "As agreed by phone.",
    total: money(22_000, "EUR"),
  });
  expect(invoice.lines.map(({ kind, label, quantity, amount }) => [kind, label, quantity, amount]))
    .toEqual([
      ["item", "Moving a server", 2, money(24_000, "EUR")],
      ["discount", "Thank you", 1, money(-2_000, "EUR")],
    ]);
  expect((await listDrafts(deps, { viewer: ACTOR })).items).toEqual([]);
  const mail = (await mailsTo(deps, "ada@example.com")).at(-1)!;
  expect([mail.template, mail.variables.total]).toEqual(["invoice_issued", "220.00 EUR"]);
  unwrap(await verifyBooks(deps));
});

Deno.test("ten who issue a draft at once issue one invoice", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  const id = await write(deps, customer.id);
  const version = await versionOf(deps, id);

  const results = await Promise.all(
    Array.from({ length: 10 }, () => issueDraft(deps, { actor: ACTOR, id, version })),
  );

  expect(results.filter((result) => result.ok).length).toBe(1);
  const { items } = await listInvoices(deps, { viewer: customer });
  expect(items.map(({ number }) => number)).toEqual(["INV-2026-000001"]);
  unwrap(await verifyBooks(deps));
});

Deno.test("who saves, issues or deletes has to have seen the last change", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  const id = await write(deps, customer.id);
  const version = await versionOf(deps, id);
  unwrap(
    await saveDraft(deps, { actor: ACTOR, id, version, form: formOf({ units: ["1", "", "0"] }) }),
  );
  const before = await dumpKv(deps.kv);

  const outdated = { ok: false, error: { code: "outdated" } };
  expect(await saveDraft(deps, { actor: ACTOR, id, version, form: formOf() })).toEqual(outdated);
  expect(await issueDraft(deps, { actor: ACTOR, id, version })).toEqual(outdated);
  expect(await dumpKv(deps.kv)).toEqual(before);

  unwrap(await deleteDraft(deps, { actor: ACTOR, id }));
  expect(await issueDraft(deps, { actor: ACTOR, id, version: await Promise.resolve(version) }))
    .toMatchObject({ error: { code: "not_found" } });
});

Deno.test("an invoice of a draft is paid from the wallet if that was asked for", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  await fill(deps, customer.id, 30_000);
  const id = await write(deps, customer.id, formOf({ fromWallet: true }));
  const version = await versionOf(deps, id);
  const { invoiceId } = unwrap(await issueDraft(deps, { actor: ACTOR, id, version }));

  await runJobs(deps);

  expect(unwrap(await getInvoice(deps, { viewer: customer, id: invoiceId })).status).toBe("paid");
  expect(await held(deps, customer.id)).toBe(8_000);
  unwrap(await verifyBooks(deps));
});

Deno.test("what doesn't make sense in a draft is refused beside its field, and nothing is written", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  const id = await write(deps, customer.id);
  const version = await versionOf(deps, id);
  const before = await dumpKv(deps.kv);

  const tries: Array<[change: Partial<DraftForm>, field: string]> = [
    [{ labels: [""], units: ["5"] }, "labels"],
    [{ labels: ["x".repeat(201)] }, "labels"],
    [{ labels: ["two\nlines"] }, "labels"],
    [{ labels: Array(26).fill("x"), quantities: Array(26).fill("1") }, "labels"],
    [{ quantities: ["0"] }, "quantities"],
    [{ quantities: ["1.5"] }, "quantities"],
    [{ quantities: ["-1"] }, "quantities"],
    [{ units: ["12.001"] }, "units"],
    [{ units: ["free"] }, "units"],
    [{ units: ["99999999.99"], quantities: ["100000"] }, "units"],
    [{ notes: "x".repeat(1001) }, "notes"],
    [{ dueOn: "2026-02-28" }, "due_on"],
    [{ dueOn: "2026-02-30" }, "due_on"],
    [{ dueOn: "2028-01-01" }, "due_on"],
  ];
  for (const [change, field] of tries) {
    const refused = await saveDraft(deps, { actor: ACTOR, id, version, form: formOf(change) });
    expect(refused).toMatchObject({
      ok: false,
      error: { fields: { [field]: expect.any(String) } },
    });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a draft without lines, below zero or due in the past isn't issued", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  const empty = unwrap(await createDraft(deps, { actor: ACTOR, customerId: customer.id })).id;
  const below = await write(deps, customer.id, formOf({ units: ["1.00", "", "-3.00"] }));
  const late = await write(deps, customer.id);
  deps.clock.set("2026-05-01T12:00:00Z");
  const before = await dumpKv(deps.kv);

  for (const id of [empty, below, late]) {
    const version = await versionOf(deps, id);
    expect(await issueDraft(deps, { actor: ACTOR, id, version }))
      .toMatchObject({ error: { code: "validation" } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("without invoices.edit there are no drafts, and nobody begins one", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  const id = await write(deps, customer.id);
  const version = await versionOf(deps, id);
  const actor = makeStaff("support");
  const before = await dumpKv(deps.kv);

  const results = [
    await createDraft(deps, { actor, customerId: customer.id }),
    await createDraft(deps, { actor: ACTOR, customerId: "cus_01J0000000000000000000000X" }),
    await saveDraft(deps, { actor, id, version, form: formOf() }),
    await issueDraft(deps, { actor, id, version }),
    await deleteDraft(deps, { actor, id }),
    await readDraftForStaff(deps, { viewer: actor, id }),
  ];
  for (const result of results) expect(result).toMatchObject({ error: { code: "not_found" } });
  expect((await listDrafts(deps, { viewer: actor })).items).toEqual([]);
  expect(await dumpKv(deps.kv)).toEqual(before);
});
