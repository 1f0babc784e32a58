/**
 * Whatever customers and staff do, in whatever order, however the clock moves and commits fail: the books hold, each period of
 * a service is billed once and counted as paid as often as it was, nobody is reminded of what is paid, and nothing is deleted
 * that wasn't warned.
 */
import { expect } from "expect";
import fc from "fast-check";
import {
  cancelService,
  payEarly,
  promisePayment,
  resumeService,
  runBilling,
  suspendService,
  terminateService,
  undoCancellation,
  undoTermination,
} from "@/domain/billing/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { reopenInvoice, voidInvoice, writeOffInvoice } from "@/domain/invoice_desk/mod.ts";
import { amountDue, type Invoice, periodsByService, readInvoice } from "@/domain/invoice/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { bookReceipt, payFromWallet } from "@/domain/payment/mod.ts";
import { readService, type Service } from "@/domain/service/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { setWalletPayment } from "@/domain/terms/mod.ts";
import { expectRightBooks } from "@/tests/helpers/books.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { mailsTo } from "@/tests/helpers/mails.ts";
import { makeCustomer, makeStaff, openShop, stockOf } from "../order/fixtures.ts";
import { type Fate, flakyKv } from "../payment/flaky_kv.ts";
import { makeService, runNow, setBilling } from "./helpers.ts";

const OWNER = makeStaff();
const ABUSE = { reason: "abuse", note: "Random" };
const WARNING_HOURS = 24;

const nth = fc.nat(5);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("wait" as const), hours: fc.nat(500) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("run" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("pay" as const),
      nth,
      percent: fc.constantFrom(1, 40, 100, 100, 100, 130),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("top_up" as const), minor: fc.nat(3000) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...[
          "pay_from_wallet",
          "pay_early",
          "cancel_now",
          "cancel_at_end",
          "undo_cancel",
          "suspend",
          "resume",
          "terminate",
          "undo_termination",
          "promise",
          "wallet_on",
          "wallet_off",
          "void",
          "write_off",
          "reopen",
        ] as const,
      ),
      nth,
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const fates: fc.Arbitrary<Fate> = fc.constantFrom(
  ...[...Array(9).fill("done"), "check_failed", "lost_before", "lost_after"] as Fate[],
);

Deno.test("billing holds through random acts, leaps of the clock and broken commits", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 45 }),
      fc.infiniteStream(fates),
      runSteps,
    ),
    { numRuns: 60, endOnFailure: true },
  );
});

async function runSteps(steps: Step[], stream: fc.Stream<Fate>): Promise<void> {
  await using deps = await makeDeps({ at: "2028-01-31T12:00:00Z" });
  const customers = [await openShop(deps), await makeCustomer(deps, "ben")];
  const fullStock = await stockOf(deps, "vps-grow", "fra1");
  await setBilling(deps, {
    warningHours: WARNING_HOURS,
    reminders: [
      { days: 3, when: "before", fee: "" },
      { days: 2, when: "after", fee: "2.50" },
      { days: 8, when: "after", fee: "10 %" },
    ],
  });
  const ids: string[] = [];
  for (const [at, cycle] of ["monthly", "monthly", "quarterly", "annual"].entries()) {
    const hostname = `host${at}.example.com`;
    ids.push(await makeService(deps, customers[at % 2]!, { cycle, hostname }));
  }
  const flaky = { ...deps, kv: flakyKv(deps.kv, () => stream.next().value) };

  for (const each of steps) {
    // What breaks for want of a database is done again by whoever asked for it, or by the next run.
    await act(deps, flaky, { step: each, ids }).catch(() => {});
  }
  for (let day = 0; day < 3; day++) {
    deps.clock.advance({ days: 1 });
    await runNow(deps);
  }

  deps.takeErrors();
  await expectSound(deps, { ids, fullStock });
}

async function act(
  deps: TestDeps,
  flaky: TestDeps,
  { step, ids }: { step: Step; ids: readonly string[] },
): Promise<void> {
  if (step.kind === "wait") return deps.clock.advance({ hours: step.hours });
  if (step.kind === "run") {
    await runBilling(flaky);
    await runDueJobs(flaky, { handlers: jobHandlers });
    return;
  }
  const pick = "nth" in step ? step.nth : 0;
  const serviceId = ids[pick % ids.length]!;
  const service = (await readService(deps.kv, serviceId))!;
  const actor = { kind: "customer" as const, id: service.customerId };
  const all = (await invoicesOf(deps)).filter(({ customerId }) => customerId === actor.id);
  const open = all.filter(({ status }) => status === "open");
  const invoice = open[pick % Math.max(open.length, 1)];
  const input = { actor, serviceId };
  const staff = { actor: OWNER, serviceId };
  switch (step.kind) {
    case "pay":
    case "top_up": {
      const due = invoice && step.kind === "pay" ? amountDue(invoice).minor : 0;
      const minor = step.kind === "top_up" ? step.minor : Math.ceil(due * step.percent / 100);
      if (minor === 0) return;
      const receipt = {
        amount: money(minor, "EUR"),
        method: "bank_transfer" as const,
        reference: deps.ids.token(12),
        receivedOn: dayOf(deps.clock.now()),
      };
      const invoiceId = step.kind === "pay" ? invoice!.id : null;
      const booked = { actor: OWNER, customerId: actor.id, invoiceId, receipt };
      await bookReceipt(flaky, { ...booked, source: "staff" });
      return;
    }
    case "pay_from_wallet":
      if (invoice) await payFromWallet(flaky, { actor, invoiceId: invoice.id });
      return;
    case "pay_early":
      return void await payEarly(flaky, input);
    case "cancel_now":
    case "cancel_at_end": {
      const when = step.kind === "cancel_now" ? "now" : "end_of_term";
      await cancelService(flaky, { ...input, form: { when, reason: "", understood: "on" } });
      return;
    }
    case "undo_cancel":
      return void await undoCancellation(flaky, input);
    case "suspend":
      return void await suspendService(flaky, { ...staff, form: ABUSE });
    case "resume":
      return void await resumeService(flaky, staff);
    case "terminate":
      return void await terminateService(flaky, { ...staff, form: ABUSE });
    case "undo_termination":
      return void await undoTermination(flaky, staff);
    case "promise": {
      const payOn = dayOf(deps.clock.now().add({ hours: 72 }));
      if (invoice) await promisePayment(flaky, { actor, invoiceId: invoice.id, payOn });
      return;
    }
    case "void":
    case "write_off":
    case "reopen":
      return await close(flaky, step.kind, { open, all, pick });
    case "wallet_on":
    case "wallet_off":
      await setWalletPayment(flaky, { actor, paysFromWallet: step.kind === "wallet_on" });
  }
}

/** Staff void an open invoice or give it up, or ask for one again that they had given up. */
async function close(
  flaky: TestDeps,
  how: "void" | "write_off" | "reopen",
  { open, all, pick }: { open: Invoice[]; all: Invoice[]; pick: number },
): Promise<void> {
  const list = how === "reopen" ? all.filter(({ status }) => status === "uncollectible") : open;
  const invoice = list[pick % Math.max(list.length, 1)];
  if (!invoice) return;
  const input = { actor: OWNER, invoiceId: invoice.id, reason: "Random" };
  if (how === "void") await voidInvoice(flaky, input);
  else if (how === "write_off") await writeOffInvoice(flaky, input);
  else await reopenInvoice(flaky, input);
}

async function invoicesOf(deps: TestDeps): Promise<Invoice[]> {
  const found: Invoice[] = [];
  for await (const { key } of deps.kv.list({ prefix: ["invoices"] })) {
    found.push((await readInvoice(deps.kv, String(key[1])))!);
  }
  return found;
}

async function expectSound(
  deps: TestDeps,
  { ids, fullStock }: { ids: readonly string[]; fullStock: number },
): Promise<void> {
  await expectRightBooks(deps);
  unwrap(await verifyBooks(deps));
  const invoices = await invoicesOf(deps);
  const mails = await mailsTo(deps) as unknown as { fact: string; createdAt: string }[];
  const sentAt = (fact: string) => mails.find((mail) => mail.fact === fact)?.createdAt;
  let ended = 0;
  for (const id of ids) {
    const service = (await readService(deps.kv, id))!;
    expectCounted(service, invoices);
    if (service.status !== "terminated") continue;
    ended++;
    const { termination } = service;
    expect([id, service.credentials]).toEqual([id, null]);
    const isOpen = invoices.some((invoice) =>
      invoice.status === "open" && periodsByService(invoice).some((each) => each.serviceId === id)
    );
    expect([id, isOpen]).toEqual([id, false]);
    const hours =
      Temporal.Instant.from(sentAt(termination!.warning ?? "") ?? termination!.scheduledAt)
        .until(service.terminatedAt!, { largestUnit: "hour" }).hours;
    expect([id, hours >= WARNING_HOURS]).toEqual([id, true]);
  }
  expect(await stockOf(deps, "vps-grow", "fra1")).toBe(fullStock - ids.length + ended);
  for (const { id, paidAt, voidedAt } of invoices) {
    const over = paidAt ?? voidedAt;
    if (over === null) continue;
    const late = mails.filter(({ fact, createdAt }) =>
      fact.startsWith(`invoice_reminder:${id}:`) && createdAt > over
    );
    expect(late).toEqual([]);
  }
}

/** Each period once, from the second on; counts say how many were billed and paid. */
function expectCounted(service: Service, invoices: readonly Invoice[]): void {
  const lines = invoices.filter(({ status, kind }) => kind === "renewal" && status !== "void")
    .flatMap(({ status, lines }) => lines.map((line) => ({ ...line, isPaid: status === "paid" })))
    .filter((line) => line.serviceId === service.id && line.kind === "plan");
  const starts = lines.map(({ period }) => period!.startsOn);
  if (!isOvertaken(service, invoices)) expect(new Set(starts).size).toBe(starts.length);
  expect({ id: service.id, billed: service.billedPeriods, paid: service.paidPeriods }).toEqual({
    id: service.id,
    billed: 1 + lines.length,
    paid: 1 + lines.filter(({ isPaid }) => isPaid).length,
  });
}

/**
 * Whether something later was paid before staff voided an earlier invoice. A payment counts from the oldest period on, so that
 * the one that is billed instead is the last, whose days the paid invoice names already: as many as before, but two alike.
 */
function isOvertaken({ id }: Service, invoices: readonly Invoice[]): boolean {
  const starts = (status: Invoice["status"]) =>
    invoices.filter((invoice) => invoice.status === status)
      .flatMap((invoice) => periodsByService(invoice))
      .filter(({ serviceId }) => serviceId === id).map(({ period }) => period.startsOn);
  const paid = starts("paid");
  return starts("void").some((startsOn) => paid.some((later) => later > startsOn));
}
