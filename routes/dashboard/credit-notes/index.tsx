/** The customer's credit notes. */
import { page } from "fresh";
import { CreditNotesPage } from "@/components/billing/CreditNotePages.tsx";
import { CUSTOMER_SIDE } from "@/components/layouts/mod.ts";
import { listCreditNotes } from "@/domain/credit_note/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCustomer(ctx);
    const notes = await listCreditNotes(ctx.state.deps, {
      viewer,
      page: pageRequestOf(ctx.url, "crn"),
    });
    return page({ notes: notes.items, links: pageLinks(ctx.url, notes.next) });
  },
});

export default define.page<typeof handler>(function CustomerCreditNotesPage(props) {
  return (
    <CreditNotesPage
      side={CUSTOMER_SIDE}
      frame={frameOf(props)}
      {...props.data}
      description="What was taken back of your invoices."
    />
  );
});
