/** Statements of the bank: the form that takes a file, and the files that were taken. */
import { LandmarkIcon } from "../../icons.tsx";
import { Alert } from "../../ui/Alert.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { DateTime } from "../../ui/DateTime.tsx";
import { DescriptionList } from "../../ui/DescriptionList.tsx";
import { Disclosure } from "../../ui/Dialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorSummary } from "../../ui/ErrorSummary.tsx";
import { FileInput } from "../../ui/FileInput.tsx";
import { Select } from "../../ui/Select.tsx";
import { StatusBadge } from "../../ui/StatusBadge.tsx";
import { TextLink } from "../../ui/TextLink.tsx";
import type { ImportView } from "@/domain/statement/view.ts";
import type { FormState } from "../forms.ts";

/** A bank account of the house. */
export interface AccountOption {
  iban: string;
  currency: string;
  bankName: string;
}

/** Takes a file; the account is asked for because a CSV doesn't name it. */
export function UploadForm({ accounts, form }: { accounts: AccountOption[]; form: FormState }) {
  const { texts, errors } = form;
  return (
    <Card
      title="Import a statement"
      description="CAMT.053, MT940 or CSV as your bank gives it. Lines that are known already aren't taken twice, whatever you import."
    >
      {accounts.length === 0
        ? (
          <Alert tone="warn" title="There is no bank account yet">
            Enter the house's accounts in the{" "}
            <TextLink href="/admin/settings/bank">settings</TextLink> first.
          </Alert>
        )
        : (
          <form
            method="post"
            enctype="multipart/form-data"
            class="flex flex-col gap-5"
            novalidate
          >
            <ErrorSummary errors={errors} />
            <FileInput
              name="file"
              label="The bank's file"
              hint="At most 10 MB and 20,000 entries."
              error={errors.file}
              required
            />
            <Select
              name="account"
              label="Account"
              hint="For CSV only: other files name their account themselves."
              options={accounts.map(({ iban, currency, bankName }) => ({
                value: iban,
                label: `${iban} in ${currency}, ${bankName}`,
              }))}
              placeholder="As the file says"
              value={texts.account}
              error={errors.account}
            />
            <div>
              <Button>Import</Button>
            </div>
          </form>
        )}
    </Card>
  );
}

const COLUMNS: Column<ImportView>[] = [
  {
    key: "file",
    label: "File",
    primary: true,
    render: (row) => (
      <TextLink href={`/admin/payments/statements/${row.id}`}>{row.fileName}</TextLink>
    ),
  },
  {
    key: "status",
    label: "State",
    render: (row) => <StatusBadge kind="statement" status={row.status} />,
  },
  { key: "at", label: "Imported", render: (row) => <DateTime value={row.importedAt} /> },
  { key: "by", label: "By", render: (row) => row.importedByName },
  { key: "new", label: "New", numeric: true, render: (row) => row.newCount },
  { key: "booked", label: "Booked by itself", numeric: true, render: (row) => row.bookedCount },
  { key: "known", label: "Known before", numeric: true, render: (row) => row.repeatCount },
];

/** The files that were taken, newest first. */
export function ImportsTable({ imports }: { imports: ImportView[] }) {
  return (
    <DataTable
      caption="Imported statements"
      columns={COLUMNS}
      rows={imports}
      rowKey={(row) => row.id}
      empty={
        <EmptyState
          icon={LandmarkIcon}
          title="No statement yet"
          description="Download the statement of your account from your bank, and import it here."
        />
      }
    />
  );
}

/** What became of a file. */
export function ImportFacts({ record }: { record: ImportView }) {
  return (
    <Card title="Import">
      <div class="flex flex-col gap-5">
        {record.problem && <Alert tone="bad" title="It failed">{record.problem}</Alert>}
        {record.status === "running" && (
          <Alert tone="info">
            {record.position} of {record.lineCount} lines are done. Reload the page to see more.
          </Alert>
        )}
        {record.status === "undoing" && (
          <Alert tone="info">Its lines are being taken back. Reload the page to see more.</Alert>
        )}
        {record.status === "undone" && (
          <Alert tone="info" title="This import is undone">
            None of its lines is left. Import the file again whenever you like.
          </Alert>
        )}
        {record.warnings.map((warning) => <Alert key={warning} tone="warn">{warning}</Alert>)}
        <DescriptionList
          columns={2}
          items={[
            { label: "State", value: <StatusBadge kind="statement" status={record.status} /> },
            { label: "Account", value: record.accounts.join(", ") },
            { label: "Lines", value: record.lineCount },
            { label: "New", value: record.newCount },
            { label: "Booked by itself", value: record.bookedCount },
            { label: "Known before", value: record.repeatCount },
            { label: "Not booked by the bank yet, or no entries", value: record.skipped },
            { label: "Imported", value: <DateTime value={record.importedAt} /> },
            { label: "By", value: record.importedByName },
            ...(record.undoneByName ? [{ label: "Undone by", value: record.undoneByName }] : []),
          ]}
        />
      </div>
    </Card>
  );
}

/** `action=undo`: for a wrong file, or columns that were named wrongly. */
export function UndoImport({ record, error }: { record: ImportView; error: string | undefined }) {
  return (
    <Disclosure summary="Undo this import" variant="danger" open={error !== undefined}>
      <form method="post" class="flex flex-col gap-4">
        {error && <Alert tone="bad">{error}</Alert>}
        <p class="text-sm text-muted">
          All of its lines are taken back, those that were ignored as well.
          {record.format === "csv" && " What its columns are is forgotten."}{" "}
          You can import the file, or the right one, again afterwards.
        </p>
        <div>
          <Button name="action" value="undo" variant="danger">Undo the import</Button>
        </div>
      </form>
    </Disclosure>
  );
}
