/** Invoices that staff are writing: the list, the form, and the step to a number. */
import { PencilIcon } from "../icons.tsx";
import type { DraftSummaryView, DraftView } from "@/domain/invoice_desk/view.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Checkbox } from "../ui/Checkbox.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { FieldNotes } from "../ui/Field.tsx";
import { Input } from "../ui/Input.tsx";
import { formatMoney, Money } from "../ui/Money.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { cx } from "../ui/cx.ts";
import { fieldId } from "../ui/field_ids.ts";
import type { FormState } from "./forms.ts";
import { ProofGate } from "./ProofGate.tsx";

const COLUMNS: Column<DraftSummaryView>[] = [
  {
    key: "customer",
    label: "For",
    primary: true,
    render: (draft) => (
      <TextLink href={`/admin/invoices/drafts/${draft.id}`}>{draft.customerName}</TextLink>
    ),
  },
  { key: "changed", label: "Changed", render: (draft) => <DateTime value={draft.updatedAt} /> },
  {
    key: "total",
    label: "As written",
    numeric: true,
    render: (draft) => <Money amount={draft.total} />,
  },
];

/** The drafts. */
export function DraftsTable({ drafts }: { drafts: DraftSummaryView[] }) {
  return (
    <DataTable
      caption="Drafts"
      columns={COLUMNS}
      rows={drafts}
      rowKey={(draft) => draft.id}
      empty={
        <EmptyState
          icon={PencilIcon}
          title="No drafts"
          description="Begin one on the page of a customer."
        />
      }
    />
  );
}

/** Rows as they are typed. */
export interface DraftRows {
  labels: readonly string[];
  quantities: readonly string[];
  units: readonly string[];
}

/** Props of `DraftForm`. */
export interface DraftFormProps {
  draft: DraftView;
  /** What was typed into a form that was refused; the draft itself unless there is one. */
  typed: { texts: Readonly<Record<string, string>>; rows: DraftRows } | null;
  errors: FormState["errors"];
}

/** Blank rows below the last one. */
const SPARE_ROWS = 3;

/** `action=save version labels[] quantities[] units[] due_on notes from_wallet`. */
export function DraftForm({ draft, typed, errors }: DraftFormProps) {
  const rows = typed?.rows ?? rowsOf(draft);
  const texts = typed?.texts ?? {
    due_on: draft.dueOn ?? "",
    notes: draft.notes,
    from_wallet: draft.fromWallet ? "on" : "",
  };
  const count = typed ? rows.labels.length : rows.labels.length + SPARE_ROWS;
  return (
    <Card
      title="Lines"
      description={`Prices in ${draft.currency}; below zero takes something off.`}
    >
      <form method="post" class="flex flex-col gap-5" novalidate>
        <input type="hidden" name="action" value="save" />
        <input type="hidden" name="version" value={draft.version} />
        <ErrorSummary errors={errors} />
        <ol class="flex flex-col gap-4">
          {Array.from({ length: count }, (_, at) => <Row key={at} at={at} rows={rows} />)}
        </ol>
        {["labels", "quantities", "units"].map((name) => (
          <FieldNotes key={name} id={fieldId(name)} error={errors[name]} />
        ))}
        <div class="grid gap-5 sm:grid-cols-2">
          <Input
            name="due_on"
            type="date"
            label="Due on"
            hint="Blank: by the settings, from the day on which it is issued."
            value={texts.due_on}
            error={errors.due_on}
          />
        </div>
        <Textarea
          name="notes"
          label="Notes"
          hint="Printed below the lines, for the customer."
          value={texts.notes}
          error={errors.notes}
          rows={3}
          maxlength={1000}
        />
        <Checkbox
          name="from_wallet"
          label="Pay it from the wallet"
          hint="As far as the money there goes, when it is issued."
          checked={texts.from_wallet === "on"}
        />
        <div>
          <Button variant="secondary">Save the draft</Button>
        </div>
      </form>
    </Card>
  );
}

function Row({ at, rows }: { at: number; rows: DraftRows }) {
  const idOf = (name: string) => at === 0 ? fieldId(name) : fieldId(`${name}-${at}`);
  const of = `of line ${at + 1}`;
  return (
    <li
      class={cx(
        "grid grid-cols-2 gap-3 sm:grid-cols-[minmax(0,1fr)_6rem_9rem]",
        at > 0 && "border-t border-line pt-4 sm:border-t-0 sm:pt-0",
      )}
    >
      <Input
        id={idOf("labels")}
        name="labels[]"
        label={<RowLabel text="What for" of={of} />}
        class="col-span-2 sm:col-span-1"
        value={rows.labels[at] ?? ""}
        maxlength={200}
        autocomplete="off"
      />
      <Input
        id={idOf("quantities")}
        name="quantities[]"
        label={<RowLabel text="Quantity" of={of} />}
        inputmode="numeric"
        value={rows.quantities[at] ?? "1"}
        autocomplete="off"
      />
      <Input
        id={idOf("units")}
        name="units[]"
        label={<RowLabel text="Price" of={of} />}
        inputmode="text"
        value={rows.units[at] ?? ""}
        autocomplete="off"
      />
    </li>
  );
}

function RowLabel({ text, of }: { text: string; of: string }) {
  return (
    <>
      {text}
      <span class="sr-only">{` ${of}`}</span>
    </>
  );
}

function rowsOf({ lines }: DraftView): DraftRows {
  return {
    labels: lines.map(({ label }) => label),
    quantities: lines.map(({ quantity }) => String(quantity)),
    units: lines.map(({ unit }) => toDecimal(unit)),
  };
}

/** `action=issue|delete version`. */
export function IssueCard({ draft, isConfirmed }: { draft: DraftView; isConfirmed: boolean }) {
  return (
    <Card
      title="Issue it"
      description="The invoice gets its number and the tax of the customer, and can't be changed then."
    >
      <div class="flex flex-col gap-5">
        <p class="text-sm text-ink-soft">
          As saved: {formatMoney(draft.total)} in {draft.lines.length}{" "}
          {draft.lines.length === 1 ? "line" : "lines"}.
        </p>
        <ProofGate
          isConfirmed={isConfirmed}
          path={`/admin/invoices/drafts/${draft.id}`}
          what="issue it or throw it away"
        >
          <form method="post" class="flex flex-col items-start gap-5">
            <input type="hidden" name="version" value={draft.version} />
            <Button name="action" value="issue">Issue the invoice</Button>
            <Button name="action" value="delete" variant="ghost">Throw the draft away</Button>
          </form>
        </ProofGate>
      </div>
    </Card>
  );
}
