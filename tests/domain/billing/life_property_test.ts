/**
 * Whatever customers do with their services and whatever breaks, over months: orders, transfers, the wallet, changes of plan
 * at once and for the next term, cancellations, nights that fall out. In the end debits equal credits, no wallet is below
 * zero, numbers have no gap, every invoice is what its lines give, every credit note of a change what its steps give, and
 * stock is what services leave of it.
 */
import { expect } from "expect";
import fc from "fast-check";
import { cancelService, runBilling, runRenewals } from "@/domain/billing/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { getCatalog } from "@/domain/catalog/mod.ts";
import { cancelChange, expireChanges, previewChange, requestChange } from "@/domain/change/mod.ts";
import { explainCreditNote, scanCreditNotes } from "@/domain/credit_note/mod.ts";
import { amountDue, explainInvoice, type Invoice, scanInvoices } from "@/domain/invoice/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { expireOrders, placeOrder } from "@/domain/order/mod.ts";
import { bookReceipt, payFromWallet } from "@/domain/payment/mod.ts";
import { activateService } from "@/domain/provisioning/mod.ts";
import { scanServices, type Service } from "@/domain/service/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { offerTrial } from "@/tests/helpers/trials.ts";
import { MACHINE_FORM } from "@/tests/helpers/world.ts";
import { expectRightBooks } from "@/tests/helpers/books.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { makeCustomer, makeStaff, openShop, orderForm, stockOf } from "../order/fixtures.ts";
import { type Fate, flakyKv } from "../payment/flaky_kv.ts";
import { makeService } from "./helpers.ts";

const OWNER = makeStaff();
const PLANS = ["vps-start", "vps-grow", "vps-scale"];

type Step =
  | { kind: "order"; plan: number; cycle: number }
  | { kind: "receipt"; invoice: number; percent: number }
  | { kind: "top_up"; minor: number }
  | { kind: "wallet"; invoice: number }
  | { kind: "hand_over"; service: number }
  | { kind: "change"; service: number; plan: number; cycle: number; when: number }
  | { kind: "cancel_change"; service: number }
  | { kind: "end"; service: number; when: number }
  | { kind: "days"; days: number };

const pick = fc.nat(7);
const of = <K extends Step["kind"]>(kind: K) => ({ kind: fc.constant(kind) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ ...of("order"), plan: pick, cycle: pick }) },
  {
    weight: 5,
    arbitrary: fc.record({
      ...of("receipt"),
      invoice: pick,
      percent: fc.constantFrom(30, 100, 100, 100, 120),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ ...of("top_up"), minor: fc.integer({ min: 1, max: 30_000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ ...of("wallet"), invoice: pick }) },
  { weight: 2, arbitrary: fc.record({ ...of("hand_over"), service: pick }) },
  {
    weight: 5,
    arbitrary: fc.record({ ...of("change"), service: pick, plan: pick, cycle: pick, when: pick }),
  },
  { weight: 1, arbitrary: fc.record({ ...of("cancel_change"), service: pick }) },
  { weight: 1, arbitrary: fc.record({ ...of("end"), service: pick, when: pick }) },
  { weight: 4, arbitrary: fc.record({ ...of("days"), days: fc.integer({ min: 1, max: 25 }) }) },
);

const fates: fc.Arbitrary<Fate> = fc.constantFrom(
  ...[
    "done",
    "done",
    "done",
    "done",
    "done",
    "done",
    "check_failed",
    "lost_before",
    "lost_after",
  ] as const,
);

Deno.test("the books and the stock hold through random lives of services and broken commits", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 40 }),
      fc.infiniteStream(fates),
      live,
    ),
    { numRuns: 25, endOnFailure: true },
  );
});

interface Life {
  /** On a KV whose commits break. */
  flaky: Deps;
  deps: TestDeps;
  customers: CustomerActor[];
  count: number;
}

async function live(steps: Step[], stream: fc.Stream<Fate>): Promise<void> {
  await using deps = await makeDeps();
  const customers = [await openShop(deps), await makeCustomer(deps, "ben")];
  await offerTrial(deps, PLANS[0]!, 10);
  const full = await stocks(deps);
  for (const [index, plan] of PLANS.entries()) {
    await makeService(deps, customers[index % 2]!, { plan, hostname: `first${index}.example.com` });
  }
  const flaky = { ...deps, kv: flakyKv(deps.kv, () => stream.next().value) };
  const life: Life = { flaky, deps, customers, count: 0 };

  for (const each of steps) await take(life, each).catch(() => {});
  const isBroken = (line: object) => JSON.stringify(line).includes("the connection broke");
  expect(deps.takeErrors().filter((line) => !isBroken(line))).toEqual([]);
  // The lines hold again: what was left behind is done, the jobs that have to wait an hour later.
  await night(deps);
  deps.clock.advance({ hours: 1 });
  await night(deps);

  await expectRightBooks(deps);
  const { ledger } = unwrap(await verifyBooks(deps));
  const assets = ledger.houseBalances["house:bank:EUR"] ?? 0;
  const revenue = -(ledger.houseBalances["house:revenue:EUR"] ?? 0);
  expect(assets).toBe(revenue + (ledger.walletTotals.EUR ?? 0));
  for (const invoice of await Array.fromAsync(scanInvoices(deps.kv))) {
    expect([invoice.number, explainInvoice(invoice).isRight]).toEqual([invoice.number, true]);
  }
  for (const note of await Array.fromAsync(scanCreditNotes(deps.kv))) {
    expect([note.number, explainCreditNote(note)?.isRight]).toEqual([note.number, true]);
  }
  expect(await stocks(deps)).toEqual(await expectedStocks(deps, full));
}

async function take(life: Life, each: Step): Promise<unknown> {
  const { flaky, deps, customers } = life;
  const invoices = await openInvoices(deps);
  const services = await Array.fromAsync(scanServices(deps.kv));
  const at = <T>(list: readonly T[], index: number) => list[index % Math.max(list.length, 1)];
  const service = "service" in each ? at(services, each.service) : undefined;
  const invoice = "invoice" in each ? at(invoices, each.invoice) : undefined;
  switch (each.kind) {
    case "order": {
      const hostname = `host${life.count++}.example.com`;
      const form = orderForm({
        hostname,
        plan: at(PLANS, each.plan)!,
        cycle: at(["monthly", "quarterly"], each.cycle)!,
        trial: each.cycle > 3 ? "on" : "",
      });
      return await placeOrder(flaky, { actor: at(customers, each.plan)!, form });
    }
    case "receipt": {
      if (!invoice) return;
      const minor = Math.max(1, Math.floor(amountDue(invoice).minor * each.percent / 100));
      return await receive(life, { customerId: invoice.customerId, invoiceId: invoice.id, minor });
    }
    case "top_up":
      return await receive(life, {
        customerId: customers[0]!.id,
        invoiceId: null,
        minor: each.minor,
      });
    case "wallet":
      if (!invoice) return;
      return await payFromWallet(flaky, {
        actor: { kind: "customer", id: invoice.customerId },
        invoiceId: invoice.id,
      });
    case "hand_over":
      if (!service) return;
      return await activateService(flaky, {
        actor: OWNER,
        orderId: service.orderId,
        form: { ...MACHINE_FORM, hostname: service.hostname },
      });
    case "change":
      return service && await change(life, service, each);
    case "cancel_change":
      return service &&
        await cancelChange(flaky, { actor: ownerOf(service), serviceId: service.id });
    case "end": {
      if (!service) return;
      const when = at(["now", "end_of_term"], each.when)!;
      const form = { when, reason: "", understood: "on" };
      return await cancelService(flaky, {
        actor: ownerOf(service),
        serviceId: service.id,
        form,
      });
    }
    case "days":
      deps.clock.advance({ hours: 24 * each.days });
      return await night(flaky);
  }
}

async function change(life: Life, service: Service, each: Extract<Step, { kind: "change" }>) {
  const { flaky, deps } = life;
  const input = {
    actor: ownerOf(service),
    serviceId: service.id,
    plan: PLANS[each.plan % PLANS.length]!,
    cycle: ["monthly", "quarterly", "annual"][each.cycle % 3]!,
  };
  const preview = await previewChange(deps, input);
  if (!preview.ok) return;
  const { now } = preview.value;
  const isNow = now !== null && each.when % 2 === 0;
  return await requestChange(flaky, {
    ...input,
    when: isNow ? "now" : "next_term",
    seen: now?.seen ?? "",
    fromWallet: each.when > 3,
  });
}

function ownerOf({ customerId }: Service): CustomerActor {
  return { kind: "customer", id: customerId };
}

async function receive(
  { flaky, deps }: Life,
  given: { customerId: string; invoiceId: string | null; minor: number },
): Promise<void> {
  const { minor, ...whom } = given;
  await bookReceipt(flaky, {
    ...whom,
    actor: OWNER,
    receipt: {
      amount: money(minor, "EUR"),
      method: "bank_transfer",
      reference: deps.ids.token(12),
      receivedOn: deps.clock.now().toString().slice(0, 10),
    },
    source: "statement",
  });
}

/** What a night does; each task by itself, as they are in a process. */
async function night(deps: Deps): Promise<void> {
  const work: Array<() => Promise<unknown>> = [
    () => expireOrders(deps),
    () => expireChanges(deps),
    () => runRenewals(deps),
    () => runBilling(deps),
    () => runDueJobs(deps, { handlers: jobHandlers }),
    () => runDueJobs(deps, { handlers: jobHandlers }),
  ];
  for (const run of work) await run().catch(() => {});
}

async function openInvoices({ kv }: Pick<Deps, "kv">): Promise<Invoice[]> {
  const all = await Array.fromAsync(scanInvoices(kv));
  return all.filter(({ status }) => status === "open").reverse();
}

function stocks(deps: TestDeps): Promise<number[]> {
  return Promise.all(PLANS.map((plan) => stockOf(deps, plan, "fra1")));
}

/** What is full, less what orders that wait, services that are there and changes that are open hold. */
async function expectedStocks(deps: TestDeps, full: readonly number[]): Promise<number[]> {
  const { plans } = await getCatalog(deps);
  const held = new Map<string, number>();
  const hold = (planId: string) => held.set(planId, (held.get(planId) ?? 0) + 1);
  for await (
    const { value } of deps.kv.list<{ planId: string; status: string }>({ prefix: ["orders"] })
  ) {
    if (value.status === "pending_payment") hold(value.planId);
  }
  for (const service of await Array.fromAsync(scanServices(deps.kv))) {
    if (service.status !== "terminated") hold(service.planId!);
  }
  for await (
    const { value } of deps.kv.list<
      { status: string; from: { planId: string }; to: { planId: string } }
    >({ prefix: ["service_changes"] })
  ) {
    const isOpen = value.status === "requested" || value.status === "scheduled";
    if (isOpen && value.from.planId !== value.to.planId) hold(value.to.planId);
  }
  return PLANS.map((slug, index) => {
    const { id } = plans.find((plan) => plan.slug === slug)!;
    return full[index]! - (held.get(id) ?? 0);
  });
}
