/** Orders: placed by customers, paid, set up, or closed again. */
export { cancelOrder } from "./cancel_order.ts";
export {
  checkOrder,
  stageOrderActive,
  stageOrderHeld,
  stageOrderPaid,
  type WrongState,
} from "./change_order.ts";
export { type OrderForm } from "./check_order_form.ts";
export { eraseOrders } from "./erase.ts";
export { expireOrders } from "./expire_orders.ts";
export {
  getOrder,
  listOrders,
  listOrdersForStaff,
  type StaffOrderListRequest,
} from "./get_order.ts";
export type { Order } from "./model.ts";
export { type PlacedOrder, placeOrder } from "./place_order.ts";
export { readOrder } from "./repo.ts";
export { type OrderForService, serviceOrderOf } from "./service_order.ts";
export { stageForgetTrials, trialsTaken } from "./trial.ts";
export { previewCode } from "./use_code.ts";
export * from "./view.ts";
