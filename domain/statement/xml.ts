/**
 * Reading XML that strangers made. `saxes`, the parser that jsdom stands on, is strict about the form, reads as a stream
 * and knows no entity but XML's own five: nothing is ever expanded or fetched. A document type is refused all the same,
 * because no statement has one. Depth and number of elements are limited, and what is done with isn't kept.
 */
import { SaxesParser, type SaxesTagNS } from "saxes";
import { StatementProblem } from "./problem.ts";

/** An element with what a statement needs of it. */
export interface XmlNode {
  /** Without its prefix. */
  name: string;
  namespace: string;
  /** Line of the file in which its first tag ends. */
  line: number;
  /** The `Ccy` attribute, the only one that statements have. */
  currency: string | null;
  /** Its own text, without that of its children. */
  text: string;
  children: XmlNode[];
}

const MAX_DEPTH = 40;
const MAX_ELEMENTS = 1_500_000;
const MAX_ATTRIBUTES = 20;

/**
 * Reads a document. Each element named in `streamed` is handed to `onNode` when it ends, with all within it, and then
 * let go of; `onStart` sees each of them begin.
 *
 * @throws StatementProblem with the line, at the first thing that is wrong.
 */
export function readXml(
  text: string,
  options: {
    streamed: readonly string[];
    onRoot: (root: XmlNode) => void;
    onNode: (node: XmlNode) => void;
  },
): void {
  const parser = new SaxesParser<{ xmlns: true }>({ xmlns: true });
  const open: XmlNode[] = [];
  let count = 0;
  const refuse = (message: string): never => {
    throw new StatementProblem(message, parser.line);
  };
  parser.on("error", ({ message }) => refuse(`This isn't well-formed XML: ${bare(message)}`));
  parser.on(
    "doctype",
    () => refuse("The file has a document type (DOCTYPE), which no statement has."),
  );
  parser.on("opentag", (tag) => {
    count++;
    if (open.length >= MAX_DEPTH) refuse("The file's elements are nested too deeply.");
    if (count > MAX_ELEMENTS) refuse("The file has too many elements. Send it in parts.");
    if (Object.keys(tag.attributes).length > MAX_ATTRIBUTES) {
      refuse("An element has too many attributes.");
    }
    const node = nodeOf(tag, parser.line);
    if (open.length === 0) options.onRoot(node);
    open.push(node);
  });
  const addText = (part: string) => {
    const node = open.at(-1);
    if (node) node.text += part;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const node = open.pop()!;
    if (options.streamed.includes(node.name)) options.onNode(node);
    else open.at(-1)?.children.push(node);
  });
  parser.write(text).close();
}

/** The first element at a path of names below a node. */
export function find(node: XmlNode | null, ...path: string[]): XmlNode | null {
  let at = node;
  for (const name of path) at = at?.children.find((child) => child.name === name) ?? null;
  return at;
}

/** All children of a name. */
export function findAll(node: XmlNode | null, name: string): XmlNode[] {
  return node?.children.filter((child) => child.name === name) ?? [];
}

/** The text at a path, trimmed; `null` where there is none. */
export function textAt(node: XmlNode | null, ...path: string[]): string | null {
  const text = find(node, ...path)?.text.trim();
  return text === undefined || text === "" ? null : text;
}

function nodeOf(tag: SaxesTagNS, line: number): XmlNode {
  const attribute = Object.hasOwn(tag.attributes, "Ccy") ? tag.attributes.Ccy : undefined;
  return {
    name: tag.local,
    namespace: tag.uri,
    line,
    currency: attribute?.value ?? null,
    text: "",
    children: [],
  };
}

/** Without the place, which is told apart. */
function bare(message: string): string {
  return message.replace(/^\d+:\d+: /, "");
}
