/** The invoices of the token's account. */
import { listInvoices } from "@/domain/invoice/mod.ts";
import { answer } from "../../../(_lib)/api/answer.ts";
import { INVOICE_QUERY } from "../../../(_lib)/api/endpoints.ts";
import { requireCaller } from "../../../(_lib)/api/gate.ts";
import { presentInvoiceSummary } from "../../../(_lib)/api/present.ts";
import { pageOf, readQuery } from "../../../(_lib)/api/query.ts";
import { invoicePageSchema } from "../../../(_lib)/api/schemas.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx, INVOICE_QUERY);
    if (!query.ok) return query.response;
    const { status } = query.value;
    const { items, next } = await listInvoices(ctx.state.deps, {
      viewer: requireCaller(ctx).customer,
      page: pageOf(query.value),
      ...(status && { status }),
    });
    return answer(invoicePageSchema, { data: items.map(presentInvoiceSummary), next });
  },
});
