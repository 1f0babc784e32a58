/** What a service takes over from its order. */
import type { Money } from "../shared/money.ts";
import type { Cycle } from "../shared/period.ts";
import type { Order } from "./model.ts";

/** The frozen names, specification and price of what was ordered. */
export interface OrderForService {
  id: string;
  number: string;
  customerId: string;
  plan: string;
  planName: string;
  datacenterName: string;
  osName: string;
  panelName: string;
  addons: Array<{ label: string; value: string }>;
  highlights: Array<{ label: string; value: string }>;
  hostname: string;
  cycle: Cycle;
  renewal: Money;
}

/** The part of an order that its service keeps. */
export function serviceOrderOf(order: Order): OrderForService {
  const addons = order.lines.filter((line) => line.kind === "addon").map((line) => ({
    label: line.label,
    value: String(line.quantity),
  }));
  const { id, number, customerId, plan, planName, datacenterName, osName, panelName } = order;
  const { highlights, hostname, cycle, renewal } = order;
  const names = { plan, planName, datacenterName, osName, panelName };
  return { id, number, customerId, ...names, addons, highlights, hostname, cycle, renewal };
}
