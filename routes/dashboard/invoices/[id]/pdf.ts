/** One of the customer's invoices as a PDF, or with `?kind=receipt` the receipt for it. */
import { getInvoicePdf, INVOICE_PAPERS } from "@/domain/invoice_document/mod.ts";
import { attachment } from "../../../(_lib)/downloads.ts";
import { requireCustomer } from "../../../(_lib)/guards.ts";
import { choiceOf } from "../../../(_lib)/lists.ts";
import { problem } from "../../../(_lib)/problems.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const pdf = await getInvoicePdf(ctx.state.deps, {
      viewer: requireCustomer(ctx),
      id: ctx.params.id!,
      paper: choiceOf(ctx.url, "kind", INVOICE_PAPERS) ?? "invoice",
    });
    return pdf.ok ? attachment(pdf.value) : problem(pdf.error);
  },
});
