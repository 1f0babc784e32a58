/** One of the services of the token's account; anybody else's doesn't exist. */
import { getService } from "@/domain/service/mod.ts";
import { answer } from "../../../(_lib)/api/answer.ts";
import { requireCaller } from "../../../(_lib)/api/gate.ts";
import { presentService } from "../../../(_lib)/api/present.ts";
import { failureProblem } from "../../../(_lib)/api/problems.ts";
import { serviceSchema } from "../../../(_lib)/api/schemas.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCaller(ctx).customer;
    const found = await getService(ctx.state.deps, { viewer, id: ctx.params.id! });
    return found.ok
      ? answer(serviceSchema, presentService(found.value))
      : failureProblem(ctx, found.error);
  },
});
