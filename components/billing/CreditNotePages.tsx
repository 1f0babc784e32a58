/** The pages of credit notes, for customers and for staff. */
import { Head } from "fresh/runtime";
import type { CreditNoteSummaryView, CreditNoteView } from "@/domain/credit_note/view.ts";
import { DownloadIcon } from "../state_icons.tsx";
import type { SideProps } from "../layouts/mod.ts";
import { Button, Card, Pagination, type PaginationProps } from "../ui/mod.ts";
import { CreditNoteDocument, CreditNotesTable } from "./CreditNotes.tsx";

/** Props of `CreditNotesPage`. */
export interface CreditNotesPageProps extends SideProps {
  notes: CreditNoteSummaryView[];
  links: Omit<PaginationProps, "label">;
  description: string;
}

/** A list of credit notes. */
export function CreditNotesPage({ side, frame, notes, links, description }: CreditNotesPageProps) {
  const { base, Layout, site } = side;
  return (
    <Layout
      {...frame}
      title="Credit notes"
      description={description}
      breadcrumbs={[{ label: "Invoices", href: `${base}/invoices` }, { label: "Credit notes" }]}
    >
      <Head>
        <title>{`Credit notes · ${site}`}</title>
      </Head>
      <Card flush>
        <CreditNotesTable notes={notes} base={base} />
      </Card>
      <Pagination {...links} label="credit notes" />
    </Layout>
  );
}

/** One credit note. */
export function CreditNotePage({ side, frame, note }: SideProps & { note: CreditNoteView }) {
  const { base, Layout, site } = side;
  return (
    <Layout
      {...frame}
      width="narrow"
      title={`Credit note ${note.number}`}
      breadcrumbs={[
        { label: "Invoices", href: `${base}/invoices` },
        { label: "Credit notes", href: `${base}/credit-notes` },
        { label: note.number },
      ]}
      actions={
        <Button
          href={`${base}/credit-notes/${note.id}/pdf`}
          icon={DownloadIcon}
          variant="secondary"
        >
          PDF
        </Button>
      }
    >
      <Head>
        <title>{`${note.number} · ${site}`}</title>
      </Head>
      <CreditNoteDocument note={note} base={base} />
    </Layout>
  );
}
