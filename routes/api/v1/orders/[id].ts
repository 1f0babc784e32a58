/** One of the orders of the token's account; anybody else's doesn't exist. */
import { getOrder } from "@/domain/order/mod.ts";
import { answer } from "../../../(_lib)/api/answer.ts";
import { requireCaller } from "../../../(_lib)/api/gate.ts";
import { presentOrder } from "../../../(_lib)/api/present.ts";
import { failureProblem } from "../../../(_lib)/api/problems.ts";
import { orderSchema } from "../../../(_lib)/api/schemas.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCaller(ctx).customer;
    const found = await getOrder(ctx.state.deps, { viewer, id: ctx.params.id! });
    return found.ok
      ? answer(orderSchema, presentOrder(found.value))
      : failureProblem(ctx, found.error);
  },
});
