/** From bytes to text: UTF-8 where it is that, UTF-16 by its mark, what an XML file says of itself, else Windows-1252. */
import { StatementProblem } from "./problem.ts";

/** Encodings that an XML file may name; by the web's rules, Latin-1 is read as Windows-1252. */
const NAMED = new Set(["utf-8", "utf8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252"]);

/** The text of a file. @throws StatementProblem for bytes that are no text. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode(bytes, "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes, "utf-16be");
  if (bytes.subarray(0, 4096).includes(0)) throw new StatementProblem("This file isn't a text.");
  const named = /^\s*<\?xml[^>]*?encoding=["']([\w-]{2,20})["']/.exec(
    new TextDecoder("latin1").decode(bytes.subarray(0, 200)),
  )?.[1]?.toLowerCase();
  if (named !== undefined) {
    if (!NAMED.has(named)) throw new StatementProblem(`The encoding ${named} isn't read here.`, 1);
    return decode(bytes, named);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return decode(bytes, "windows-1252");
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new StatementProblem(`The file isn't the ${encoding.toUpperCase()} that it says it is.`);
  }
}
