/** One credit note. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { CreditNoteDocument } from "@/components/billing/CreditNotes.tsx";
import { DownloadIcon } from "@/components/icons.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button } from "@/components/ui/mod.ts";
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
  const { note } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      width="narrow"
      title={`Credit note ${note.number}`}
      breadcrumbs={[
        { label: "Credit notes", href: "/admin/credit-notes" },
        { label: note.number },
      ]}
      actions={
        <Button
          href={`/admin/credit-notes/${note.id}/pdf`}
          icon={DownloadIcon}
          variant="secondary"
        >
          PDF
        </Button>
      }
    >
      <Head>
        <title>{`${note.number} · CloudNest`}</title>
      </Head>
      <CreditNoteDocument note={note} base="/admin" />
    </AdminLayout>
  );
});
