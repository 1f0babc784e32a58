/** A credit note as a PDF, for staff. */
import { getCreditNotePdf } from "@/domain/invoice_document/mod.ts";
import { attachment } from "../../../(_lib)/downloads.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { problem } from "../../../(_lib)/problems.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireStaff(ctx);
    const pdf = await getCreditNotePdf(ctx.state.deps, { viewer, id: ctx.params.id! });
    return pdf.ok ? attachment(pdf.value) : problem(pdf.error);
  },
});
