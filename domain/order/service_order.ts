/** What a service takes over from its order. */
import type { PromotionTerms } from "../promotion/mod.ts";
import { type Money, sum } from "../shared/money.ts";
import type { Cycle } from "../shared/period.ts";
import type { Order } from "./model.ts";

/** The frozen names, specification and price of what was ordered. */
export interface OrderForService {
  id: string;
  number: string;
  customerId: string;
  planId: string;
  datacenterId: string;
  plan: string;
  planName: string;
  datacenterName: string;
  osName: string;
  panelName: string;
  addons: Array<{ label: string; value: string }>;
  highlights: Array<{ label: string; value: string }>;
  hostname: string;
  cycle: Cycle;
  /** What each further term is billed for. */
  items: Array<{
    kind: "plan" | "panel" | "addon";
    slug: string;
    label: string;
    quantity: number;
    unit: Money;
  }>;
  renewal: Money;
  /** What the first term cost without the setup, after discounts. */
  lastPaid: Money;
  /** What was agreed by a code, for further terms too. */
  promotion: PromotionTerms | null;
  /** Days that it runs free before its first term; 0 for none. */
  trialDays: number;
}

/** The part of an order that its service keeps. */
export function serviceOrderOf(order: Order): OrderForService {
  const addons = order.lines.filter((line) => line.kind === "addon").map((line) => ({
    label: line.label,
    value: String(line.quantity),
  }));
  const items = order.lines.flatMap(({ kind, slug, label, quantity, unit }) =>
    kind === "setup" || kind === "discount" ? [] : [{ kind, slug, label, quantity, unit }]
  );
  const { id, number, customerId, planId, datacenterId, hostname, cycle, renewal } = order;
  const { plan, planName, datacenterName, osName, panelName, highlights } = order;
  const names = { plan, planName, datacenterName, osName, panelName };
  const place = { planId, datacenterId };
  const trialDays = order.trial?.days ?? 0;
  // A discount on the setup is none on the term; those of a trial are no promotion's.
  const isOfSetup = trialDays === 0 && order.promotion?.benefit.kind === "free_setup";
  const paid = order.lines.filter(({ kind }) => kind === "discount" ? !isOfSetup : kind !== "setup")
    .map(({ amount }) => amount);
  const lastPaid = sum(paid, order.total.currency);
  const billing = { cycle, items, renewal, lastPaid, promotion: order.promotion, trialDays };
  return { id, number, customerId, ...place, ...names, addons, highlights, hostname, ...billing };
}
