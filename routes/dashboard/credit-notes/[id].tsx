/** One of the customer's credit notes. */
import { page } from "fresh";
import { CreditNotePage } from "@/components/billing/CreditNotePages.tsx";
import { CUSTOMER_SIDE } from "@/components/layouts/mod.ts";
import { getCreditNote } from "@/domain/credit_note/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCustomer(ctx);
    const note = await getCreditNote(ctx.state.deps, { viewer, id: ctx.params.id! });
    return note.ok ? page({ note: note.value }) : problem(note.error);
  },
});

export default define.page<typeof handler>(function CustomerCreditNotePage(props) {
  return <CreditNotePage side={CUSTOMER_SIDE} frame={frameOf(props)} {...props.data} />;
});
