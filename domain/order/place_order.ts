/**
 * Placing an order: stock, order, invoice, audit event, counts and both mails in one commit. The same order sent
 * again while it waits for its payment is answered with the first one.
 */
import { stageAudit } from "../audit/mod.ts";
import { getCatalog, type OutOfStock, priceCurrencies, stageTakeStock } from "../catalog/mod.ts";
import { getAccount } from "../customer/mod.ts";
import { INVOICE_LANE, stageIssueInvoice } from "../invoice/mod.ts";
import { getSettings, payableAddresses } from "../settings/mod.ts";
import { maySpend, mayUse } from "../shared/actor.ts";
import type { Deps } from "../shared/deps.ts";
import { transact, type Tx } from "../shared/kv.ts";
import { type Conflict, invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
import { stageDayCount } from "../stats/mod.ts";
import { customerTax } from "../tax/mod.ts";
import { type CheckedOrder, checkOrderForm } from "./check_order_form.ts";
import { bySlug, makeOrder, type Placing } from "./make_order.ts";
import type { Order } from "./model.ts";
import { stageOrderMails } from "./order_mails.ts";
import { addOrder, getOrderByFingerprint, hasUnpaid } from "./repo.ts";
import { stageTrial } from "./trial.ts";
import { lookUpCode, type PlaceInput, stageUseCode } from "./use_code.ts";

/** How long the same content counts as the same order. */
const REPEAT_WINDOW_MS = 10 * 60 * 1000;

/** What came of it. */
export interface PlacedOrder {
  orderId: string;
  invoiceId: string;
  /** The order was there already: it was sent twice. */
  isRepeat: boolean;
  /** Days that are free before the first term; 0 without a trial: then there is something to pay. */
  trialDays: number;
}

/**
 * Places an order for the signed-in customer and issues its invoice. Prices come from the catalogue alone, the tax is the
 * customer's. `out_of_stock` when the last one has just gone.
 */
export async function placeOrder(
  deps: Deps,
  input: PlaceInput,
): Promise<Result<PlacedOrder, ValidationError | OutOfStock | Conflict>> {
  const { currency } = input.form;
  if (currency && !(await priceCurrencies(deps)).includes(currency)) {
    return invalid({ "": `There are no prices in ${currency}. Choose another currency.` });
  }
  const [customer, catalog, orders, company, { rule: tax }, crypto] = await Promise.all([
    getAccount(deps, input.actor.id),
    getCatalog(deps, { currency }),
    getSettings(deps, "orders"),
    getSettings(deps, "company"),
    customerTax(deps, { customerId: input.actor.id }),
    getSettings(deps, "crypto"),
  ]);
  if (!customer || customer.status !== "active" || !mayUse(input.actor, "orders")) {
    return invalid({ "": "Your account can't place orders. Please write to us." });
  }
  if (!maySpend(input.actor, "orders")) {
    return invalid({ "": "You act as this customer: only they can order for themselves." });
  }
  const code = await lookUpCode(deps, input);
  const checked = checkOrderForm({
    catalog,
    tax,
    promotion: code.ok ? code.value : null,
    takesCrypto: payableAddresses(deps.config, crypto.addresses).length > 0,
  }, input.form);
  const problems = {
    ...(checked.ok ? {} : checked.error.fields),
    ...(code.ok ? {} : code.error.fields),
  };
  if (!checked.ok || !code.ok) return invalid(problems);
  const placing: Placing = {
    customer,
    checked: checked.value,
    catalog,
    settings: { orders, company },
    promotion: code.value,
    fingerprint: await fingerprintOf(checked.value),
  };
  return await transact(deps, (tx) => stagePlacing(tx, deps, { ...input, placing }), {
    lane: INVOICE_LANE,
  });
}

/**
 * The customer's unpaid orders are counted after the number of the invoice was read: every order takes a number, so
 * one that is placed in between fails this commit's check on it, and the count can't be passed by orders at once.
 */
async function stagePlacing(
  tx: Tx,
  deps: Deps,
  input: PlaceInput & { placing: Placing },
): Promise<Result<PlacedOrder, ValidationError | OutOfStock>> {
  const { actor, placing, requestId } = input;
  const now = deps.clock.now();
  const first = await getOrderByFingerprint(tx, {
    customerId: actor.id,
    fingerprint: placing.fingerprint,
  });
  if (first && isRepeat(first, now)) {
    const trialDays = first.trial?.days ?? 0;
    return ok({ orderId: first.id, invoiceId: first.invoiceId, isRepeat: true, trialDays });
  }
  const orderId = deps.ids.next("ord");
  const plan = bySlug(placing.catalog.plans, placing.checked.quote.configuration.plan);
  const datacenter = bySlug(
    placing.catalog.datacenters,
    placing.checked.quote.configuration.datacenter,
  );
  const taken = await stageTakeStock(tx, deps, { planId: plan.id, datacenterId: datacenter.id });
  if (!taken.ok) return taken;
  const { id, name, email } = placing.customer;
  const { lines, trialDays } = placing.checked.quote;
  if (trialDays > 0) {
    const begun = await stageTrial(tx, { customerId: id, family: plan.family, orderId });
    if (!begun.ok) return begun;
  }
  const customer = { id, name, email };
  const { unpaidExpiryHours, maxUnpaidOrders } = placing.settings.orders;
  const payBy = now.add({ hours: unpaidExpiryHours });
  const invoice = await stageIssueInvoice(tx, deps, {
    kind: "order",
    customer,
    orderId,
    lines,
    at: now,
    payBy,
  });
  if (await hasUnpaid(deps.kv, { customerId: id, count: maxUnpaidOrders })) {
    return invalid({
      "": `You have ${maxUnpaidOrders} unpaid orders. Pay or cancel one of them first.`,
    });
  }
  const used = await stageUseCode(tx, deps, { placing, orderId });
  if (!used.ok) return used;
  const order = makeOrder(placing, {
    id: orderId,
    number: `O-${deps.ids.code(8)}`,
    invoice,
    placedAt: now,
    payBy,
  });
  addOrder(tx, order, REPEAT_WINDOW_MS);
  stageDayCount(tx, deps, "orders_placed", 1);
  stageAudit(tx, deps, {
    actor,
    action: "order.placed",
    subject: { kind: "order", id: orderId },
    after: {
      number: order.number,
      plan: order.plan,
      cycle: order.cycle,
      total: order.total,
      promo: order.promotion?.code ?? null,
      trialDays,
      invoice: invoice.number,
      termsVersion: order.termsVersion,
    },
    ...(requestId ? { requestId } : {}),
  });
  await stageOrderMails(tx, deps, { order, invoice, company: placing.settings.company });
  return ok({ orderId, invoiceId: invoice.id, isRepeat: false, trialDays });
}

function isRepeat(order: Order, now: Temporal.Instant): boolean {
  const isAwaited = order.status === "pending_payment" ||
    order.trial !== null && order.closedAt === null;
  const age = now.epochMilliseconds - Temporal.Instant.from(order.placedAt).epochMilliseconds;
  return isAwaited && age < REPEAT_WINDOW_MS;
}

/** A hash of what was ordered and how it is to be paid, without what changes between two clicks. */
async function fingerprintOf({ quote, paymentMethod }: CheckedOrder): Promise<string> {
  const content = JSON.stringify([quote.configuration, quote.lines, paymentMethod]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content));
  return new Uint8Array(digest).toHex();
}
