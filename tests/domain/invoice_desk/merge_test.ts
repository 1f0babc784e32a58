/** Merging: at every moment exactly one of the old and the new is owed, and everything on the lines is kept. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { issueCreditNote } from "@/domain/credit_note/mod.ts";
import { getInvoice, type Invoice, readInvoice } from "@/domain/invoice/mod.ts";
import { mergeInvoices, voidInvoice } from "@/domain/invoice_desk/mod.ts";
import { payFromWallet } from "@/domain/payment/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money, sum } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { requestTopUp } from "@/domain/wallet/mod.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { mailsTo } from "../../helpers/mails.ts";
import {
  makeService,
  payInvoice,
  receive,
  renewalsOf,
  runNow,
  runUntil,
  serviceOf,
} from "../billing/helpers.ts";
import { makeCustomer, makeStaff, openShop } from "../order/fixtures.ts";
import { placeDebt } from "../payment/fixtures.ts";
import { type Fate, flakyKv } from "../payment/flaky_kv.ts";
import { fill } from "../wallet/fixtures.ts";
import { issue } from "./fixtures.ts";

const ACTOR = makeStaff("billing");

async function statesOf(deps: Deps, ids: readonly string[]): Promise<string[]> {
  return await Promise.all(ids.map(async (id) => (await readInvoice(deps.kv, id))!.status));
}

const merge = (deps: Deps, invoiceIds: readonly string[], actor = ACTOR) =>
  mergeInvoices(deps, { actor, invoiceIds });

Deno.test("seven invoices become one with all their lines; the sources are void and lead to it", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  const ids: string[] = [];
  for (let index = 1; index <= 7; index++) ids.push(await issue(deps, customer, index * 100));

  const { invoiceId } = unwrap(await merge(deps, ids));

  const merged = (await readInvoice(deps.kv, invoiceId))!;
  expect([merged.kind, merged.status, merged.total]).toEqual([
    "merged",
    "open",
    money(2_800, "EUR"),
  ]);
  expect(merged.lines.map(({ amount }) => amount.minor)).toEqual([
    100,
    200,
    300,
    400,
    500,
    600,
    700,
  ]);
  expect(await statesOf(deps, ids)).toEqual(Array(7).fill("void"));
  expect((await readInvoice(deps.kv, ids[0]!))!.mergedIntoId).toBe(invoiceId);
  const mail = (await mailsTo(deps, "ada@example.com")).at(-1)!;
  expect([mail.template, mail.variables.numbers!.split(", ").length])
    .toEqual(["invoices_merged", 7]);

  const more = await issue(deps, customer, 5);
  const again = unwrap(await merge(deps, [invoiceId, more]));
  expect((await readInvoice(deps.kv, again.invoiceId))!.total).toEqual(money(2_805, "EUR"));
  unwrap(await verifyBooks(deps));
});

Deno.test("renewals keep their services and periods, and their services run on when the merged one is paid", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const first = await makeService(deps, customer);
  const second = await makeService(deps, customer, { hostname: "web2.example.com" });
  await runUntil(deps, "2026-03-20");
  const sources = await renewalsOf(deps);
  expect(sources.length).toBe(2);

  const { invoiceId } = unwrap(await merge(deps, sources.map(({ id }) => id)));
  const merged = (await readInvoice(deps.kv, invoiceId))!;
  const facts = (invoice: Pick<Invoice, "lines">) =>
    invoice.lines.map(({ serviceId, period, label, net, tax }) => ({
      ...{ serviceId, period, label, net, tax },
    }));
  expect(facts(merged)).toEqual(sources.flatMap(facts));
  expect(merged.total).toEqual(sum(sources.map(({ total }) => total), "EUR"));
  expect(merged.dueOn).toBe(sources.map(({ dueOn }) => dueOn).sort()[0]);

  await payInvoice(deps, customer, invoiceId);
  for (const id of [first, second]) {
    const { paidPeriods, nextDueOn, status } = await serviceOf(deps, id);
    expect([paidPeriods, nextDueOn, status]).toEqual([2, "2026-05-01", "active"]);
  }
  await runNow(deps);
  expect((await renewalsOf(deps)).filter(({ status }) => status === "open")).toEqual([]);
  unwrap(await verifyBooks(deps));
});

Deno.test("money that still comes for an old invoice pays the merged one, also through two of them", async () => {
  await using deps = await makeDeps();
  const customer = await makeCustomer(deps);
  const [one, two, three] = [
    await issue(deps, customer),
    await issue(deps, customer),
    await issue(deps, customer),
  ];
  const first = unwrap(await merge(deps, [one, two])).invoiceId;
  const last = unwrap(await merge(deps, [first, three])).invoiceId;

  const booked = await receive(deps, customer, { amount: money(3_000, "EUR"), invoiceId: one });

  expect(booked.outcome).toBe("settled");
  expect(unwrap(await getInvoice(deps, { viewer: customer, id: last })).status).toBe("paid");
  unwrap(await verifyBooks(deps));
});

Deno.test("mergers, payments and voids at once: every source ends in one way, and nothing is owed twice", async () => {
  for (let round = 0; round < 5; round++) {
    await using deps = await makeDeps();
    const customer = await makeCustomer(deps);
    await fill(deps, customer.id, 100_000);
    const ids: string[] = [];
    for (let index = 0; index < 6; index++) ids.push(await issue(deps, customer));

    const results = await Promise.all([
      merge(deps, ids.slice(0, 4)),
      merge(deps, ids.slice(2, 6)),
      payFromWallet(deps, { actor: customer, invoiceId: ids[5]! }),
      voidInvoice(deps, { actor: ACTOR, invoiceId: ids[0]!, reason: "Wrong" }),
      merge(deps, ids),
    ]);

    const made = results.flatMap((result) =>
      result.ok && "invoiceId" in result.value ? [result.value.invoiceId] : []
    );
    const merged = await Promise.all(made.map((id) => readInvoice(deps.kv, id)));
    for (const invoice of merged) {
      const sources = (await Promise.all(ids.map((id) => readInvoice(deps.kv, id))))
        .filter((each) => each!.mergedIntoId === invoice!.id);
      expect(invoice!.lines.length).toBe(sources.length);
      expect(sources.every((each) => each!.status === "void")).toBe(true);
    }
    unwrap(await verifyBooks(deps));
  }
});

Deno.test("a commit that is lost merges all or nothing", async () => {
  for (const fate of ["lost_before", "lost_after"] as const) {
    await using deps = await makeDeps();
    const customer = await makeCustomer(deps);
    const ids = [await issue(deps, customer), await issue(deps, customer)];
    const fates: Fate[] = [fate];
    const flaky = { ...deps, kv: flakyKv(deps.kv, () => fates.shift() ?? "done") };

    await expect(merge(flaky, ids)).rejects.toThrow("the connection broke");

    const isDone = fate === "lost_after";
    expect(await statesOf(deps, ids)).toEqual(Array(2).fill(isDone ? "void" : "open"));
    expect((await merge(deps, ids)).ok).toBe(!isDone);
    unwrap(await verifyBooks(deps));
  }
});

Deno.test("mergeInvoices() refuses what is closed, begun, of another kind, customer, currency or tax; nothing is written", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const stranger = await makeCustomer(deps, "ben");
  await fill(deps, customer.id, 100_000);
  const good = await issue(deps, customer);
  const order = (await placeDebt(deps, customer)).invoice.id;
  const topUp = unwrap(
    await requestTopUp(deps, { actor: customer, amount: "50.00", currency: "EUR" }),
  ).invoiceId;
  const paid = await issue(deps, customer);
  unwrap(await payFromWallet(deps, { actor: customer, invoiceId: paid }));
  const begun = await issue(deps, customer);
  unwrap(await payFromWallet(deps, { actor: customer, invoiceId: begun, amount: "1.00" }));
  const credited = await issue(deps, customer);
  const amounts = ["1.00"];
  unwrap(
    await issueCreditNote(deps, { actor: ACTOR, invoiceId: credited, amounts, reason: "Less" }),
  );
  const foreign = await issue(deps, customer, 100, "USD");
  const theirs = await issue(deps, stranger);
  const warned = await issue(deps, customer);
  const stored = (await readInvoice(deps.kv, warned))!;
  await deps.kv.set(["invoices", warned], {
    ...stored,
    chase: { ...stored.chase, taken: ["warning:svc_x"] },
  });
  const taxed = await issue(deps, customer);
  const other = (await readInvoice(deps.kv, taxed))!;
  await deps.kv.set(["invoices", taxed], {
    ...other,
    taxRule: { ...other.taxRule, treatment: "exempt" },
  });
  const before = await dumpKv(deps.kv);

  const tries: Array<[id: string, why: string]> = [
    [order, "kind"],
    [topUp, "kind"],
    [paid, "not_open"],
    [begun, "begun"],
    [credited, "begun"],
    [warned, "warned"],
    [foreign, "differs"],
    [theirs, "differs"],
    [taxed, "differs"],
  ];
  for (const [id, why] of tries) {
    expect(await merge(deps, [good, id])).toMatchObject({ error: { code: "not_mergeable", why } });
  }
  expect(await merge(deps, [good, good])).toMatchObject({ error: { code: "validation" } });
  expect(await merge(deps, Array.from({ length: 8 }, () => deps.ids.next("inv"))))
    .toMatchObject({ error: { code: "validation" } });
  expect(await merge(deps, [good, "__proto__"])).toMatchObject({ error: { code: "not_found" } });
  expect(await merge(deps, [good, theirs], makeStaff("support")))
    .toMatchObject({ error: { code: "not_found" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});
