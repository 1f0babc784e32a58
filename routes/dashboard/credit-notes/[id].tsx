/** One of the customer's credit notes. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { CreditNoteDocument } from "@/components/billing/CreditNotes.tsx";
import { DownloadIcon } from "@/components/icons.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { Button } from "@/components/ui/mod.ts";
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

export default define.page<typeof handler>(function CreditNotePage(props) {
  const { note } = props.data;
  return (
    <DashboardLayout
      {...frameOf(props)}
      width="narrow"
      title={`Credit note ${note.number}`}
      breadcrumbs={[
        { label: "Credit notes", href: "/dashboard/credit-notes" },
        { label: note.number },
      ]}
      actions={
        <Button
          href={`/dashboard/credit-notes/${note.id}/pdf`}
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
      <CreditNoteDocument note={note} base="/dashboard" />
    </DashboardLayout>
  );
});
