/** One of the invoices of the token's account; anybody else's doesn't exist. */
import { getInvoice } from "@/domain/invoice/mod.ts";
import { answer } from "../../../(_lib)/api/answer.ts";
import { requireCaller } from "../../../(_lib)/api/gate.ts";
import { presentInvoice } from "../../../(_lib)/api/present.ts";
import { failureProblem } from "../../../(_lib)/api/problems.ts";
import { invoiceSchema } from "../../../(_lib)/api/schemas.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCaller(ctx).customer;
    const found = await getInvoice(ctx.state.deps, { viewer, id: ctx.params.id! });
    return found.ok
      ? answer(invoiceSchema, presentInvoice(found.value))
      : failureProblem(ctx, found.error);
  },
});
