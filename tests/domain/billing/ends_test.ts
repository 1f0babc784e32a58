/** Suspension, cancellation and the end of services: who may, what follows, what can be undone, and what can't be done. */
import { expect } from "expect";
import {
  type CancelForm,
  cancelService,
  getRenewal,
  payEarly,
  resumeService,
  setNeverSuspend,
  suspendService,
  terminateService,
  undoCancellation,
  undoTermination,
} from "@/domain/billing/mod.ts";
import { expireChanges, previewChange, requestChange } from "@/domain/change/mod.ts";
import { amountDue, readInvoice, stageIssueInvoice } from "@/domain/invoice/mod.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import { bookReceipt } from "@/domain/payment/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { getService } from "@/domain/service/mod.ts";
import type { CustomerActor, CustomerRight } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import { transact } from "@/domain/shared/kv.ts";
import { money, toDecimal } from "@/domain/shared/money.ts";
import { ok, type Result, unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makeCustomer, makeStaff, openShop, stockOf } from "../order/fixtures.ts";
import {
  mailsBy,
  makeService,
  payInvoice,
  receive,
  renewalsOf,
  runNow,
  runUntil,
  serviceOf,
  setBilling,
} from "./helpers.ts";

const OWNER = makeStaff();
const ABUSE = { reason: "abuse", note: "It sends spam." };

function cancel(when: string, change: Partial<CancelForm> = {}): CancelForm {
  return { when, reason: "Not needed any more", understood: "on", ...change };
}

async function open(deps: TestDeps) {
  const customer = await openShop(deps);
  const serviceId = await makeService(deps, customer);
  await runNow(deps);
  return { customer, serviceId };
}

/** Somebody let into the account, with these rights. */
function member(customer: CustomerActor, ...rights: CustomerRight[]): CustomerActor {
  const via = { personId: "cus_x", kind: "member" as const, rights: new Set(rights) };
  return { ...customer, via };
}

const codeOf = (result: Result<unknown, { code: string }>) => result.ok || result.error.code;

Deno.test("staff suspend a service with a reason, and a payment lifts none but that of unpaid ones", async () => {
  await using deps = await makeDeps();
  const { customer, serviceId } = await open(deps);
  await runUntil(deps, "2026-03-20");
  const [invoice] = await renewalsOf(deps);

  unwrap(await suspendService(deps, { actor: makeStaff("support"), serviceId, form: ABUSE }));
  await payInvoice(deps, customer, invoice!.id);

  const service = await serviceOf(deps, serviceId);
  expect(service).toMatchObject({
    status: "suspended",
    suspension: ABUSE,
    paidPeriods: 2,
    nextDueOn: "2026-05-01",
  });
  expect(unwrap(await getService(deps, { viewer: customer, id: serviceId })).access).toBe(null);
  // Nothing further is billed of what doesn't run.
  await runUntil(deps, "2026-05-20");
  expect((await renewalsOf(deps)).length).toBe(1);

  unwrap(await resumeService(deps, { actor: makeStaff("support"), serviceId }));
  await runUntil(deps, "2026-05-21");
  expect((await serviceOf(deps, serviceId)).status).toBe("active");
  const [, late] = await renewalsOf(deps);
  expect([late!.lines[0]!.period?.startsOn, late!.dueOn]).toEqual(["2026-05-01", "2026-05-28"]);
  expect((await mailsBy(deps, "service_suspended", "service_resumed")).map((mail) => mail.template))
    .toEqual(["service_suspended", "service_resumed"]);
});

Deno.test("a service that is never to be suspended runs on unpaid, until that is taken back", async () => {
  await using deps = await makeDeps();
  const { serviceId } = await open(deps);
  unwrap(await setNeverSuspend(deps, { actor: OWNER, serviceId, neverSuspend: true }));
  await runUntil(deps, "2026-04-20");
  expect((await serviceOf(deps, serviceId)).status).toBe("active");
  expect((await mailsBy(deps, "invoice_reminder")).length).toBe(3);

  unwrap(await setNeverSuspend(deps, { actor: OWNER, serviceId, neverSuspend: false }));
  await runUntil(deps, "2026-04-27");
  expect((await serviceOf(deps, serviceId)).status).toBe("suspended");
});

Deno.test("what staff end is stopped at once and deleted after the hours in which it can be undone", async () => {
  await using deps = await makeDeps();
  const { serviceId } = await open(deps);
  const stock = await stockOf(deps, "vps-grow", "fra1");
  const actor = makeStaff("provisioning");

  const { at } = unwrap(await terminateService(deps, { actor, serviceId, form: ABUSE }));
  expect(at).toBe("2026-03-03T12:00:00.000Z");
  expect(await serviceOf(deps, serviceId)).toMatchObject({
    status: "suspended",
    suspension: ABUSE,
  });
  unwrap(await undoTermination(deps, { actor, serviceId }));
  const undone = await serviceOf(deps, serviceId);
  // The reason for which it was stopped is there still.
  expect([undone.status, undone.termination]).toEqual(["suspended", null]);
  unwrap(await resumeService(deps, { actor, serviceId }));
  await runUntil(deps, "2026-03-05");
  expect((await serviceOf(deps, serviceId)).status).toBe("active");

  unwrap(await terminateService(deps, { actor, serviceId, form: ABUSE }));
  deps.clock.set("2026-03-07T07:59:00Z");
  await runNow(deps);
  expect((await serviceOf(deps, serviceId)).status).toBe("suspended");
  deps.clock.set("2026-03-07T08:00:00Z");
  await runNow(deps);

  expect(await serviceOf(deps, serviceId)).toMatchObject({
    status: "terminated",
    credentials: null,
    suspension: null,
  });
  expect(await stockOf(deps, "vps-grow", "fra1")).toBe(stock + 1);
  expect((await mailsBy(deps, "service_ending", "service_end_undone", "service_terminated"))
    .map(({ template }) => template))
    .toEqual(["service_ending", "service_end_undone", "service_ending", "service_terminated"]);
  for (
    const late of [
      await undoTermination(deps, { actor, serviceId }),
      await resumeService(deps, { actor, serviceId }),
      await suspendService(deps, { actor, serviceId, form: ABUSE }),
      await terminateService(deps, { actor, serviceId, form: ABUSE }),
    ]
  ) expect(codeOf(late)).toBe("wrong_service_state");
});

Deno.test("a service cancelled for the end of its term runs until then, isn't billed, and can be kept", async () => {
  await using deps = await makeDeps();
  const { customer: actor, serviceId } = await open(deps);
  await runUntil(deps, "2026-03-20");
  const [invoice] = await renewalsOf(deps);
  await receive(deps, actor, { amount: money(500, "EUR"), invoiceId: invoice!.id });

  unwrap(await cancelService(deps, { actor, serviceId, form: cancel("end_of_term") }));
  await runUntil(deps, "2026-03-31");

  const cancelled = await serviceOf(deps, serviceId);
  expect(cancelled).toMatchObject({ status: "active", cancellation: { endsOn: "2026-04-01" } });
  expect((await renewalsOf(deps)).map(({ status }) => status)).toEqual(["void"]);
  // What had been paid of it is in the wallet again.
  expect(await getWalletBalance(deps, { accountId: actor.id, currency: "EUR" }))
    .toEqual(money(500, "EUR"));

  unwrap(await undoCancellation(deps, { actor, serviceId }));
  await runUntil(deps, "2026-04-01");
  const again = await renewalsOf(deps);
  expect(again.map(({ status, dueOn }) => [status, dueOn]))
    .toEqual([["void", "2026-04-01"], ["open", "2026-04-08"]]);
  expect(again[1]!.lines[0]!.period?.startsOn).toBe("2026-04-01");

  await payInvoice(deps, actor, again[1]!.id);
  unwrap(await cancelService(deps, { actor, serviceId, form: cancel("end_of_term") }));
  await runUntil(deps, "2026-05-01");
  expect(await serviceOf(deps, serviceId)).toMatchObject({
    status: "suspended",
    termination: { at: "2026-05-03T08:00:00.000Z", reason: "request" },
  });
  await runUntil(deps, "2026-05-03");
  expect((await serviceOf(deps, serviceId)).status).toBe("terminated");
  expect((await mailsBy(deps, "service_cancelled", "service_ending", "service_terminated")).length)
    .toBe(4);
  unwrap(await verifyBooks(deps));
});

Deno.test("a service cancelled for now is stopped, and kept if that is undone in time", async () => {
  await using deps = await makeDeps();
  const { customer: actor, serviceId } = await open(deps);
  const offer = unwrap(await getRenewal(deps, { viewer: actor, serviceId }));
  expect(offer.cancel).toEqual({ paidUntil: "2026-04-01", daysLost: 31, undoHours: 48 });

  unwrap(await cancelService(deps, { actor, serviceId, form: cancel("now") }));
  const stopped = await serviceOf(deps, serviceId);
  unwrap(await undoCancellation(deps, { actor, serviceId }));
  await runUntil(deps, "2026-03-19");

  expect(stopped).toMatchObject({
    status: "suspended",
    termination: { at: "2026-03-03T12:00:00.000Z" },
  });
  expect(await serviceOf(deps, serviceId)).toMatchObject({
    status: "active",
    termination: null,
    cancellation: null,
    suspension: null,
    nextDueOn: "2026-04-01",
  });
  expect((await renewalsOf(deps)).length).toBe(1);
});

Deno.test("cancelling and undoing is no way out of a suspension for an unpaid invoice", async () => {
  await using deps = await makeDeps();
  const { customer: actor, serviceId } = await open(deps);
  await runUntil(deps, "2026-04-10");

  const late = await cancelService(deps, { actor, serviceId, form: cancel("end_of_term") });
  expect(codeOf(late)).toBe("validation");
  unwrap(await cancelService(deps, { actor, serviceId, form: cancel("now") }));
  unwrap(await undoCancellation(deps, { actor, serviceId }));

  expect(await serviceOf(deps, serviceId)).toMatchObject({
    status: "suspended",
    suspension: { reason: "unpaid" },
  });
});

Deno.test("an end frees an open change of plan, and a payment that comes too late stays in the wallet", async () => {
  await using deps = await makeDeps();
  const { customer: actor, serviceId } = await open(deps);
  const stock = await stockOf(deps, "vps-scale", "fra1");
  const wanted = { actor, serviceId, plan: "vps-scale", cycle: "monthly", when: "now" as const };
  const seen = "12.00";
  const { invoiceId } = unwrap(await requestChange(deps, { ...wanted, seen, fromWallet: false }));
  expect(await stockOf(deps, "vps-scale", "fra1")).toBe(stock - 1);
  unwrap(await terminateService(deps, { actor: OWNER, serviceId, form: ABUSE }));
  await runNow(deps);

  expect((await readInvoice(deps.kv, invoiceId!))?.status).toBe("void");
  expect(await stockOf(deps, "vps-scale", "fra1")).toBe(stock);
});

Deno.test("money for a service that has ended meanwhile is kept as credit", async () => {
  await using deps = await makeDeps();
  const { customer, serviceId } = await open(deps);
  await runUntil(deps, "2026-03-20");
  const [invoice] = await renewalsOf(deps);
  const stored = await deps.kv.get<object>(["services", serviceId]);
  await deps.kv.set(["services", serviceId], { ...stored.value, status: "terminated" });

  const booked = unwrap(
    await bookReceipt(deps, {
      actor: OWNER,
      customerId: customer.id,
      invoiceId: invoice!.id,
      receipt: {
        amount: invoice!.total,
        method: "bank_transfer",
        reference: "TX late",
        receivedOn: "2026-03-20",
      },
      source: "staff",
    }),
  );

  expect([booked.outcome, toDecimal(booked.credit)]).toEqual(["credited", "12.00"]);
});

Deno.test("an invoice of several services renews each of them, and is replaced when one of them ends", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const ids: string[] = [];
  for (const name of ["a", "b", "c", "d"]) {
    ids.push(await makeService(deps, customer, { hostname: `${name}.example.com` }));
  }
  await runUntil(deps, "2026-03-20");
  const open = await renewalsOf(deps);
  const merged = unwrap(
    await transact(deps, async (tx) =>
      ok(
        await stageIssueInvoice(tx, deps, {
          kind: "merged",
          customer: { id: customer.id, name: "Ada", email: "ada@example.com" },
          lines: open.flatMap(({ lines }) => lines),
          at: deps.clock.now(),
          dueOn: "2026-04-01",
        }),
      )),
  );
  unwrap(await cancelService(deps, { actor: customer, serviceId: ids[3]!, form: cancel("now") }));
  await runNow(deps);
  expect((await readInvoice(deps.kv, merged.id))?.status).toBe("void");
  const replaced = [];
  for await (const { key } of deps.kv.list({ prefix: ["invoices"] })) {
    const invoice = (await readInvoice(deps.kv, String(key[1])))!;
    if (invoice.kind === "merged" && invoice.status === "open") replaced.push(invoice);
  }
  expect(replaced.map((each) => [each.lines.length, toDecimal(amountDue(each)), each.dueOn]))
    .toEqual([[3, "36.00", "2026-04-01"]]);

  await payInvoice(deps, customer, replaced[0]!.id);
  await runNow(deps);

  for (const id of ids.slice(0, 3)) {
    expect((await serviceOf(deps, id)).nextDueOn).toBe("2026-05-01");
  }
  unwrap(await verifyBooks(deps));
});

Deno.test("an invoice of more services than a commit has checks for renews each of them once, by its job", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const ids: string[] = [];
  for (const name of ["a", "b", "c", "d", "e"]) {
    ids.push(await makeService(deps, customer, { hostname: `${name}.example.com` }));
  }
  await runUntil(deps, "2026-03-20");
  const open = await renewalsOf(deps);
  const merged = unwrap(
    await transact(deps, async (tx) =>
      ok(
        await stageIssueInvoice(tx, deps, {
          kind: "merged",
          customer: { id: customer.id, name: "Ada", email: "ada@example.com" },
          lines: open.flatMap(({ lines }) => lines),
          at: deps.clock.now(),
        }),
      )),
  );
  await payInvoice(deps, customer, merged.id);
  await runNow(deps);
  const id = `services.renew:${merged.id}`;
  const job = await deps.kv.get<object>(["jobs", id]);
  // The job runs again, as after a crash before it was recorded as done.
  const dueAt = isoNow(deps.clock);
  await deps.kv.set(["jobs", id], { ...job.value, state: "waiting", dueAt });
  await deps.kv.set(["jobs_due", dueAt, id], id);
  await runNow(deps);

  for (const id of ids) {
    expect(await serviceOf(deps, id)).toMatchObject({ paidPeriods: 2, nextDueOn: "2026-05-01" });
  }
});

Deno.test("payEarly() bills the next term before its time, once, and no more than a year ahead", async () => {
  await using deps = await makeDeps();
  const { customer: actor, serviceId } = await open(deps);

  const first = unwrap(await payEarly(deps, { actor, serviceId }));
  const again = unwrap(await payEarly(deps, { actor, serviceId }));
  expect(again).toEqual(first);
  const [invoice] = await renewalsOf(deps);
  expect([invoice!.dueOn, invoice!.lines[0]!.period]).toEqual([
    "2026-04-01",
    { startsOn: "2026-04-01", endsOn: "2026-05-01" },
  ]);
  for (let term = 0; term < 12; term++) {
    const { invoiceId } = unwrap(await payEarly(deps, { actor, serviceId }));
    await payInvoice(deps, actor, invoiceId);
  }
  expect((await serviceOf(deps, serviceId)).nextDueOn).toBe("2027-04-01");
  expect(codeOf(await payEarly(deps, { actor, serviceId }))).toBe("not_due");
});

Deno.test("nobody suspends, ends, cancels or keeps what isn't for them, and nothing is written then", async () => {
  await using deps = await makeDeps();
  const { customer, serviceId } = await open(deps);
  const stranger = await makeCustomer(deps, "ben");
  const before = await dumpKv(deps.kv);
  const form = ABUSE;
  const viewer = makeStaff("viewer");
  const end = cancel("now");
  const without = member(customer, "services", "billing");
  const acting = { ...member(customer, "services", "billing", "orders") };
  acting.via = { ...acting.via!, kind: "staff" };
  const tries: Array<[string, Promise<Result<unknown, { code: string }>>]> = [
    ["not_found", suspendService(deps, { actor: viewer, serviceId, form })],
    ["not_found", suspendService(deps, { actor: OWNER, serviceId: "__proto__", form })],
    ["validation", suspendService(deps, { actor: OWNER, serviceId, form: { reason: "whim" } })],
    ["validation", suspendService(deps, { actor: OWNER, serviceId, form: { ...form, note: " " } })],
    ["not_found", resumeService(deps, { actor: viewer, serviceId })],
    ["wrong_service_state", resumeService(deps, { actor: OWNER, serviceId })],
    ["not_found", setNeverSuspend(deps, { actor: viewer, serviceId, neverSuspend: true })],
    ["not_found", terminateService(deps, { actor: makeStaff("support"), serviceId, form })],
    ["validation", terminateService(deps, { actor: OWNER, serviceId, form: {} })],
    ["not_found", undoTermination(deps, { actor: makeStaff("support"), serviceId })],
    ["wrong_service_state", undoTermination(deps, { actor: OWNER, serviceId })],
    ["not_found", cancelService(deps, { actor: stranger, serviceId, form: end })],
    ["not_found", cancelService(deps, { actor: without, serviceId, form: end })],
    ["not_found", cancelService(deps, { actor: acting, serviceId, form: end })],
    ["validation", cancelService(deps, { actor: customer, serviceId, form: cancel("never") })],
    [
      "validation",
      cancelService(deps, { actor: customer, serviceId, form: { ...end, understood: undefined } }),
    ],
    ["not_found", undoCancellation(deps, { actor: stranger, serviceId })],
    ["wrong_service_state", undoCancellation(deps, { actor: customer, serviceId })],
    ["not_found", payEarly(deps, { actor: stranger, serviceId })],
    ["not_found", payEarly(deps, { actor: member(customer, "services"), serviceId })],
  ];
  for (const [code, result] of tries) expect(codeOf(await result)).toBe(code);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a customer can't undo an end that wasn't theirs", async () => {
  await using deps = await makeDeps();
  const { customer: actor, serviceId } = await open(deps);
  unwrap(await cancelService(deps, { actor, serviceId, form: cancel("end_of_term") }));
  unwrap(await terminateService(deps, { actor: OWNER, serviceId, form: ABUSE }));
  await setBilling(deps, { undoHours: 24 });
  const before = await dumpKv(deps.kv);
  expect(codeOf(await undoCancellation(deps, { actor, serviceId }))).toBe("wrong_service_state");
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("nothing is billed of a service that waits for a change to be paid, until that has lapsed", async () => {
  await using deps = await makeDeps();
  const { customer: actor, serviceId } = await open(deps);
  await runUntil(deps, "2026-03-17");
  const wanted = { actor, serviceId, plan: "vps-scale", cycle: "annual" };
  const { now } = unwrap(await previewChange(deps, wanted));
  const seen = now!.seen;
  unwrap(await requestChange(deps, { ...wanted, when: "now", seen, fromWallet: false }));

  await runUntil(deps, "2026-03-19");
  expect(await renewalsOf(deps)).toEqual([]);
  deps.clock.set("2026-03-20T09:00:00Z");
  await expireChanges(deps);
  await runUntil(deps, "2026-03-21");
  expect((await renewalsOf(deps)).map(({ dueOn }) => dueOn)).toEqual(["2026-04-01"]);
});
