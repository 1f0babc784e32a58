/** The services of the token's account. */
import { listServices } from "@/domain/service/mod.ts";
import { answer } from "../../../(_lib)/api/answer.ts";
import { SERVICE_QUERY } from "../../../(_lib)/api/endpoints.ts";
import { requireCaller } from "../../../(_lib)/api/gate.ts";
import { presentServiceSummary } from "../../../(_lib)/api/present.ts";
import { pageOf, readQuery } from "../../../(_lib)/api/query.ts";
import { servicePageSchema } from "../../../(_lib)/api/schemas.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx, SERVICE_QUERY);
    if (!query.ok) return query.response;
    const { status } = query.value;
    const { items, next } = await listServices(ctx.state.deps, {
      viewer: requireCaller(ctx).customer,
      page: pageOf(query.value),
      ...(status && { status }),
    });
    return answer(servicePageSchema, { data: items.map(presentServiceSummary), next });
  },
});
