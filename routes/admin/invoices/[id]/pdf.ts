/** An invoice as a PDF, for staff, or with `?kind=receipt` the receipt for it. */
import { getInvoicePdf, INVOICE_PAPERS } from "@/domain/invoice_document/mod.ts";
import { attachment } from "../../../(_lib)/downloads.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { choiceOf } from "../../../(_lib)/lists.ts";
import { problem } from "../../../(_lib)/problems.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const pdf = await getInvoicePdf(ctx.state.deps, {
      viewer: requireStaff(ctx),
      id: ctx.params.id!,
      paper: choiceOf(ctx.url, "kind", INVOICE_PAPERS) ?? "invoice",
    });
    return pdf.ok ? attachment(pdf.value) : problem(pdf.error);
  },
});
