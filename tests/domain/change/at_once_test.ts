/** Everything that can happen to a service at the same moment, on two processes: what is billed, paid and owed stays one. */
import { expect } from "expect";
import fc from "fast-check";
import { cancelService, payEarly, undoCancellation } from "@/domain/billing/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { cancelChange, previewChange, requestChange } from "@/domain/change/mod.ts";
import { explainCreditNote, issueCreditNote, scanCreditNotes } from "@/domain/credit_note/mod.ts";
import { type Invoice, periodsByService, scanInvoices } from "@/domain/invoice/mod.ts";
import {
  mergeInvoices,
  reopenInvoice,
  voidInvoice,
  writeOffInvoice,
} from "@/domain/invoice_desk/mod.ts";
import { payFromWallet } from "@/domain/payment/mod.ts";
import { CYCLES } from "@/domain/shared/period.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { makeService, receive, runNow, serviceOf } from "../billing/helpers.ts";
import { makeStaff, openShop, setTax } from "../order/fixtures.ts";

const OWNER = makeStaff();
const REASON = "Test";
const PLANS = ["vps-start", "vps-grow", "vps-scale"] as const;
/** What is done at once, by name; some more often than others. */
const ACTS = [
  "change",
  "change",
  "cancel_change",
  "cancel_change",
  "pay",
  "pay",
  "pay_part",
  "pay_early",
  "merge",
  "void",
  "write_off",
  "reopen",
  "credit",
  "cancel",
  "undo",
  "night",
] as const;

const moment = fc.record({
  hours: fc.nat(24 * 14),
  received: fc.integer({ min: 1, max: 5000 }),
  service: fc.nat(1),
  plan: fc.constantFrom(...PLANS),
  cycle: fc.constantFrom(...CYCLES),
  when: fc.constantFrom("now", "next_term"),
  pick: fc.nat(20),
  acts: fc.array(fc.constantFrom(...ACTS), { minLength: 2, maxLength: 10 }),
});
type Moment = typeof moment extends fc.Arbitrary<infer T> ? T : never;

const life = fc.record({
  rateBasisPoints: fc.constantFrom(0, 1900, 2350),
  pricesIncludeTax: fc.boolean(),
  moments: fc.array(moment, { minLength: 4, maxLength: 12 }),
});

Deno.test("whatever two processes do to services at once, each period is billed, paid or owed once, and the books verify", async () => {
  await fc.assert(
    fc.asyncProperty(life, async ({ moments, ...tax }) => {
      using kv = await Deno.openKv(":memory:");
      await using one = await makeDeps({ kv, at: "2028-01-31T10:00:00Z" });
      await using other = await makeDeps({ kv, at: "2028-01-31T10:00:00Z" });
      const actor = await openShop(one);
      await setTax(one, { mode: "flat", ...tax });
      const serviceIds = [
        await makeService(one, actor, { cycle: "monthly", hostname: "a.example.com" }),
        await makeService(one, actor, { cycle: "quarterly", hostname: "b.example.com" }),
      ];
      for (const each of moments) {
        for (const { clock } of [one, other]) clock.advance({ hours: each.hours });
        await receive(one, actor, { amount: money(each.received, "EUR") });
        const serviceId = serviceIds[each.service]!;
        await atOnce([one, other], { actor, serviceId, each });
        for (const deps of [one, other, one]) await runNow(deps);
        await expectOne(one, serviceIds);
      }
    }),
    { numRuns: 15, endOnFailure: true },
  );
});

async function atOnce(
  processes: readonly [TestDeps, TestDeps],
  { actor, serviceId, each }: { actor: CustomerActor; serviceId: string; each: Moment },
): Promise<void> {
  const [one] = processes;
  const { plan, cycle, when, pick } = each;
  const wanted = { actor, serviceId, plan, cycle };
  const preview = await previewChange(one, wanted);
  const seen = preview.ok && preview.value.now ? preview.value.now.seen : "0.00";
  const invoices = await Array.fromAsync(scanInvoices(one.kv));
  const idsOf = (status: Invoice["status"]) =>
    invoices.filter((invoice) => invoice.status === status).map(({ id }) => id);
  const any = (status: Invoice["status"]) => {
    const ids = idsOf(status);
    return ids[pick % Math.max(ids.length, 1)] ?? "";
  };
  const take = (deps: Deps, act: Moment["acts"][number], index: number): Promise<unknown> => {
    switch (act) {
      case "change":
        return requestChange(deps, { ...wanted, when, seen, fromWallet: index % 2 === 0 });
      case "cancel_change":
        return cancelChange(deps, wanted);
      case "pay":
        return payFromWallet(deps, { actor, invoiceId: any("open") });
      case "pay_part":
        return payFromWallet(deps, { actor, invoiceId: any("open"), amount: "1.00" });
      case "pay_early":
        return payEarly(deps, wanted);
      case "merge":
        return mergeInvoices(deps, { actor: OWNER, invoiceIds: idsOf("open").slice(0, 3) });
      case "void":
        return voidInvoice(deps, { actor: OWNER, invoiceId: any("open"), reason: REASON });
      case "write_off":
        return writeOffInvoice(deps, { actor: OWNER, invoiceId: any("open"), reason: REASON });
      case "reopen":
        return reopenInvoice(deps, { actor: OWNER, invoiceId: any("uncollectible") });
      case "credit": {
        const invoiceId = any("paid");
        return issueCreditNote(deps, {
          actor: OWNER,
          invoiceId,
          amounts: ["1.00"],
          reason: REASON,
        });
      }
      case "cancel": {
        const form = { when: "end_of_term", reason: "", understood: "on" };
        return cancelService(deps, { ...wanted, form });
      }
      case "undo":
        return undoCancellation(deps, wanted);
      case "night":
        return runNow(deps);
    }
  };
  await Promise.all(each.acts.map((act, index) => take(processes[index % 2]!, act, index)));
}

async function expectOne(deps: Deps, serviceIds: readonly string[]): Promise<void> {
  unwrap(await verifyBooks(deps));
  for (const note of await Array.fromAsync(scanCreditNotes(deps.kv))) {
    expect([note.number, explainCreditNote(note)?.isRight ?? true]).toEqual([note.number, true]);
  }
  const owed = (await Array.fromAsync(scanInvoices(deps.kv)))
    .filter(({ status }) => status === "open" || status === "uncollectible")
    .flatMap((invoice) => periodsByService(invoice));
  for (const id of serviceIds) {
    const service = await serviceOf(deps, id);
    if (service.status === "terminated") continue;
    const periods = owed.filter(({ serviceId }) => serviceId === id)
      .reduce((all, each) => all + each.periods, 0);
    expect([id, service.billedPeriods - service.paidPeriods]).toEqual([id, periods]);
    if (service.cancellation?.when === "end_of_term" && !service.termination) {
      expect([id, service.cancellation.endsOn]).toEqual([id, service.nextDueOn]);
    }
  }
}
