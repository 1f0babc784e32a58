/** A cheaper plan at once: what is given back to the day, by which credit notes, and what stands in the way. */
import { expect } from "expect";
import fc from "fast-check";
import { verifyBooks } from "@/domain/books/mod.ts";
import {
  cancelChange,
  expireChanges,
  listChanges,
  previewChange,
  requestChange,
} from "@/domain/change/mod.ts";
import {
  explainCreditNote,
  getCreditNote,
  issueCreditNote,
  scanCreditNotes,
} from "@/domain/credit_note/mod.ts";
import { creditableOfService, readInvoice } from "@/domain/invoice/mod.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { createPromotion } from "@/domain/promotion/mod.ts";
import { payFromWallet } from "@/domain/payment/mod.ts";
import { CYCLES } from "@/domain/shared/period.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
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
  setBilling,
  shortOf,
} from "../billing/helpers.ts";
import { makeStaff, openShop, setTax, stockOf } from "../order/fixtures.ts";

const OWNER = makeStaff();

interface Rented {
  actor: CustomerActor;
  serviceId: string;
}

/** A VPS Grow with two more addresses for 160.00 a year without tax, from 2026-03-01; 19 % tax. */
async function rent(deps: Deps, order: Parameters<typeof makeService>[2] = {}): Promise<Rented> {
  const actor = await openShop(deps);
  await setTax(deps, { mode: "flat", rateBasisPoints: 1900 });
  const wanted = { cycle: "annual", addons: ["ipv4:2"], ...order };
  return { actor, serviceId: await makeService(deps, actor, wanted) };
}

const CHEAPER = { plan: "vps-start", cycle: "annual" };
const BIGGER = { plan: "vps-scale", cycle: "annual" };

/** Changes at once at the price of the preview, and pays what is to be paid. */
async function changeNow(deps: Deps, rented: Rented, wanted: { plan: string; cycle: string }) {
  const { now } = unwrap(await previewChange(deps, { ...rented, ...wanted }));
  const made = unwrap(
    await requestChange(deps, {
      ...rented,
      ...wanted,
      when: "now",
      seen: now!.seen,
      fromWallet: false,
    }),
  );
  if (made.invoiceId !== null) await payInvoice(deps, rented.actor, made.invoiceId);
  return now!;
}

function walletOf(deps: Deps, { actor }: Rented) {
  return getWalletBalance(deps, { accountId: actor.id, currency: "EUR" });
}

function notesOf(deps: Deps) {
  return Array.fromAsync(scanCreditNotes(deps.kv));
}

Deno.test("a cheaper plan on day 100 of 365 gives back the difference of the 265 days that are left, with its tax", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const [start, grow] = await stocks(deps);
  deps.clock.advance({ hours: 100 * 24 });

  const price = await changeNow(deps, rented, CHEAPER);

  const days = { rule: "days", days: 265, ofDays: 365 };
  expect(price.lines.map(({ label, amount, basis }) => [label, amount.minor, basis])).toEqual([
    ["VPS Start", 4356, { ...days, of: money(6000, "EUR") }],
    ["Extra IPv4 address, 2", 2904, { ...days, of: money(4000, "EUR") }],
    ["VPS Grow, not used any more", -11_616, { ...days, of: money(-16_000, "EUR") }],
  ]);
  expect([price.subtotal, price.tax, price.total].map(({ minor }) => minor))
    .toEqual([-4356, -828, -5184]);
  expect([price.nextDueOn, price.seen, price.validUntil]).toEqual(["2027-03-01", "-51.84", null]);
  expect(await walletOf(deps, rented)).toEqual(money(5184, "EUR"));
  const service = await serviceOf(deps, rented.serviceId);
  expect([service.plan, service.renewal, service.nextDueOn, service.paidPeriods])
    .toEqual(["vps-start", money(10_000, "EUR"), "2027-03-01", 1]);
  expect(await stocks(deps)).toEqual([start! - 1, grow! + 1]);
  expect((await listChanges(deps, rented.serviceId)).map(({ status }) => status))
    .toEqual(["applied"]);
  await runNow(deps);
  const told = (await mailsTo(deps)).map(({ template }) => template);
  expect(told).toEqual(expect.arrayContaining(["plan_changed", "credit_note_issued"]));
  unwrap(await verifyBooks(deps));
});

Deno.test("the credit note takes it off the plan's line, and explains each step", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  deps.clock.advance({ hours: 100 * 24 });
  await changeNow(deps, rented, CHEAPER);

  const [stored] = await notesOf(deps);
  const note = unwrap(await getCreditNote(deps, { viewer: rented.actor, id: stored!.id }));

  expect(note.lines).toEqual([{
    label: "VPS Grow, annual",
    net: money(4356, "EUR"),
    tax: money(828, "EUR"),
    gross: money(5184, "EUR"),
  }]);
  expect(note.reason).toContain("VPS Grow was changed to VPS Start on 2026-06-09");
  const { steps, amount, part, isRight } = note.explanation!;
  expect(steps.map((step) => [step.label, step.days, step.of.minor, step.amount.minor])).toEqual([
    ["VPS Start", 265, -6000, -4356],
    ["Extra IPv4 address, 2", 265, -4000, -2904],
    ["VPS Grow, not used any more", 265, 16_000, 11_616],
  ]);
  expect([amount, part, isRight]).toEqual([money(4356, "EUR"), money(4356, "EUR"), true]);
  const basis = { ...stored!.basis!, part: money(4357, "EUR") };
  expect(explainCreditNote({ ...stored!, basis })?.isRight).toBe(false);
});

Deno.test("the audit of the books finds a credit note that isn't what its invoice says, or that is missing", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  await changeNow(deps, rented, CHEAPER);
  const [note] = await notesOf(deps);
  const broken = async (stored: object | null) => {
    const key = ["credit_notes", note!.id];
    await (stored
      ? deps.kv.set(key, stored)
      : deps.kv.set(key, { ...note, number: "CN-2026-000002" }));
    const audit = await verifyBooks(deps);
    return audit.ok ? [] : audit.error.problems;
  };

  const basis = { ...note!.basis!, part: money(1, "EUR") };
  const { invoiceId } = note!;
  expect(await broken({ ...note, basis })).toEqual([
    { kind: "credit_differs", subject: invoiceId },
  ]);
  expect(await broken({ ...note, total: money(1, "EUR"), basis: null })).toEqual([
    { kind: "credit_differs", subject: invoiceId },
  ]);
  expect(await broken(null)).toEqual([
    { kind: "number_gap", subject: "CN-2026-000001" },
    { kind: "number_astray", subject: note!.id },
    { kind: "number_not_counted", subject: note!.id },
  ]);
  expect(await broken(note!)).toEqual([]);
});

Deno.test("what is given back is what was paid: less the discount, and without the set-up", async () => {
  await using deps = await makeDeps();
  const actor = await openShop(deps);
  await setTax(deps, { mode: "flat", rateBasisPoints: 1900, pricesIncludeTax: true });
  const form = { code: "TENTH", name: "Test", benefit: "percent", percent: "10" };
  unwrap(await createPromotion(deps, { actor: OWNER, form }));
  const order = { plan: "dedicated-core", cycle: "monthly", promo: "TENTH" };
  const serviceId = await makeService(deps, actor, order);
  deps.clock.advance({ hours: 10 * 24 });

  const price = await changeNow(deps, { actor, serviceId }, { plan: "vds-pro", cycle: "monthly" });

  // 138.00 less 10 % are 124.20; of 31 days 21 are left: 84.14 less 39.29.
  expect(price.total).toEqual(money(-(8414 - 3929), "EUR"));
  expect(await walletOf(deps, { actor, serviceId })).toEqual(money(4485, "EUR"));
  const [note] = await notesOf(deps);
  expect(note!.lines.map(({ label, gross }) => [label, gross.minor]))
    .toEqual([["Dedicated Core, monthly", 4485]]);
  unwrap(await verifyBooks(deps));
});

for (
  const [benefit, left] of [["free_setup", 13_800], ["percent", 12_420]] as const
) {
  Deno.test(`of an order with a set-up and ${benefit} off, what the term cost can be given back`, async () => {
    await using deps = await makeDeps();
    const actor = await openShop(deps);
    const form = { code: "START", name: "Test", benefit, percent: "10" };
    unwrap(await createPromotion(deps, { actor: OWNER, form }));
    const order = { plan: "dedicated-core", cycle: "monthly", promo: "START" };
    const { paidTerms } = await serviceOf(deps, await makeService(deps, actor, order));
    const [term] = paidTerms;
    const invoice = (await readInvoice(deps.kv, term!.invoiceIds[0]!))!;

    expect(term!.worth).toEqual(money(left, "EUR"));
    expect(creditableOfService(invoice, "svc_any")).toEqual(money(left, "EUR"));
  });
}

Deno.test("a shorter term at once begins today, and gives back what the old one has left beyond it", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  deps.clock.advance({ hours: 100 * 24 });

  const price = await changeNow(deps, rented, { plan: "vps-grow", cycle: "monthly" });

  const [note] = await notesOf(deps);
  expect(note!.reason).toContain("VPS Grow, annual, was changed to VPS Grow, monthly, on 2026-06");
  // 116.16 less a month of 12.00 and 4.00, and 19 % on that.
  expect(price.subtotal).toEqual(money(-(11_616 - 1600), "EUR"));
  expect(await walletOf(deps, rented)).toEqual(money(10_016 + 1903, "EUR"));
  const { anchorOn, nextDueOn, cycle, paidTerms } = await serviceOf(deps, rented.serviceId);
  expect([anchorOn, nextDueOn, cycle]).toEqual(["2026-06-09", "2026-07-09", "monthly"]);
  expect(paidTerms.map(({ startsOn, endsOn, worth }) => [startsOn, endsOn, worth.minor]))
    .toEqual([["2026-06-09", "2026-07-09", 1600]]);
});

Deno.test("what several invoices paid is given back by as many credit notes, the last one's first", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  deps.clock.advance({ hours: 100 * 24 });
  await changeNow(deps, rented, BIGGER);
  const up = (await serviceOf(deps, rented.serviceId)).paidTerms[0]!;
  expect([up.worth.minor, up.invoiceIds.length]).toEqual([28_000, 2]);
  deps.clock.advance({ hours: 24 });

  const price = await changeNow(deps, rented, CHEAPER);
  await runNow(deps);

  // Of 280.00 for a year 264 days are left, less those of 100.00.
  const priced = 20_252 - 4340 - 2893;
  expect(price.subtotal).toEqual(money(-priced, "EUR"));
  const notes = await notesOf(deps);
  expect(notes.map(({ subtotal }) => subtotal.minor)).toEqual([8713, priced - 8713]);
  expect(notes.map(({ invoiceId }) => invoiceId)).toEqual(up.invoiceIds.toReversed());
  expect(notes.map((note) => explainCreditNote(note)?.isRight)).toEqual([true, true]);
  expect((await walletOf(deps, rented)).minor).toBe(-price.total.minor);
  unwrap(await verifyBooks(deps));
});

Deno.test("a service of before it noted its invoices gives back the same, found by its order or its lines", async () => {
  for (const cycle of ["annual", "monthly"]) {
    await using deps = await makeDeps();
    const rented = await rent(deps, { cycle });
    if (cycle === "monthly") {
      await runUntil(deps, "2026-04-01");
      await payInvoice(deps, rented.actor, (await renewalsOf(deps))[0]!.id);
    }
    deps.clock.advance({ hours: 24 * 5 });
    const wanted = { ...rented, plan: "vps-start", cycle };
    const noted = unwrap(await previewChange(deps, wanted)).now;
    const key = ["services", rented.serviceId];
    const { paidTerms: _, ...before } = await serviceOf(deps, rented.serviceId);
    await deps.kv.set(key, before);

    const found = await changeNow(deps, rented, wanted);

    expect(found).toEqual(noted);
    expect((await walletOf(deps, rented)).minor).toBe(-found.total.minor);
    const [note] = await notesOf(deps);
    const { kind } = (await readInvoice(deps.kv, note!.invoiceId))!;
    expect(kind).toBe(cycle === "annual" ? "order" : "renewal");
    unwrap(await verifyBooks(deps));
  }
});

Deno.test("ten at once: one is made, and given back once", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const { now } = unwrap(await previewChange(deps, { ...rented, ...CHEAPER }));
  const wanted = { ...rented, ...CHEAPER, when: "now" as const, fromWallet: false };

  const results = await Promise.all(
    Array.from({ length: 10 }, () => requestChange(deps, { ...wanted, seen: now!.seen })),
  );

  expect(results.filter((result) => result.ok).length).toBe(1);
  expect((await notesOf(deps)).length).toBe(1);
  expect((await walletOf(deps, rented)).minor).toBe(-now!.total.minor);
  unwrap(await verifyBooks(deps));
});

Deno.test("where the company keeps it, a cheaper plan comes with the next term alone, and nothing is written", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const { now } = unwrap(await previewChange(deps, { ...rented, ...CHEAPER }));
  await setBilling(deps, { returnsUnused: false });
  const before = await dumpKv(deps.kv);

  const preview = unwrap(await previewChange(deps, { ...rented, ...CHEAPER }));
  const wanted = { ...rented, ...CHEAPER, when: "now" as const, fromWallet: false };
  const made = await requestChange(deps, { ...wanted, seen: now!.seen });

  expect([preview.now, made.ok || made.error.code]).toEqual([null, "validation"]);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a price that was seen yesterday is refused, and nothing is written", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const { now } = unwrap(await previewChange(deps, { ...rented, ...CHEAPER }));
  deps.clock.advance({ hours: 24 });
  const before = await dumpKv(deps.kv);

  const wanted = { ...rented, ...CHEAPER, when: "now" as const, fromWallet: false };
  const made = await requestChange(deps, { ...wanted, seen: now!.seen });

  expect(made.ok || made.error.code).toBe("validation");
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("no more is given back than was paid: what staff have credited is gone already", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps);
  const { paidTerms } = await serviceOf(deps, rented.serviceId);
  const invoiceId = paidTerms[0]!.invoiceIds[0]!;
  const input = { actor: OWNER, invoiceId, amounts: ["130.00"], reason: "Out for a month" };
  unwrap(await issueCreditNote(deps, input));
  const credited = await walletOf(deps, rented);

  const price = await changeNow(deps, rented, CHEAPER);

  expect(credited).toEqual(money(13_000, "EUR"));
  const invoice = (await readInvoice(deps.kv, invoiceId))!;
  expect(price.total.minor).toBe(-(19_040 - 13_000));
  expect([invoice.paid.minor, invoice.credited.minor]).toEqual([0, 19_040]);
  unwrap(await verifyBooks(deps));
});

Deno.test("with an open invoice for the next term, a cheaper plan at once replaces it by one of the new price", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps, { cycle: "monthly" });
  await runUntil(deps, "2026-03-20");
  const [open] = await renewalsOf(deps);

  const price = await changeNow(deps, rented, { plan: "vps-start", cycle: "monthly" });
  await runNow(deps);

  expect(price.replaces).toBe(open!.number);
  const [before, after, ...more] = await renewalsOf(deps);
  expect(more).toEqual([]);
  expect([before!.status, after!.status]).toEqual(["void", "open"]);
  expect([before!, after!].map(shortOf)).toEqual([
    "2026-03-18 due 2026-04-01: 2026-04-01/2026-05-01 VPS Grow, monthly × 1 12.00, " +
    "Extra IPv4 address × 2 4.00 = 19.04",
    "2026-03-20 due 2026-04-01: 2026-04-01/2026-05-01 VPS Start × 1 6.00, " +
    "Extra IPv4 address × 2 4.00 = 11.90",
  ]);
  await payInvoice(deps, rented.actor, after!.id);
  const service = await serviceOf(deps, rented.serviceId);
  expect([service.paidPeriods, service.billedPeriods, service.nextDueOn])
    .toEqual([2, 2, "2026-05-01"]);
  unwrap(await verifyBooks(deps));
});

for (const end of ["paid", "cancelled", "expired"] as const) {
  Deno.test(`a dearer plan that is ${end} while the next term was billed has that term billed anew, due as before`, async () => {
    await using deps = await makeDeps();
    const rented = await rent(deps, { cycle: "monthly", addons: [] });
    await runUntil(deps, "2026-03-24");
    const wanted = { ...rented, plan: "vps-scale", cycle: "monthly" };
    const { now } = unwrap(await previewChange(deps, wanted));
    const asked = { ...wanted, when: "now" as const, seen: now!.seen, fromWallet: false };
    const { invoiceId } = unwrap(await requestChange(deps, asked));
    expect((await renewalsOf(deps)).map(({ status }) => status)).toEqual(["void"]);

    if (end === "paid") await payInvoice(deps, rented.actor, invoiceId!);
    if (end === "cancelled") unwrap(await cancelChange(deps, rented));
    if (end === "expired") {
      await runUntil(deps, "2026-03-28");
      expect(await expireChanges(deps)).toBe(1);
    }
    await runNow(deps);

    const [, again, ...more] = await renewalsOf(deps);
    expect(more).toEqual([]);
    expect([again!.dueOn, again!.status, again!.subtotal.minor])
      .toEqual(["2026-04-01", "open", end === "paid" ? 2400 : 1200]);
  });
}

Deno.test("an invoice for the next term that is paid in part, or for other servers too, isn't replaced", async () => {
  await using deps = await makeDeps();
  const rented = await rent(deps, { cycle: "monthly" });
  await runUntil(deps, "2026-03-20");
  const [open] = await renewalsOf(deps);
  await receive(deps, rented.actor, { amount: money(500, "EUR") });
  unwrap(await payFromWallet(deps, { actor: rented.actor, invoiceId: open!.id, amount: "5.00" }));
  const before = await dumpKv(deps.kv);

  const wanted = { ...rented, plan: "vps-start", cycle: "monthly" };
  const preview = unwrap(await previewChange(deps, wanted));
  const asked = { ...wanted, when: "now" as const, seen: "-1.00", fromWallet: false };
  const made = await requestChange(deps, asked);

  expect(preview.now).toBe(null);
  expect(made).toEqual({ ok: false, error: { code: "not_changeable", why: "unpaid" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

const PLANS = ["vps-start", "vps-grow", "vps-scale"];

Deno.test("whatever is changed on whatever day, the preview is what happens to the cent, and nobody gains by going up and down", async () => {
  const life = fc.record({
    isInclusive: fc.boolean(),
    rateBasisPoints: fc.constantFrom(0, 700, 1900, 2350),
    promo: fc.boolean(),
    cycle: fc.constantFrom(...CYCLES),
    changes: fc.array(
      fc.record({ plan: fc.nat(2), cycle: fc.constantFrom(...CYCLES), days: fc.nat(40) }),
      { minLength: 1, maxLength: 6 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(life, async ({ isInclusive, rateBasisPoints, promo, cycle, changes }) => {
      await using deps = await makeDeps({ at: "2027-11-30T10:00:00Z" });
      const actor = await openShop(deps);
      await setTax(deps, { mode: "flat", rateBasisPoints, pricesIncludeTax: isInclusive });
      const form = { code: "SOME", name: "Test", benefit: "percent", percent: "12.5" };
      unwrap(await createPromotion(deps, { actor: OWNER, form }));
      const order = { cycle, addons: ["ipv4:1"], ...promo && { promo: "SOME" } };
      const rented = { actor, serviceId: await makeService(deps, actor, order) };
      for (const { plan, cycle: next, days } of changes) {
        deps.clock.advance({ hours: 24 * days });
        const wanted = { plan: PLANS[plan]!, cycle: next };
        const preview = await previewChange(deps, { ...rented, ...wanted });
        if (!preview.ok || !preview.value.now) continue;
        const { total, subtotal, lines } = preview.value.now;
        const priced = lines.reduce((sum, { amount }) => sum + amount.minor, 0);
        expect((isInclusive ? total : subtotal).minor).toBe(priced);
        const before = await walletOf(deps, rented);
        await changeNow(deps, rented, wanted);
        await settle(deps);
        const after = await walletOf(deps, rented);
        expect(after.minor - before.minor).toBe(Math.max(-total.minor, 0));
        const { plan: is, cycle: by } = await serviceOf(deps, rented.serviceId);
        expect([is, by]).toEqual([wanted.plan, wanted.cycle]);
      }
      for (const note of await notesOf(deps)) {
        expect([note.number, explainCreditNote(note)?.isRight]).toEqual([note.number, true]);
      }
      const { ledger } = unwrap(await verifyBooks(deps));
      const kept = -(ledger.houseBalances["house:revenue:EUR"] ?? 0) -
        (ledger.houseBalances["house:tax:ZZ:EUR"] ?? 0);
      expect(kept).toBeGreaterThanOrEqual(0);
      expect(ledger.houseBalances["house:bank:EUR"] ?? 0)
        .toBe(kept + (ledger.walletTotals.EUR ?? 0));
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

async function settle(deps: TestDeps): Promise<void> {
  for (let done = 1; done > 0;) ({ done } = await runDueJobs(deps, { handlers: jobHandlers }));
}

function stocks(deps: TestDeps) {
  return Promise.all([stockOf(deps, "vps-start", "fra1"), stockOf(deps, "vps-grow", "fra1")]);
}
