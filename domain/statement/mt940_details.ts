/**
 * The field `:86:` of MT940, in the three forms that banks give it: the German one (`?20` to `?63`, with SEPA's words such
 * as `EREF+` within), the one of codes between slashes (`/REMI/`), and plain text.
 */
import { compact, isIban } from "@/domain/settings/mod.ts";
import { MAX_NAME, MAX_REMITTANCE, type ParsedLine } from "./model.ts";
import { clean, cleanAccount, cleanId } from "./values.ts";

type Details = Pick<
  ParsedLine,
  "counterpartyName" | "counterpartyIban" | "remittance" | "reference" | "endToEndId"
>;

/** Characters of the field that are looked at: SWIFT allows six lines of 65. */
const MAX_DETAILS = 4000;
/** A subfield of the German form that is shorter than this ended where a blank was cut off. */
const SUBFIELD_LENGTH = 27;
/** Three digits and a mark that leads each subfield: `?` almost everywhere. */
const GERMAN = /^\d{3}([^A-Za-z0-9\s/])\d{2}/;
const SLASHES = /^\/[A-Z]{2,8}\//;
const SEPA_WORD = /^(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|RREF|BREF)[+:] ?/;
const SLASH_WORD =
  /\/(TRTP|IBAN|BIC|NAME|REMI|EREF|KREF|PREF|CSID|MARF|CNTP|BENM|ORDP|ADDR|RTRN|ISDT|PURP|ULTD|ULTC|ULTB|CRED|SVCL|OCMT|CHGS|ID)\//g;
const IBAN_IN_TEXT = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){2,8}\b/g;

/** Reads the lines of the field; `supplement` is what the entry itself said below its references. */
export function readDetails(lines: readonly string[], supplement: string): Details {
  const text = lines.join("").slice(0, MAX_DETAILS);
  const german = GERMAN.exec(text);
  if (german) return readGerman(text.replaceAll(german[1]!, "?"));
  if (SLASHES.test(text)) return readSlashes(text);
  return readPlain(lines, supplement);
}

function readGerman(text: string): Details {
  const parts = new Map<number, string>();
  for (const [, number, value] of text.matchAll(/\?(\d{2})(.*?)(?=\?\d{2}|$)/gs)) {
    if (!parts.has(Number(number))) parts.set(Number(number), value!);
  }
  const numbers = [...parts.keys()];
  const purpose = numbers.filter((n) => n >= 20 && n <= 29 || n >= 60 && n <= 63).sort((a, b) =>
    a - b
  );
  const words = sepaWords(purpose.map((n) => parts.get(n)!));
  const name = `${parts.get(32) ?? ""}${parts.get(33) ?? ""}`;
  return {
    counterpartyName: clean(name || words.get("ABWA") || "", MAX_NAME),
    counterpartyIban: cleanAccount(parts.get(31) || words.get("IBAN") || "").slice(0, 34),
    remittance: clean(words.get("SVWZ") || words.get("") || parts.get(0) || "", MAX_REMITTANCE),
    reference: null,
    endToEndId: cleanId(words.get("EREF")),
  };
}

/** The texts by the word that leads them; `""` is what stands before any. */
function sepaWords(parts: readonly string[]): Map<string, string> {
  const words = new Map<string, string>();
  let word = "";
  for (const part of parts) {
    const match = SEPA_WORD.exec(part);
    if (match) word = match[1]!;
    const text = match ? part.slice(match[0].length) : part;
    const glue = part.length < SUBFIELD_LENGTH ? " " : "";
    words.set(word, `${words.get(word) ?? ""}${text}${glue}`);
  }
  return words;
}

function readSlashes(text: string): Details {
  const words = new Map<string, string>();
  const marks = [...text.matchAll(SLASH_WORD)];
  for (const [index, mark] of marks.entries()) {
    const value = text.slice(mark.index + mark[0].length, marks[index + 1]?.index);
    if (!words.has(mark[1]!)) words.set(mark[1]!, value);
  }
  // `/CNTP/` holds account, bank and name between slashes, `/REMI/` the kind of text before it.
  const [iban = "", , name = ""] = (words.get("CNTP") ?? "").split("/");
  const remittance = words.get("REMI") ?? "";
  const structured = /^STRD\/(?:[A-Z]{3,4}\/)?([^/]*)/.exec(remittance);
  return {
    counterpartyName: clean(bare(words.get("NAME") ?? name), MAX_NAME),
    counterpartyIban: cleanAccount(bare(words.get("IBAN") ?? iban)).slice(0, 34),
    remittance: clean(bare(remittance.replace(/^(?:USTD|STRD)\/+/, "")), MAX_REMITTANCE),
    reference: cleanId(structured?.[1]),
    endToEndId: cleanId(bare(words.get("EREF") ?? "")),
  };
}

function bare(text: string): string {
  return text.replace(/^[/ ]+|[/ ]+$/g, "");
}

function readPlain(lines: readonly string[], supplement: string): Details {
  const text = lines.join(" ").slice(0, MAX_DETAILS);
  const iban = [...text.matchAll(IBAN_IN_TEXT)].map(([found]) => ibanAt(found)).find(Boolean);
  return {
    counterpartyName: "",
    counterpartyIban: iban ?? "",
    remittance: clean(text || supplement, MAX_REMITTANCE),
    reference: null,
    endToEndId: null,
  };
}

/** The IBAN that a text begins with: words that follow it look like its groups. */
function ibanAt(text: string): string | undefined {
  const compacted = compact(text);
  const lengths = Array.from({ length: 20 }, (_, index) => 34 - index);
  return lengths.map((length) => compacted.slice(0, length)).find(isIban);
}
