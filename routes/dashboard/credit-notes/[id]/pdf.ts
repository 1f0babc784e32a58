/** One of the customer's credit notes as a PDF. */
import { getCreditNotePdf } from "@/domain/invoice_document/mod.ts";
import { attachment } from "../../../(_lib)/downloads.ts";
import { requireCustomer } from "../../../(_lib)/guards.ts";
import { problem } from "../../../(_lib)/problems.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCustomer(ctx);
    const pdf = await getCreditNotePdf(ctx.state.deps, { viewer, id: ctx.params.id! });
    return pdf.ok ? attachment(pdf.value) : problem(pdf.error);
  },
});
