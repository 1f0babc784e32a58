/** The record of a new order from what was checked. */
import type { Catalog } from "../catalog/mod.ts";
import type { AccountView } from "../customer/mod.ts";
import type { Invoice } from "../invoice/mod.ts";
import type { PromotionOffer } from "../promotion/mod.ts";
import type { SettingsOf } from "../settings/mod.ts";
import { toIso } from "../shared/clock.ts";
import type { CheckedOrder } from "./check_order_form.ts";
import type { Order } from "./model.ts";

/** Everything that the commit needs and that was read before it. */
export interface Placing {
  customer: AccountView;
  checked: CheckedOrder;
  catalog: Catalog;
  settings: { orders: SettingsOf<"orders">; company: SettingsOf<"company"> };
  promotion: PromotionOffer | null;
  fingerprint: string;
}

/** What the commit adds to it. */
export interface NewOrder {
  id: string;
  number: string;
  invoice: Invoice;
  placedAt: Temporal.Instant;
  payBy: Temporal.Instant;
}

/** The order as it is stored. */
export function makeOrder(
  { customer, checked, catalog, settings, promotion, fingerprint }: Placing,
  given: NewOrder,
): Order {
  const { configuration, lines, renewal, trialDays } = checked.quote;
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
    taxRule: taxOf(given.invoice),
    trial: trialDays > 0 ? { days: trialDays, family: plan.family } : null,
    promotion: promotion && termsOf(promotion),
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

function termsOf(offer: PromotionOffer): Order["promotion"] {
  const { promotionId, code, benefit, periods, plans, cycles } = offer;
  return { promotionId, code, benefit, periods, plans: [...plans], cycles: [...cycles] };
}

function taxOf({ taxRule }: Invoice): Order["taxRule"] {
  const { label, rateBasisPoints, isInclusive } = taxRule;
  return { label, rateBasisPoints, isInclusive };
}

/** An entry that the quote has found before. */
export function bySlug<T extends { slug: string }>(list: readonly T[], slug: string): T {
  const found = list.find((each) => each.slug === slug);
  if (!found) throw new Error(`the quote named ${slug}, which isn't in the catalogue`);
  return found;
}
