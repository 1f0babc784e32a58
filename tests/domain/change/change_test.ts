/** Changing plan and term: what it costs by days, the preview, payment, races, and how a request ends. */
import { expect } from "expect";
import fc from "fast-check";
import { getCatalog } from "@/domain/catalog/mod.ts";
import {
  cancelChange,
  expireChanges,
  listChanges,
  previewChange,
  proposeChange,
  requestChange,
} from "@/domain/change/mod.ts";
import { cancelService, getRenewal, payEarly, runRenewals } from "@/domain/billing/mod.ts";
import { getInvoice, type InvoiceView, listInvoices } from "@/domain/invoice/mod.ts";
import { mergeInvoices } from "@/domain/invoice_desk/mod.ts";
import { getWalletBalance, verifyLedger } from "@/domain/ledger/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { bookReceipt, payFromWallet } from "@/domain/payment/mod.ts";
import { activateService } from "@/domain/provisioning/mod.ts";
import { readService, type Service } from "@/domain/service/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { MACHINE_FORM } from "@/tests/helpers/world.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { makeService, payInvoice, runNow, runUntil } from "../billing/helpers.ts";
import { issue } from "../invoice_desk/fixtures.ts";
import { makeCustomer, makeStaff, openShop, stockOf } from "../order/fixtures.ts";
import { makeDebt, pay } from "../payment/fixtures.ts";

const OWNER = makeStaff();

interface Rented {
  actor: CustomerActor;
  serviceId: string;
}

/** A running VPS Grow with two more addresses, paid for a year of 365 days from 2026-03-01. */
async function rent(deps: Deps): Promise<Rented> {
  const debt = await makeDebt(deps);
  const { serviceId } = unwrap(await pay(deps, debt));
  unwrap(await activateService(deps, { actor: OWNER, orderId: debt.orderId, form: MACHINE_FORM }));
  return { actor: debt.customer, serviceId: serviceId! };
}

async function serviceOf(deps: Deps, { serviceId }: Rented): Promise<Service> {
  return (await readService(deps.kv, serviceId))!;
}

/** Money that arrived for nothing in particular. */
async function fill(deps: Deps, { actor }: Rented, minor: number): Promise<void> {
  const receipt = {
    amount: money(minor, "EUR"),
    method: "bank_transfer" as const,
    reference: deps.ids.token(9),
    receivedOn: "2026-03-01",
  };
  const input = { actor: OWNER, customerId: actor.id, invoiceId: null, receipt };
  unwrap(await bookReceipt(deps, { ...input, source: "staff" }));
}

const BIGGER = { plan: "vps-scale", cycle: "annual" };

async function request(deps: Deps, rented: Rented, wanted = BIGGER, fromWallet = false) {
  const input = { ...rented, ...wanted };
  const { now } = unwrap(await previewChange(deps, input));
  return await requestChange(deps, { ...input, when: "now", seen: now!.seen, fromWallet });
}

Deno.test("an upgrade on day 100 of 365 costs the difference of the 265 days that are left, line by line", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  deps.clock.advance({ hours: 100 * 24 });

  const preview = unwrap(await previewChange(deps, { ...rented, ...BIGGER })).now!;

  const days = { days: 265, ofDays: 365 };
  expect(preview.lines.map(({ label, amount, basis }) => [label, amount.minor, basis])).toEqual([
    ["VPS Scale", 17425, { rule: "days", of: money(24_000, "EUR"), ...days }],
    ["Extra IPv4 address, 2", 2904, { rule: "days", of: money(4000, "EUR"), ...days }],
    ["VPS Grow, not used any more", -11616, { rule: "days", of: money(-16_000, "EUR"), ...days }],
  ]);
  expect(preview.total).toEqual(money(17425 + 2904 - 11616, "EUR"));
  expect([preview.nextDueOn, preview.startsNewTerm]).toEqual(["2027-03-01", false]);
});

Deno.test("another term begins today, at its whole price, less what isn't used", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const service = await serviceOf(deps, rented);
  const catalog = await getCatalog(deps);
  const monthly: Service = { ...service, cycle: "monthly", lastPaid: money(2000, "EUR") };

  const proposal = unwrap(
    proposeChange({
      service: { ...monthly, anchorOn: "2026-01-31" },
      catalog,
      plan: "vps-grow",
      cycle: "annual",
      today: "2026-02-14",
    }),
  );

  // From 31 January to 28 February are 28 days; 14 of them are left.
  expect(proposal.lines.at(-1)!.amount).toEqual(money(-1000, "EUR"));
  expect(proposal.balance).toEqual(money(16_000 - 1000, "EUR"));
  expect([proposal.nextDueOn, proposal.newAnchorOn]).toEqual(["2027-02-14", "2026-02-14"]);
});

Deno.test("changing up on any day and back again on the same day costs nothing but rounding", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const service = await serviceOf(deps, rented);
  const catalog = await getCatalog(deps);
  fc.assert(fc.property(fc.integer({ min: 0, max: 364 }), (day) => {
    const today = Temporal.PlainDate.from(service.anchorOn!).add({ days: day }).toString();
    const up = unwrap(proposeChange({ service, catalog, ...BIGGER, today }));
    const paidTerms = service.paidTerms.map((term) => ({ ...term, worth: up.to.renewal }));
    const bigger: Service = { ...service, ...up.to, paidTerms };
    const down = unwrap(
      proposeChange({ service: bigger, catalog, plan: service.plan, cycle: "annual", today }),
    );
    expect(Math.abs(up.balance.minor + down.balance.minor)).toBeLessThanOrEqual(4);
  }));
});

Deno.test("time that was paid with a discount is worth what was paid for it", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const known = await serviceOf(deps, rented);
  const [term] = known.paidTerms;
  const service = { ...known, paidTerms: [{ ...term!, worth: money(100, "EUR") }] };
  const catalog = await getCatalog(deps);
  const today = service.anchorOn!;
  const { lines } = unwrap(proposeChange({ service, catalog, ...BIGGER, today }));
  expect(lines.at(-1)!.amount).toEqual(money(-100, "EUR"));
});

Deno.test("the invoice of a request is what the preview said, and paying it makes the change once", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const [grow, scale] = await stocks(deps);
  deps.clock.advance({ hours: 24 * 10 });
  const preview = unwrap(await previewChange(deps, { ...rented, ...BIGGER }));

  const invoiceId = unwrap(await request(deps, rented)).invoiceId!;
  const invoice = unwrap(await getInvoice(deps, { viewer: rented.actor, id: invoiceId }));
  expect([invoice.kind, invoice.total, invoice.dueOn])
    .toEqual(["change", preview.now!.total, "2026-03-14"]);
  expect((await serviceOf(deps, rented)).plan).toBe("vps-grow");
  expect(await stocks(deps)).toEqual([grow, scale! - 1]);
  await fill(deps, rented, invoice.total.minor);
  const paid = await Promise.all(
    Array.from({ length: 5 }, () => payFromWallet(deps, { actor: rented.actor, invoiceId })),
  );

  expect(paid.filter((result) => result.ok).length).toBe(1);
  const service = await serviceOf(deps, rented);
  expect([service.plan, service.planName, service.nextDueOn, service.paidPeriods])
    .toEqual(["vps-scale", "VPS Scale", "2027-03-01", 1]);
  expect(service.renewal).toEqual(preview.renewal);
  expect(await stocks(deps)).toEqual([grow! + 1, scale! - 1]);
  expect((await listChanges(deps, rented.serviceId)).map(({ status }) => status))
    .toEqual(["applied"]);
  unwrap(await verifyBooks(deps));
});

Deno.test("a request from a full wallet is made by the job at once", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  await fill(deps, rented, 100_000);
  unwrap(await request(deps, rented, BIGGER, true));
  await runDueJobs(deps, { handlers: jobHandlers });
  expect((await listChanges(deps, rented.serviceId)).map(({ status }) => status))
    .toEqual(["applied"]);
});

Deno.test("ten requests at once: one is taken, one place in stock", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const [grow, scale] = await stocks(deps);
  const preview = unwrap(await previewChange(deps, { ...rented, ...BIGGER }));

  const results = await Promise.all(
    Array.from(
      { length: 10 },
      () =>
        requestChange(deps, {
          ...rented,
          ...BIGGER,
          when: "now",
          seen: preview.now!.seen,
          fromWallet: false,
        }),
    ),
  );

  expect(results.filter((result) => result.ok).length).toBe(1);
  for (const result of results) {
    if (!result.ok) expect(result.error).toEqual({ code: "not_changeable", why: "change_open" });
  }
  expect(await stocks(deps)).toEqual([grow, scale! - 1]);
});

Deno.test("a request that is cancelled or not paid in time leaves nothing but its void invoice", async () => {
  for (const end of ["cancelled", "expired"] as const) {
    await using deps = await makeDeps();
    const rented = await rent(deps);
    const before = await stocks(deps);
    const service = await serviceOf(deps, rented);
    const invoiceId = unwrap(await request(deps, rented)).invoiceId!;
    await fill(deps, rented, 500);
    unwrap(await payFromWallet(deps, { actor: rented.actor, invoiceId, amount: "5.00" }));

    if (end === "cancelled") unwrap(await cancelChange(deps, rented));
    else {
      deps.clock.advance({ hours: 71 });
      expect(await expireChanges(deps)).toBe(0);
      deps.clock.advance({ hours: 2 });
      expect(await expireChanges(deps)).toBe(1);
      expect(await expireChanges(deps)).toBe(0);
    }

    expect(await serviceOf(deps, rented)).toEqual(service);
    expect(await stocks(deps)).toEqual(before);
    expect((await listChanges(deps, rented.serviceId)).map(({ status }) => status)).toEqual([end]);
    const view = unwrap(await getInvoice(deps, { viewer: rented.actor, id: invoiceId }));
    expect([view.status, view.paid.minor]).toEqual(["void", 0]);
    const late = await payFromWallet(deps, { actor: rented.actor, invoiceId });
    expect(late.ok || late.error.code).toBe("not_open");
    expect(unwrap(await verifyBooks(deps)).ledger.walletTotals).toEqual({ EUR: 500 });
    expect((await request(deps, rented)).ok).toBe(true);
  }
});

Deno.test("what can't be is refused in words, and nothing is written", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const stranger = await makeCustomer(deps, "ben");
  const member: CustomerActor = {
    ...rented.actor,
    via: { personId: "cus_x", kind: "member", rights: new Set(["orders"]) },
  };
  const before = await dumpKv(deps.kv);
  const wanted = { ...rented, ...BIGGER, when: "now" as const, seen: "1.00", fromWallet: false };

  const tries: Array<[string, Promise<{ ok: boolean; error?: { code: string } }>]> = [
    ["not_found", requestChange(deps, { ...wanted, actor: stranger })],
    ["not_found", requestChange(deps, { ...wanted, actor: member })],
    ["not_found", requestChange(deps, { ...wanted, serviceId: "svc_../x" })],
    ["validation", requestChange(deps, wanted)],
    ["validation", previewChange(deps, { ...wanted, plan: "vps-grow" })],
    ["validation", previewChange(deps, { ...wanted, plan: "web-start" })],
    ["validation", previewChange(deps, { ...wanted, plan: "__proto__" })],
    ["validation", previewChange(deps, { ...wanted, cycle: "weekly" })],
    ["not_found", cancelChange(deps, rented)],
  ];
  for (const [code, result] of tries) expect((await result).error?.code).toBe(code);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

const SMALLER = { plan: "vps-start", cycle: "annual" };

function schedule(deps: Deps, rented: Rented, wanted = SMALLER) {
  return requestChange(deps, {
    ...rented,
    ...wanted,
    when: "next_term",
    seen: "",
    fromWallet: false,
  });
}

/** Nights and jobs until nothing is left to do. */
async function night(deps: TestDeps): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await runRenewals(deps);
    await runDueJobs(deps, { handlers: jobHandlers });
  }
}

/** What is open for the service, oldest first. */
async function openOf(deps: Deps, { actor }: Rented): Promise<InvoiceView[]> {
  const { items } = await listInvoices(deps, { viewer: actor, status: "open" });
  const views = await Promise.all(items.map(({ id }) => getInvoice(deps, { viewer: actor, id })));
  return views.map((view) => unwrap(view)).reverse();
}

Deno.test("a cheaper plan comes with the next term: its invoice says so, and paying that makes it so", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const before = await serviceOf(deps, rented);
  const start = await stockOf(deps, "vps-start", "fra1");
  const [grow] = await stocks(deps);
  const preview = unwrap(await previewChange(deps, { ...rented, ...SMALLER }));
  expect(preview.nextTermOn).toBe("2027-03-01");
  unwrap(await schedule(deps, rented));
  deps.clock.advance({ hours: 24 * 360 });
  await night(deps);

  const [renewal, ...others] = await openOf(deps, rented);
  expect(others).toEqual([]);
  expect(renewal!.lines.map(({ label, amount, period }) => [label, amount.minor, period]))
    .toEqual([
      ["VPS Start", 6000, { startsOn: "2027-03-01", endsOn: "2028-03-01" }],
      ["Extra IPv4 address", 4000, { startsOn: "2027-03-01", endsOn: "2028-03-01" }],
    ]);
  expect((await serviceOf(deps, rented)).plan).toBe(before.plan);
  await fill(deps, rented, renewal!.total.minor);
  unwrap(await payFromWallet(deps, { actor: rented.actor, invoiceId: renewal!.id }));
  await night(deps);

  const after = await serviceOf(deps, rented);
  expect([after.plan, after.next, after.paidPeriods, after.nextDueOn])
    .toEqual(["vps-start", null, 2, "2028-03-01"]);
  expect(after.lastPaid).toEqual(money(10_000, "EUR"));
  expect(await stockOf(deps, "vps-start", "fra1")).toBe(start - 1);
  expect((await stocks(deps))[0]).toBe(grow! + 1);
  expect((await listChanges(deps, rented.serviceId)).map(({ status }) => status))
    .toEqual(["applied"]);
  unwrap(await verifyLedger(deps));
});

Deno.test("a change for the next term replaces the invoice that is open for it, and taking it back does so again", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  deps.clock.advance({ hours: 24 * 360 });
  await night(deps);
  const [first] = await openOf(deps, rented);
  await fill(deps, rented, 500);
  unwrap(
    await payFromWallet(deps, { actor: rented.actor, invoiceId: first!.id, amount: "5.00" }),
  );

  unwrap(await schedule(deps, rented, { plan: "vps-grow", cycle: "monthly" }));
  await night(deps);
  const [monthly, ...more] = await openOf(deps, rented);
  expect(more).toEqual([]);
  expect(monthly!.lines.map(({ amount, period }) => [amount.minor, period!.endsOn]))
    .toEqual([[1200, "2027-04-01"], [400, "2027-04-01"]]);
  unwrap(await cancelChange(deps, rented));
  await night(deps);
  const [again, ...rest] = await openOf(deps, rented);
  expect(rest).toEqual([]);
  expect(again!.lines.map(({ amount }) => amount.minor)).toEqual([12_000, 4000]);
  const wallet = await getWalletBalance(deps, { accountId: rented.actor.id, currency: "EUR" });
  expect(wallet).toEqual(money(500, "EUR"));
});

Deno.test("a change that has begun can't be taken back, also before its job has closed it", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  unwrap(await schedule(deps, rented));
  deps.clock.advance({ hours: 24 * 360 });
  await night(deps);
  const [renewal] = await openOf(deps, rented);
  await fill(deps, rented, renewal!.total.minor);
  unwrap(await payFromWallet(deps, { actor: rented.actor, invoiceId: renewal!.id }));
  const before = await dumpKv(deps.kv);

  const late = await cancelChange(deps, rented);

  expect(late).toEqual({ ok: false, error: { code: "not_open" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
  await night(deps);
  expect((await listChanges(deps, rented.serviceId)).map(({ status }) => status))
    .toEqual(["applied"]);
});

Deno.test("another term that comes with the next one begins where the paid one ends", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  unwrap(await schedule(deps, rented, { plan: "vps-grow", cycle: "monthly" }));
  deps.clock.advance({ hours: 24 * 360 });
  await night(deps);
  const [monthly] = await openOf(deps, rented);
  await fill(deps, rented, 10_000);
  unwrap(await payFromWallet(deps, { actor: rented.actor, invoiceId: monthly!.id }));

  const { anchorOn, cycle, paidPeriods, nextDueOn } = await serviceOf(deps, rented);
  expect([anchorOn, cycle, paidPeriods, nextDueOn])
    .toEqual(["2027-03-01", "monthly", 1, "2027-04-01"]);
  deps.clock.advance({ hours: 24 * 25 });
  await night(deps);
  const [next] = await openOf(deps, rented);
  expect(next!.lines[0]!.period).toEqual({ startsOn: "2027-04-01", endsOn: "2027-05-01" });
});

function stocks(deps: TestDeps) {
  return Promise.all([stockOf(deps, "vps-grow", "fra1"), stockOf(deps, "vps-scale", "fra1")]);
}

/** A VPS Grow by the month on the last day before its next term, which is billed. */
async function rentBilled(deps: TestDeps): Promise<Rented> {
  const actor = await openShop(deps);
  const serviceId = await makeService(deps, actor, { plan: "vps-grow", cycle: "monthly" });
  await runUntil(deps, "2026-03-31");
  return { actor, serviceId };
}

const CHEAPER_MONTH = { plan: "vps-start", cycle: "monthly" };
const BIGGER_MONTH = { plan: "vps-grow", cycle: "monthly" };

Deno.test("what is billed anew for another next term is due when it was: neither asking nor taking back gives time", async () => {
  await using deps = await makeDeps();
  const rented = await rentBilled(deps);
  const [first] = await openOf(deps, rented);

  unwrap(await schedule(deps, rented, CHEAPER_MONTH));
  await runNow(deps);
  const [cheaper] = await openOf(deps, rented);
  await runUntil(deps, "2026-04-01");
  unwrap(await cancelChange(deps, rented));
  await runNow(deps);
  const [again, ...more] = await openOf(deps, rented);

  expect(more).toEqual([]);
  expect([first, cheaper, again].map((invoice) => [invoice!.dueOn, invoice!.total.minor]))
    .toEqual([["2026-04-01", 1200], ["2026-04-01", 600], ["2026-04-01", 1200]]);
  unwrap(await verifyBooks(deps));
});

Deno.test("an invoice for the cheaper plan is void with the change that is taken back: it can't buy the dearer one", async () => {
  await using deps = await makeDeps();
  const rented = await rentBilled(deps);
  unwrap(await schedule(deps, rented, CHEAPER_MONTH));
  await runNow(deps);
  await fill(deps, rented, 600);
  const [cheaper] = await openOf(deps, rented);

  // Before any job has run.
  unwrap(await cancelChange(deps, rented));
  const paid = await payFromWallet(deps, { actor: rented.actor, invoiceId: cheaper!.id });

  expect(paid).toEqual({ ok: false, error: { code: "not_open" } });
  expect((await serviceOf(deps, rented)).paidPeriods).toBe(1);
  await runNow(deps);
  expect((await openOf(deps, rented)).map(({ total }) => total.minor)).toEqual([1200]);
  const wallet = await getWalletBalance(deps, { accountId: rented.actor.id, currency: "EUR" });
  expect(wallet).toEqual(money(600, "EUR"));
  unwrap(await verifyBooks(deps));
});

Deno.test("a term that is merged with other debts is paid before a change of it is asked for or taken back", async () => {
  await using deps = await makeDeps();
  const rented = await rentBilled(deps);
  const merge = async () => {
    const [renewal] = await openOf(deps, rented);
    const invoiceIds = [renewal!.id, await issue(deps, rented.actor)];
    return unwrap(await mergeInvoices(deps, { actor: OWNER, invoiceIds }));
  };
  unwrap(await schedule(deps, rented, CHEAPER_MONTH));
  await runNow(deps);
  const { invoiceId } = await merge();
  const before = await dumpKv(deps.kv);

  const takenBack = await cancelChange(deps, rented);

  expect(takenBack).toEqual({ ok: false, error: { code: "not_open" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
  await fill(deps, rented, 1_600);
  unwrap(await payFromWallet(deps, { actor: rented.actor, invoiceId }));
  await runNow(deps);
  expect((await serviceOf(deps, rented)).plan).toBe("vps-start");

  await runUntil(deps, "2026-04-30");
  await merge();
  const merged = await dumpKv(deps.kv);
  expect(await schedule(deps, rented, BIGGER_MONTH))
    .toEqual({ ok: false, error: { code: "not_changeable", why: "billed_together" } });
  expect(await dumpKv(deps.kv)).toEqual(merged);
  unwrap(await verifyBooks(deps));
});

Deno.test("a change can't be taken back while the server is stopped for its unpaid term: there would be nothing to pay", async () => {
  await using deps = await makeDeps();
  const rented = await rentBilled(deps);
  unwrap(await schedule(deps, rented, CHEAPER_MONTH));
  await runUntil(deps, "2026-04-12");
  const before = await dumpKv(deps.kv);

  const late = await cancelChange(deps, rented);

  expect(late).toEqual({ ok: false, error: { code: "not_open" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
  const [open] = await openOf(deps, rented);
  await payInvoice(deps, rented.actor, open!.id);
  await runNow(deps);
  const { status, plan, paidPeriods } = await serviceOf(deps, rented);
  expect([status, plan, paidPeriods]).toEqual(["active", "vps-start", 2]);
  unwrap(await verifyBooks(deps));
});

for (const when of ["now", "end_of_term"] as const) {
  Deno.test(`money for a change of a server that was cancelled (${when}) stays in the wallet, also before its job has run`, async () => {
    await using deps = await makeDeps();
    const rented = await rent(deps);
    const { invoiceId } = unwrap(
      await request(deps, rented, { plan: "vps-scale", cycle: "annual" }),
    );
    const form = { when, reason: "", understood: "on" };
    unwrap(await cancelService(deps, { ...rented, form }));

    const { outcome, received } = await payInvoice(deps, rented.actor, invoiceId!);
    await runNow(deps);

    expect(outcome).toBe("credited");
    const wallet = await getWalletBalance(deps, { accountId: rented.actor.id, currency: "EUR" });
    expect(wallet).toEqual(received);
    expect((await serviceOf(deps, rented)).plan).toBe("vps-grow");
    unwrap(await verifyBooks(deps));
  });
}

Deno.test("another plan with the next term can't be had early: it isn't billed before its time, whichever was asked for first", async () => {
  for (const first of ["early", "change"] as const) {
    await using deps = await makeDeps();
    const rented = await rent(deps);
    const { actor, serviceId } = rented;
    if (first === "early") unwrap(await payEarly(deps, { actor, serviceId }));
    unwrap(await schedule(deps, rented, BIGGER));
    const early = await payEarly(deps, { actor, serviceId });
    await runNow(deps);

    expect(early).toEqual({ ok: false, error: { code: "not_due" } });
    expect(await openOf(deps, rented)).toEqual([]);
    expect(unwrap(await getRenewal(deps, { viewer: actor, serviceId })).mayPayEarly).toBe(false);
    const { plan, billedPeriods, paidPeriods } = await serviceOf(deps, rented);
    expect([plan, billedPeriods, paidPeriods]).toEqual(["vps-grow", 1, 1]);
  }
});
