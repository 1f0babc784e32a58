/** The files of a copy: each noun as JSON for programs, and all of it as pages for people. */
import {
  getCreditNotePdf,
  getInvoicePdf,
  type PdfDownload,
} from "@/domain/invoice_document/mod.ts";
import { readProof } from "@/domain/payment/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { NotFound, Result } from "@/domain/shared/result.ts";
import { type Part, partsOf } from "./collect.ts";
import { creditNotesOf, invoicesOf, proofsOf } from "./collect_money.ts";
import type { ZipEntry } from "./zip.ts";

/** The newest invoices and credit notes as PDF; more would take longer than the job's lease. What they say is in the copy for all of them. */
const MAX_PDFS = 1000;

/** All entries of a customer's copy. Texts of people are written as texts: nothing of them is HTML. */
export async function* entriesOf(deps: Deps, accountId: string): AsyncIterable<ZipEntry> {
  const parts = partsOf(deps, accountId);
  yield { path: "index.html", content: indexPage(parts, deps.clock.now()) };
  for (const part of parts) {
    yield { path: `data/${part.name}.json`, content: jsonOf(part.rows()) };
    yield { path: `${part.name}.html`, content: pageOf(part) };
  }
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  const invoices = invoicesOf(deps, accountId);
  yield* printed(
    "invoices",
    { ids: invoices, print: (id) => getInvoicePdf(deps, { viewer, id, paper: "invoice" }) },
  );
  const notes = creditNotesOf(deps, accountId);
  yield* printed("credit_notes", {
    ids: notes,
    print: (id) => getCreditNotePdf(deps, { viewer, id }),
  });
  for await (const { id, fileName } of proofsOf(deps, accountId)) {
    const file = await readProof(deps, { viewer, id });
    if (!file.ok) continue;
    // The id is in front, so that two files of the same name don't meet.
    yield {
      path: `proofs/${id}-${fileName.replace(/[^\w.-]+/g, "_")}`,
      content: file.value.stream,
      isPacked: true,
    };
  }
}

/** The newest of a kind of document, as PDF. */
async function* printed(
  folder: string,
  { ids, print }: {
    ids: AsyncIterable<string>;
    print: (id: string) => Promise<Result<PdfDownload, NotFound>>;
  },
): AsyncGenerator<ZipEntry> {
  let count = 0;
  for await (const id of ids) {
    if (++count > MAX_PDFS) break;
    const pdf = await print(id);
    if (!pdf.ok) continue;
    const { fileName, content } = pdf.value;
    yield { path: `${folder}/${fileName}`, content: whole(content), isPacked: true };
  }
}

async function* whole(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}

async function* jsonOf(rows: AsyncIterable<object>): AsyncIterable<string> {
  let before = "[\n";
  for await (const row of rows) {
    yield before + JSON.stringify(row, null, 2);
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

async function* indexPage(parts: readonly Part[], at: Temporal.Instant): AsyncIterable<string> {
  yield head("Everything about you");
  yield `<p>Made at ${escape(at.toString({ smallestUnit: "second" }))}. `;
  yield "Passwords, codes and keys aren't in it. The same data for programs is in the folder data, ";
  yield "your invoices and credit notes as PDF in the folders invoices and credit_notes, the files of ";
  yield "your proofs of payment in the folder proofs.</p>\n<ul>\n";
  for (const { name, title } of parts) {
    yield `<li><a href="${name}.html">${escape(title)}</a></li>\n`;
  }
  yield `</ul>\n${FOOT}`;
}

async function* pageOf({ title, rows }: Part): AsyncIterable<string> {
  yield head(title);
  yield `<p><a href="index.html">Everything about you</a></p>\n`;
  let isEmpty = true;
  for await (const row of rows()) {
    isEmpty = false;
    yield `<section>${listOf(row)}</section>\n`;
  }
  if (isEmpty) yield "<p>Nothing is kept here.</p>\n";
  yield FOOT;
}

/** An object as a list of names and values; an amount of money as its text. */
function listOf(value: object): string {
  const items = Object.entries(value)
    .map(([name, part]) => `<dt>${escape(words(name))}</dt><dd>${valueOf(part)}</dd>`);
  return `<dl>${items.join("")}</dl>`;
}

function valueOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) {
    return value.length === 0
      ? "–"
      : `<ul>${value.map((each) => `<li>${valueOf(each)}</li>`).join("")}</ul>`;
  }
  if (typeof value !== "object") return escape(String(value));
  return isMoney(value) ? escape(moneyText(value)) : listOf(value);
}

function isMoney(value: object): value is { minor: number; currency: string } {
  return Object.keys(value).sort().join() === "currency,minor";
}

function moneyText({ minor, currency }: { minor: number; currency: string }): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** decimals);
}

/** `invoiceNumber` → `invoice number`. */
function words(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function head(title: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid #999; padding: 1rem 0; }
dl { display: grid; grid-template-columns: 12rem 1fr; gap: .25rem 1rem; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
dt { color: #555; }
ul { margin: 0; padding-left: 1.25rem; }
</style>
<h1>${escape(title)}</h1>
`;
}

const FOOT = "</html>\n";
