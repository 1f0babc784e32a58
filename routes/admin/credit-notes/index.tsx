/** All credit notes. */
import { page } from "fresh";
import { CreditNotesPage } from "@/components/billing/CreditNotePages.tsx";
import { STAFF_SIDE } from "@/components/layouts/mod.ts";
import { listCreditNotesForStaff } from "@/domain/credit_note/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireStaff(ctx);
    const notes = await listCreditNotesForStaff(ctx.state.deps, {
      viewer,
      page: pageRequestOf(ctx.url, "crn"),
    });
    return page({ notes: notes.items, links: pageLinks(ctx.url, notes.next) });
  },
});

export default define.page<typeof handler>(function AdminCreditNotesPage(props) {
  return (
    <CreditNotesPage
      side={STAFF_SIDE}
      frame={frameOf(props)}
      {...props.data}
      description="Numbered without gaps, newest first. They are issued on the pages of invoices."
    />
  );
});
