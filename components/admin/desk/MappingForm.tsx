/** Saying what the columns of a bank's CSV are, with what comes of it beside. */
import { Alert } from "../../ui/Alert.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { DateTime } from "../../ui/DateTime.tsx";
import { Money } from "../../ui/Money.tsx";
import { Select, type SelectOption } from "../../ui/Select.tsx";
import type { ColumnRole, CsvMapping, MappingPreview } from "@/domain/statement/mod.ts";

const ROLE_LABELS: Readonly<Record<ColumnRole, string>> = {
  bookedOn: "Day of booking",
  valueOn: "Value day",
  amount: "Amount",
  credit: "Money in",
  debit: "Money out",
  direction: "In or out",
  currency: "Currency",
  counterpartyName: "Payer",
  counterpartyIban: "The payer's IBAN",
  reference: "Creditor reference",
  endToEndId: "End-to-end id",
  bankId: "The bank's id of the entry",
  status: "Booked or pending",
  account: "Own account",
};
/** Columns that may make up the text. */
const TEXT_COLUMNS = 4;

const DATE_OPTIONS: SelectOption[] = [
  { value: "dmy", label: "Day, month, year" },
  { value: "mdy", label: "Month, day, year" },
  { value: "ymd", label: "Year, month, day" },
];
const MARK_OPTIONS: SelectOption[] = [
  { value: ",", label: "Comma: 1.234,50" },
  { value: ".", label: "Point: 1,234.50" },
];

/** The form, filled in with the best guess or what was chosen; posts `preview`, `confirm` or `discard`. */
export function MappingForm({ preview, error }: { preview: MappingPreview; error?: string }) {
  const { mapping } = preview;
  const options = preview.profile.columns.map(({ name, samples }) => ({
    value: name,
    label: samples[0] ? `${name} (${samples[0]})` : name,
  }));
  return (
    <form method="post" class="flex flex-col gap-6" novalidate>
      <input type="hidden" name="delimiter" value={mapping.delimiter} />
      <Card
        title="What the columns are"
        description="Your choice is remembered for this account: the next file is read the same way."
      >
        <div class="flex flex-col gap-5">
          {error && <Alert tone="bad" role="alert">{error}</Alert>}
          <div class="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
            {(Object.keys(ROLE_LABELS) as ColumnRole[]).map((role) => (
              <Select
                key={role}
                name={`column.${role}`}
                label={ROLE_LABELS[role]}
                options={options}
                placeholder="None"
                value={mapping.columns[role] ?? ""}
              />
            ))}
            {[...Array(TEXT_COLUMNS).keys()].map((at) => (
              <Select
                key={at}
                name={`remittance.${at}`}
                label={`Text ${at + 1}`}
                options={options}
                placeholder="None"
                value={mapping.remittance[at] ?? ""}
              />
            ))}
            <Select
              name="date_order"
              label="Days are written"
              options={DATE_OPTIONS}
              value={mapping.dateOrder}
            />
            <Select
              name="decimal_mark"
              label="Amounts are written"
              options={MARK_OPTIONS}
              value={mapping.decimalMark}
            />
          </div>
          <div>
            <Button name="action" value="preview" variant="secondary">See what comes of it</Button>
          </div>
        </div>
      </Card>
      <Preview preview={preview} />
      <div class="flex flex-wrap gap-3">
        <Button name="action" value="confirm">Import it so</Button>
        <Button name="action" value="discard" variant="ghost">Throw the file away</Button>
      </div>
    </form>
  );
}

type Line = MappingPreview["lines"][number];

const COLUMNS: Column<Line>[] = [
  {
    key: "name",
    label: "Payer",
    primary: true,
    render: (line) => line.counterpartyName || "Nobody named",
  },
  { key: "on", label: "Booked on", render: (line) => <DateTime value={line.bookedOn} /> },
  { key: "text", label: "Text", render: (line) => line.remittance || "None" },
  {
    key: "amount",
    label: "Amount",
    numeric: true,
    render: (line) => <Money amount={line.amount} />,
  },
];

function Preview({ preview }: { preview: MappingPreview }) {
  const { lines, lineCount, skipped, problem } = preview;
  if (problem) return <Alert tone="warn" title="The file can't be read so">{problem}</Alert>;
  return (
    <Card
      title="What comes of it"
      description={[
        counted(lineCount, "line"),
        lines.length < lineCount ? `the first ${lines.length} here` : "",
        skipped > 0 ? `${counted(skipped, "row")} without an entry` : "",
      ].filter((part) => part !== "").join(", ") + "."}
      flush
    >
      <DataTable
        caption="First lines"
        columns={COLUMNS}
        rows={lines}
        rowKey={(line) => line.fingerprint}
      />
    </Card>
  );
}

function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what : `${what}s`}`;
}

/** The fields of the form as a mapping; whether it is one is for its schema to say. */
export function mappingOf(texts: Readonly<Record<string, string>>): unknown {
  const columns = (Object.keys(ROLE_LABELS) as ColumnRole[])
    .map((role) => [role, texts[`column.${role}`] || null]);
  return {
    delimiter: texts.delimiter,
    decimalMark: texts.decimal_mark,
    dateOrder: texts.date_order,
    columns: Object.fromEntries(columns),
    remittance: [...Array(TEXT_COLUMNS).keys()]
      .map((at) => texts[`remittance.${at}`] ?? "")
      .filter((name) => name !== ""),
  } satisfies Record<keyof CsvMapping, unknown>;
}

/** Names of all fields of the form. */
export const MAPPING_FIELDS: readonly string[] = [
  "delimiter",
  "date_order",
  "decimal_mark",
  ...Object.keys(ROLE_LABELS).map((role) => `column.${role}`),
  ...[...Array(TEXT_COLUMNS).keys()].map((at) => `remittance.${at}`),
];
