/** Sample files of this folder, in the shapes that banks publish theirs in. */
import type { CsvMapping } from "@/domain/statement/csv_mapping.ts";
import type { StatementFile, StatementLine } from "@/domain/statement/model.ts";
import {
  openStatement,
  readProfile,
  readStatement,
  type UnreadableStatement,
} from "@/domain/statement/read_statement.ts";

/** The accounts of the house in the samples: the sample IBANs of the registry. */
export const ACCOUNTS = [
  { iban: "DE89370400440532013000", currency: "EUR" },
  { iban: "NL91ABNA0417164300", currency: "EUR" },
  { iban: "GB82WEST12345698765432", currency: "USD" },
];

/** The bytes of a sample. */
export function sample(name: string): Uint8Array {
  return Deno.readFileSync(new URL(`./samples/${name}`, import.meta.url));
}

/** The text of a sample. */
export function sampleText(name: string): string {
  return new TextDecoder().decode(sample(name));
}

/** Reads a file as the desk does; a CSV by the guessed mapping, unless it is given. */
export function read(
  content: Uint8Array | string,
  csv: { account: string; currency: string; mapping?: CsvMapping } = {
    account: ACCOUNTS[0]!.iban,
    currency: "EUR",
  },
): StatementFile | UnreadableStatement {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const opened = openStatement(bytes);
  if (!opened.ok) return opened.error;
  const profile = opened.value.format === "csv" && !csv.mapping
    ? readProfile(opened.value.text, csv.currency)
    : null;
  if (profile && !profile.ok) return profile.error;
  const mapping = csv.mapping ?? profile?.value.guess;
  const file = readStatement(opened.value, {
    accounts: ACCOUNTS,
    csv: mapping ? { ...csv, mapping } : null,
  });
  return file.ok ? file.value : file.error;
}

/** Reads what must be readable. */
export function readWell(...args: Parameters<typeof read>): StatementFile {
  const file = read(...args);
  if ("code" in file) throw new Error(`${file.message} (line ${file.line})`);
  return file;
}

/** Reads what must not be. */
export function readBadly(...args: Parameters<typeof read>): UnreadableStatement {
  const file = read(...args);
  if (!("code" in file)) throw new Error("the file was read");
  return file;
}

/** All lines of a file. */
export function linesOf(file: StatementFile): StatementLine[] {
  return file.statements.flatMap(({ lines }) => lines);
}
