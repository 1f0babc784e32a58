/**
 * A table that becomes a list of cards on a phone. Roles are written out, because a table that CSS
 * lays out as blocks loses them otherwise.
 */
import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";

export interface Column<Row> {
  key: string;
  label: string;
  render: (row: Row) => ComponentChildren;
  /** Right-aligned with tabular figures: amounts, counts. */
  numeric?: boolean;
  /** Never broken: numbers of invoices and orders. */
  nowrap?: boolean;
  /** Leads the row: emphasised, and the card's title on a phone. One a table. */
  primary?: boolean;
  /** The label stays for screen readers only: a column of buttons. */
  labelHidden?: boolean;
}

export interface DataTableProps<Row> {
  /** What the table lists; read out, and seen with `captionVisible`. */
  caption: string;
  captionVisible?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** Shown instead of the table when there are no rows: an `EmptyState`. */
  empty?: ComponentChildren;
  class?: string;
}

/** Rows of records. Put it into a `Card flush`, or alone on the page. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, captionVisible, columns, rows, rowKey, empty } = props;
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <table role="table" class={cx("block w-full text-sm md:table", props.class)}>
      <caption
        class={captionVisible
          ? "block px-5 pb-3 pt-4 text-left font-semibold text-ink md:table-caption"
          : "sr-only"}
      >
        {caption}
      </caption>
      <thead role="rowgroup" class="hidden md:table-header-group">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.key}
              role="columnheader"
              scope="col"
              class={cx(
                "whitespace-nowrap border-b border-line bg-ground/40 px-3 py-2.5 text-xs font-medium text-muted first:pl-5 last:pr-5",
                column.numeric ? "text-right" : "text-left",
              )}
            >
              {column.labelHidden ? <span class="sr-only">{column.label}</span> : column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" class="block divide-y divide-line md:table-row-group">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            role="row"
            class="relative block px-5 py-4 transition-colors duration-150 hover:bg-raised/50 md:table-row md:p-0"
          >
            {columns.map((column) => <Cell key={column.key} column={column} row={row} />)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  return (
    <td
      role="cell"
      class={cx(
        "flex min-w-0 items-baseline justify-between gap-4 py-1 md:table-cell md:px-3 md:py-3.5 md:align-middle md:first:pl-5 md:last:pr-5",
        column.primary ? "pb-2 text-base font-medium text-ink md:text-sm" : "text-ink-soft",
        column.numeric && "tabular-nums md:text-right md:whitespace-nowrap",
        column.labelHidden && "justify-end pt-3 md:text-right",
        column.nowrap && "md:whitespace-nowrap",
      )}
    >
      {!column.primary && !column.labelHidden && (
        <span aria-hidden="true" class="shrink-0 text-muted md:hidden">{column.label}</span>
      )}
      <div
        class={cx(
          "min-w-0 wrap-anywhere",
          !column.primary && (column.numeric ? "text-right" : "text-right md:text-left"),
        )}
      >
        {column.render(row)}
      </div>
    </td>
  );
}
