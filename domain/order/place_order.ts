/**
 * Placing an order: stock, order, invoice, audit event, counts and both mails in one commit. The same order sent
 * again while it waits for its payment is answered with the first one.
 */
import { stageAudit } from "../audit/mod.ts";
import { type Catalog, getCatalog, type OutOfStock, stageTakeStock } from "../catalog/mod.ts";
import { type AccountView, getAccount } from "../customer/mod.ts";
import { type Invoice, INVOICE_LANE, stageIssueInvoice } from "../invoice/mod.ts";
import { getSettings, payableAddresses, type SettingsOf } from "../settings/mod.ts";
import { type CustomerActor, mayUse } from "../shared/actor.ts";
import { toIso } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { transact, type Tx } from "../shared/kv.ts";
import { type Conflict, invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
import { stageDayCount } from "../stats/mod.ts";
import { type CheckedOrder, checkOrderForm, type OrderForm } from "./check_order_form.ts";
import type { Order } from "./model.ts";
import { stageOrderMails } from "./order_mails.ts";
import { addOrder, getOrderByFingerprint, hasUnpaid } from "./repo.ts";

/** How long the same content counts as the same order. */
const REPEAT_WINDOW_MS = 10 * 60 * 1000;

/** What came of it. */
export interface PlacedOrder {
  orderId: string;
  invoiceId: string;
  /** The order was there already: it was sent twice. */
  isRepeat: boolean;
}

/** Everything that the commit needs and that was read before it. */
interface Placing {
  customer: AccountView;
  checked: CheckedOrder;
  catalog: Catalog;
  settings: { orders: SettingsOf<"orders">; company: SettingsOf<"company"> };
  fingerprint: string;
}

/**
 * Places an order for the signed-in customer and issues its invoice. Prices come from the catalogue alone.
 * `out_of_stock` when the last one has just gone.
 */
export async function placeOrder(
  deps: Deps,
  input: { actor: CustomerActor; form: OrderForm; requestId?: string },
): Promise<Result<PlacedOrder, ValidationError | OutOfStock | Conflict>> {
  const [customer, catalog, orders, company, money, crypto] = await Promise.all([
    getAccount(deps, input.actor.id),
    getCatalog(deps),
    getSettings(deps, "orders"),
    getSettings(deps, "company"),
    getSettings(deps, "money"),
    getSettings(deps, "crypto"),
  ]);
  if (!customer || customer.status !== "active" || !mayUse(input.actor, "orders")) {
    return invalid({ "": "Your account can't place orders. Please write to us." });
  }
  const checked = checkOrderForm({
    catalog,
    taxRateBasisPoints: money.taxRateBasisPoints,
    takesCrypto: payableAddresses(deps.config, crypto.addresses).length > 0,
  }, input.form);
  if (!checked.ok) return checked;
  const fingerprint = await fingerprintOf(checked.value);
  const settings = { orders, company };
  const placing: Placing = { customer, checked: checked.value, catalog, settings, fingerprint };
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
  input: { actor: CustomerActor; requestId?: string; placing: Placing },
): Promise<Result<PlacedOrder, ValidationError | OutOfStock>> {
  const { actor, placing, requestId } = input;
  const now = deps.clock.now();
  const first = await getOrderByFingerprint(tx, {
    customerId: actor.id,
    fingerprint: placing.fingerprint,
  });
  if (first && isRepeat(first, now)) {
    return ok({ orderId: first.id, invoiceId: first.invoiceId, isRepeat: true });
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
  const { lines } = placing.checked.quote;
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
      invoice: invoice.number,
      termsVersion: order.termsVersion,
    },
    ...(requestId ? { requestId } : {}),
  });
  await stageOrderMails(tx, deps, { order, invoice, company: placing.settings.company });
  return ok({ orderId, invoiceId: invoice.id, isRepeat: false });
}

function isRepeat(order: Order, now: Temporal.Instant): boolean {
  const age = now.epochMilliseconds - Temporal.Instant.from(order.placedAt).epochMilliseconds;
  return order.status === "pending_payment" && age < REPEAT_WINDOW_MS;
}

function makeOrder(
  { customer, checked, catalog, settings, fingerprint }: Placing,
  given: {
    id: string;
    number: string;
    invoice: Invoice;
    placedAt: Temporal.Instant;
    payBy: Temporal.Instant;
  },
): Order {
  const { configuration, lines, renewal } = checked.quote;
  const plan = bySlug(catalog.plans, configuration.plan);
  const datacenter = bySlug(catalog.datacenters, configuration.datacenter);
  const os = bySlug(catalog.osImages, configuration.os);
  const panel = catalog.panels.find((known) => known.slug === configuration.panel);
  const { orders } = settings;
  return {
    ...configuration,
    schemaVersion: 1,
    id: given.id,
    number: given.number,
    customerId: customer.id,
    customerName: customer.name,
    customerEmail: customer.email,
    status: "pending_payment",
    planId: plan.id,
    planName: plan.name,
    datacenterId: datacenter.id,
    datacenterName: `${datacenter.city}, ${datacenter.country}`,
    osName: `${os.name} ${os.version}`,
    panelName: panel?.name ?? "",
    addons: [...configuration.addons],
    highlights: [...plan.highlights],
    lines: [...lines],
    subtotal: given.invoice.subtotal,
    tax: given.invoice.tax,
    total: given.invoice.total,
    renewal,
    invoiceId: given.invoice.id,
    invoiceNumber: given.invoice.number,
    serviceId: null,
    paymentMethod: checked.paymentMethod,
    termsVersion: orders.termsVersion,
    fingerprint,
    placedAt: toIso(given.placedAt),
    expiresAt: toIso(given.payBy),
    paidAt: null,
    activatedAt: null,
    closedAt: null,
    closeReason: null,
  };
}

/** An entry that the quote has found before. */
function bySlug<T extends { slug: string }>(list: readonly T[], slug: string): T {
  const found = list.find((each) => each.slug === slug);
  if (!found) throw new Error(`the quote named ${slug}, which isn't in the catalogue`);
  return found;
}

/** A hash of what was ordered and how it is to be paid, without what changes between two clicks. */
async function fingerprintOf({ quote, paymentMethod }: CheckedOrder): Promise<string> {
  const content = JSON.stringify([quote.configuration, quote.lines, paymentMethod]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content));
  return new Uint8Array(digest).toHex();
}
