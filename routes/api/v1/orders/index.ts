/** The orders of the token's account. */
import { listOrders } from "@/domain/order/mod.ts";
import { answer } from "../../../(_lib)/api/answer.ts";
import { ORDER_QUERY } from "../../../(_lib)/api/endpoints.ts";
import { requireCaller } from "../../../(_lib)/api/gate.ts";
import { presentOrderSummary } from "../../../(_lib)/api/present.ts";
import { pageOf, readQuery } from "../../../(_lib)/api/query.ts";
import { orderPageSchema } from "../../../(_lib)/api/schemas.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx, ORDER_QUERY);
    if (!query.ok) return query.response;
    const { status } = query.value;
    const { items, next } = await listOrders(ctx.state.deps, {
      viewer: requireCaller(ctx).customer,
      page: pageOf(query.value),
      ...(status && { status }),
    });
    return answer(orderPageSchema, { data: items.map(presentOrderSummary), next });
  },
});
