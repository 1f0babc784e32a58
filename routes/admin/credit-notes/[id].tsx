/** One credit note. */
import { page } from "fresh";
import { CreditNotePage } from "@/components/billing/CreditNotePages.tsx";
import { STAFF_SIDE } from "@/components/layouts/mod.ts";
import { getCreditNote } from "@/domain/credit_note/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireStaff(ctx);
    const note = await getCreditNote(ctx.state.deps, { viewer, id: ctx.params.id! });
    return note.ok ? page({ note: note.value }) : problem(note.error);
  },
});

export default define.page<typeof handler>(function AdminCreditNotePage(props) {
  return <CreditNotePage side={STAFF_SIDE} frame={frameOf(props)} {...props.data} />;
});
