/** The table that `deno task bench` prints. */

/** One line of it. */
export interface Row {
  name: string;
  value: string;
  /** What the design asks for; absent where it asks for nothing. */
  aim?: string;
  isMet?: boolean;
  note?: string;
}

/** The rows as a Markdown table. */
export function renderTable(rows: readonly Row[]): string {
  const cells = rows.map(({ name, value, aim, isMet, note }) => [
    name,
    value,
    aim ?? "",
    isMet === undefined ? "" : isMet ? "met" : "missed",
    note ?? "",
  ]);
  const all = [["what", "value", "aim", "", "measured"], ...cells];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const lines = all.map((row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`
  );
  lines.splice(1, 0, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
  return lines.join("\n");
}
