/**
 * Reading orders: whoever may use the orders of a customer's account sees those, staff with `orders.view` all. Amounts are
 * for those who may see prices.
 */
import { discountFor } from "../promotion/mod.ts";
import { type CustomerActor, mayUse, type StaffActor, type Viewer } from "../shared/actor.ts";
import type { Deps } from "../shared/deps.ts";
import { isId } from "../shared/ids.ts";
import type { Page, PageRequest } from "../shared/kv.ts";
import { add, type Money, sum } from "../shared/money.ts";
import { type NotFound, notFound, ok, type Result } from "../shared/result.ts";
import type { Order } from "./model.ts";
import { pageOrders, readOrder } from "./repo.ts";
import { searchOrders } from "./search_orders.ts";
import type {
  OrderStatus,
  OrderSummaryView,
  OrderView,
  StaffOrderSummaryView,
  StaffOrderView,
} from "./view.ts";

/** The customer's own order. */
export function getOrder(
  deps: Pick<Deps, "kv">,
  input: { viewer: CustomerActor; id: string },
): Promise<Result<OrderView, NotFound>>;
/** Any order, for staff. */
export function getOrder(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; id: string },
): Promise<Result<StaffOrderView, NotFound>>;
export async function getOrder(
  deps: Pick<Deps, "kv">,
  { viewer, id }: { viewer: Viewer; id: string },
): Promise<Result<OrderView, NotFound>> {
  const order = isId("ord", id) ? await readOrder(deps.kv, id) : null;
  if (!order || !maySee(viewer, order)) return notFound();
  if (viewer.kind === "customer") {
    return ok(mayUse(viewer, "billing") ? toView(order) : { ...toView(order), ...NO_AMOUNTS });
  }
  const { customerId, customerName, customerEmail, termsVersion } = order;
  return ok({ ...toView(order), customerId, customerName, customerEmail, termsVersion });
}

/** One page of a customer's own orders, newest first. */
export async function listOrders(
  deps: Pick<Deps, "kv">,
  input: { viewer: CustomerActor; status?: OrderStatus; page?: PageRequest },
): Promise<Page<OrderSummaryView>> {
  const page = input.page ?? {};
  if (page.after !== undefined && !isId("ord", page.after)) return { items: [], next: null };
  if (!mayUse(input.viewer, "orders")) return { items: [], next: null };
  const filter = { customerId: input.viewer.id, ...(input.status && { status: input.status }) };
  const { items, next } = await pageOrders(deps.kv, filter, page);
  const seesPrices = mayUse(input.viewer, "billing");
  return { items: items.map((each) => hideTotal(toSummary(each), seesPrices)), next };
}

/** What a staff list may be asked for. `search` finds numbers, hostnames and e-mail addresses by their beginning. */
export interface StaffOrderListRequest {
  viewer: StaffActor;
  status?: OrderStatus;
  customerId?: string;
  search?: string;
  page?: PageRequest;
}

/**
 * One page of orders for staff: newest first, or by what was searched for. A search goes through all orders,
 * whatever their status. Empty without `orders.view`, and where a cursor or filter isn't one.
 */
export async function listOrdersForStaff(
  deps: Pick<Deps, "kv">,
  input: StaffOrderListRequest,
): Promise<Page<StaffOrderSummaryView>> {
  const { viewer, status, customerId, page = {} } = input;
  const none = { items: [], next: null };
  if (!viewer.permissions.has("orders.view")) return none;
  if (customerId !== undefined && !isId("cus", customerId)) return none;
  const search = (input.search ?? "").trim();
  if (search !== "") {
    const found = await searchOrders(deps.kv, search, page);
    return { items: found.items.map(toStaffSummary), next: found.next };
  }
  if (page.after !== undefined && !isId("ord", page.after)) return none;
  const filter = { ...(status && { status }), ...(customerId && { customerId }) };
  const { items, next } = await pageOrders(deps.kv, filter, page);
  return { items: items.map(toStaffSummary), next };
}

function maySee(viewer: Viewer, order: Order): boolean {
  return viewer.kind === "staff"
    ? viewer.permissions.has("orders.view")
    : viewer.id === order.customerId && mayUse(viewer, "orders");
}

const NO_AMOUNTS = {
  lines: [],
  subtotal: null,
  tax: null,
  total: null,
  renewal: null,
  nextTerm: null,
};

function hideTotal(order: OrderSummaryView, seesPrices: boolean): OrderSummaryView {
  return seesPrices ? order : { ...order, total: null };
}

function toSummary(order: Order): OrderSummaryView & Pick<Order, "total"> {
  const { id, number, status, planName, cycle, hostname, total, placedAt, expiresAt } = order;
  return { id, number, status, planName, cycle, hostname, total, placedAt, expiresAt };
}

function toStaffSummary(order: Order): StaffOrderSummaryView {
  const { customerId, customerName, customerEmail } = order;
  return { ...toSummary(order), customerId, customerName, customerEmail };
}

/** An order with all its amounts. */
type PricedOrder =
  & OrderView
  & Pick<StaffOrderView, "total" | "subtotal" | "tax" | "renewal" | "nextTerm">;

function nextTermOf({ promotion, lines, renewal, trial }: Order): Money {
  const later = promotion ? discountFor(promotion, lines, { period: trial ? 0 : 1 }) : [];
  return add(renewal, sum(later.map(({ amount }) => amount), renewal.currency));
}

function toView(order: Order): PricedOrder {
  return {
    ...toSummary(order),
    plan: order.plan,
    datacenterName: order.datacenterName,
    osName: order.osName,
    panelName: order.panelName,
    highlights: order.highlights,
    lines: order.lines,
    subtotal: order.subtotal,
    tax: order.tax,
    taxRule: order.taxRule,
    trialDays: order.trial?.days ?? 0,
    promoCode: order.promotion?.code ?? null,
    renewal: order.renewal,
    nextTerm: nextTermOf(order),
    invoiceId: order.invoiceId,
    invoiceNumber: order.invoiceNumber,
    serviceId: order.serviceId,
    paymentMethod: order.paymentMethod,
    paidAt: order.paidAt,
    activatedAt: order.activatedAt,
    closedAt: order.closedAt,
    closeReason: order.closeReason,
  };
}
