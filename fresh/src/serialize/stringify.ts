/** Turns the props of islands into the text that `parse()` reads in the browser. See `format.ts` for what it writes. */
import { HOLE, INFINITY_NEG, INFINITY_POS, NAN, NULL, UNDEFINED, ZERO_NEG } from "./format.ts";

/**
 * Writers for types that the format doesn't know. One that recognises a value answers with what stands for it, which is
 * serialised in turn and handed to the parser of the same name; `undefined` leaves the value to the others.
 */
export type Stringifiers = Record<
  string,
  (value: unknown) => { value: unknown } | undefined
>;

/** A value that can't be sent to the browser, and where it is. */
export class SerializationError extends TypeError {
  /** Property names and indexes from the root to the value. */
  readonly path: readonly (string | number)[];
  /** What is wrong with it: `it is a function`. */
  readonly reason: string;

  constructor(path: readonly (string | number)[], reason: string) {
    super(`Can't serialize ${formatPath(path) || "the value"}: ${reason}`);
    this.name = "SerializationError";
    this.path = path;
    this.reason = reason;
  }
}

/**
 * Serialises a value: null, undefined, booleans, numbers with NaN, infinities and -0, bigint, strings, arrays with holes,
 * plain objects, Date, URL, RegExp, Map, Set, Uint8Array, Temporal values, and what `stringifiers` knows. Cycles and
 * shared references are kept.
 *
 * @returns JSON. It isn't safe inside of a script element until `escapeScript()` has seen it.
 * @throws SerializationError for functions, symbols and instances of other classes
 */
export function stringify(
  value: unknown,
  stringifiers: Stringifiers = {},
): string {
  const writer: Writer = {
    entries: [],
    seen: new Map(),
    path: [],
    stringifiers: Object.entries(stringifiers),
  };
  const root = write(writer, value);
  return root < 0 ? String(root) : JSON.stringify(writer.entries);
}

/** Joins a path as it would be written in code: `user.roles[0]`. */
export function formatPath(path: readonly (string | number)[]): string {
  let out = "";
  for (const key of path) {
    if (typeof key === "number") out += `[${key}]`;
    else if (/^[\w$]+$/.test(key)) out += out === "" ? key : `.${key}`;
    else out += `[${JSON.stringify(key)}]`;
  }
  return out;
}

interface Writer {
  /** What becomes the JSON array. */
  readonly entries: unknown[];
  /** The index of each value that has been met. */
  readonly seen: Map<unknown, number>;
  /** Where the writer is. */
  readonly path: (string | number)[];
  readonly stringifiers: [string, Stringifiers[string]][];
}

/** Writes a value and answers with its index, or with the constant that stands for it. */
function write(writer: Writer, value: unknown): number {
  const constant = constantOf(value);
  if (constant !== null) return constant;

  const known = writer.seen.get(value);
  if (known !== undefined) return known;

  // The entry has its index before its contents are written: that is what lets a cycle refer to it
  const index = writer.entries.push(null) - 1;
  writer.seen.set(value, index);
  writer.entries[index] = encode(writer, value);
  return index;
}

function constantOf(value: unknown): number | null {
  if (value === undefined) return UNDEFINED;
  if (value === null) return NULL;
  if (typeof value !== "number") return null;
  if (value === 0) return Object.is(value, -0) ? ZERO_NEG : null;
  if (Number.isNaN(value)) return NAN;
  if (value === Infinity) return INFINITY_POS;
  return value === -Infinity ? INFINITY_NEG : null;
}

function encode(writer: Writer, value: unknown): unknown {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "bigint":
      return ["BigInt", String(value)];
    case "symbol":
      throw new SerializationError([...writer.path], "it is a symbol");
  }

  for (const [name, stringifier] of writer.stringifiers) {
    const result = stringifier(value);
    if (result !== undefined) return [name, write(writer, result.value)];
  }

  if (typeof value === "function") {
    throw new SerializationError([...writer.path], "it is a function");
  }
  return encodeObject(writer, value as object);
}

function encodeObject(writer: Writer, value: object): unknown {
  if (Array.isArray(value)) return encodeArray(writer, value);
  if (value instanceof Date) {
    return [
      "Date",
      Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString(),
    ];
  }
  if (value instanceof URL) return ["URL", value.href];
  if (value instanceof RegExp) return ["RegExp", value.source, value.flags];
  if (value instanceof Uint8Array) return ["Uint8Array", toBase64(value)];
  if (value instanceof Map) {
    const items: number[] = [];
    let i = 0;
    for (const [key, item] of value) {
      items.push(writeAt(writer, i, key), writeAt(writer, i, item));
      i++;
    }
    return ["Map", items];
  }
  if (value instanceof Set) {
    return ["Set", Array.from(value, (item, i) => writeAt(writer, i, item))];
  }
  const temporal = temporalTypeOf(value);
  if (temporal !== null) return [temporal, String(value)];
  return encodePlain(writer, value);
}

function encodeArray(writer: Writer, value: unknown[]): number[] {
  const items: number[] = [];
  for (let i = 0; i < value.length; i++) {
    items.push(i in value ? writeAt(writer, i, value[i]) : HOLE);
  }
  return items;
}

function encodePlain(writer: Writer, value: object): Record<string, number> {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    // An object of another realm is plain, too: its prototype is that realm's Object.prototype
    const isForeignPlain = Object.getPrototypeOf(prototype) === null &&
      Object.hasOwn(prototype, "isPrototypeOf");
    if (!isForeignPlain) {
      const name = prototype.constructor?.name || "an unnamed class";
      throw new SerializationError(
        [...writer.path],
        `it is an instance of ${name}`,
      );
    }
  }
  // Without a prototype, "__proto__" is a key like any other
  const out: Record<string, number> = Object.create(null);
  for (const key of Object.keys(value)) {
    out[key] = writeAt(writer, key, (value as Record<string, unknown>)[key]);
  }
  return out;
}

function writeAt(writer: Writer, key: string | number, value: unknown): number {
  writer.path.push(key);
  const index = write(writer, value);
  writer.path.pop();
  return index;
}

function temporalTypeOf(value: object): string | null {
  const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  if (typeof tag !== "string" || !tag.startsWith("Temporal.")) return null;
  const types = (globalThis as { Temporal?: Record<string, unknown> }).Temporal;
  const type = types?.[tag.slice("Temporal.".length)];
  return typeof type === "function" && value instanceof type ? tag : null;
}

/** Base64 of a view alone, in pieces, because a call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 0x2000) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  }
  return btoa(binary);
}
