/** The answer to "is this document genuine?", and how to find out without us. */
import type { ComponentChildren } from "preact";
import type {
  VerifiedCreditNoteView,
  VerifiedInvoiceView,
  VerifiedView,
} from "@/domain/invoice_document/view.ts";
import {
  Alert,
  type AlertTone,
  Button,
  Card,
  DateTime,
  DescriptionList,
  Input,
  Money,
  StatusBadge,
  TextLink,
} from "../ui/mod.ts";

/** What the pages are called. */
export const VERIFY_TITLE = "Check an invoice or a credit note";

const WORDS: Readonly<Record<VerifiedView["kind"], string>> = {
  invoice: "invoice",
  credit_note: "credit note",
};

/** What we know of the document that has the code. */
export function Verdict({ document }: { document: VerifiedView }) {
  const { tone, title, text } = verdictOf(document);
  return (
    <div class="flex flex-col gap-5">
      <Alert tone={tone} title={title}>{text}</Alert>
      <Card title={`Compare this with the ${WORDS[document.kind]} that you have`}>
        <DescriptionList
          items={[
            { label: "Number", value: <span class="tabular-nums">{document.number}</span> },
            { label: "Issued", value: <DateTime value={document.issuedOn} /> },
            { label: "Total", value: <Money amount={document.total} /> },
            { label: "Issued by", value: document.seller },
            ...(document.kind === "invoice" ? invoiceFacts(document) : creditNoteFacts(document)),
            { label: "Code", value: <code>{document.code}</code> },
            { label: "Signed with key", value: <code>{document.keyId}</code> },
          ]}
        />
      </Card>
    </div>
  );
}

function invoiceFacts({ status, credited }: VerifiedInvoiceView) {
  return [
    { label: "State", value: <StatusBadge kind="invoice" status={status} /> },
    ...(credited.minor > 0 ? [{ label: "Credited", value: <Money amount={credited} /> }] : []),
  ];
}

function creditNoteFacts({ invoiceNumber }: VerifiedCreditNoteView) {
  return [{ label: "For invoice", value: <span class="tabular-nums">{invoiceNumber}</span> }];
}

interface VerdictText {
  tone: AlertTone;
  title: string;
  text: ComponentChildren;
}

function verdictOf(document: VerifiedView): VerdictText {
  const what = WORDS[document.kind];
  if (!document.isGenuine) {
    return {
      tone: "bad",
      title: `Don't trust this ${what}`,
      text:
        "What we have stored under its code isn't what was signed. Don't pay by it: write to us.",
    };
  }
  return (document.kind === "invoice" ? invoiceVerdict(document) : null) ?? {
    tone: "ok",
    title: `This ${what} is ours, and its signature holds`,
    text:
      "If number, day and total are those on your copy, it is genuine. If one of them differs, " +
      "your copy was changed.",
  };
}

/** What became of a genuine invoice after it was issued; `null` if it stands as it was. */
function invoiceVerdict(
  { status, voidedOn, credited, total }: VerifiedInvoiceView,
): VerdictText | null {
  if (status === "void") {
    return {
      tone: "warn",
      title: "This invoice is ours, but it is void",
      text: (
        <>
          It was cancelled
          {voidedOn && (
            <>
              {" "}on <DateTime value={voidedOn} />
            </>
          )}: nothing is to be paid for it.
        </>
      ),
    };
  }
  if (credited.minor === 0) return null;
  return {
    tone: "warn",
    title: credited.minor >= total.minor
      ? "This invoice is ours, but all of it was credited"
      : "This invoice is ours, and a part of it was credited",
    text: "A credit note belongs to it: ask whoever showed you the invoice for it.",
  };
}

/** No document has the code. */
export function Unknown() {
  return (
    <Alert tone="bad" title="None of our invoices and credit notes has this code">
      Compare the code letter by letter and try again. If it is the code on the document, the
      document isn't ours: don't pay by it, and <TextLink href="/contact">write to us</TextLink>.
    </Alert>
  );
}

/** Where a code is typed in. */
export function CodeForm() {
  return (
    <form method="get" action="/verify" class="flex flex-wrap items-end gap-3">
      <Input
        name="code"
        label="Code on the document"
        required
        autocomplete="off"
        maxLength={60}
        placeholder="XXXXX-XXXXX-XXXXX-XXXXX"
        class="flex-1 basis-64"
      />
      <Button>Check</Button>
    </form>
  );
}

/** For those who would rather not ask us. */
export function HowToCheck() {
  return (
    <section class="border-t border-line pt-8 text-sm text-ink-soft">
      <h2 class="text-base font-semibold text-ink">Checking without us</h2>
      <p class="mt-3">
        The PDF of an invoice or a credit note holds a file whose name ends in{" "}
        <code>.jws</code>: the document's data with our signature (Ed25519) as a JSON Web Signature.
        Any library for it can check the file with our{" "}
        <TextLink href="/.well-known/invoice-keys.json">public keys</TextLink>, also years from now
        and without a connection. The data has no name or address of the buyer in it, only a digest
        of them.
      </p>
      <pre
        class="mt-4 overflow-x-auto rounded-md border border-line bg-field p-4 text-xs text-ink"
        tabIndex={0}
      >
        <code>{EXAMPLE}</code>
      </pre>
    </section>
  );
}

const EXAMPLE = `// npm install jose
import { readFileSync } from "node:fs";
import { compactVerify, createLocalJWKSet } from "jose";

const keys = JSON.parse(readFileSync("invoice-keys.json", "utf8"));
const signed = readFileSync("INV-2026-000001.jws", "utf8");
const { payload } = await compactVerify(signed, createLocalJWKSet(keys));
console.log(JSON.parse(new TextDecoder().decode(payload)));`;
