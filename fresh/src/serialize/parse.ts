/**
 * Reads what `stringify()` wrote. This module is part of the client runtime, so it is kept small: the text comes from our
 * own server and is trusted to be well formed.
 */
import { HOLE, INFINITY_NEG, INFINITY_POS, NAN, NULL, UNDEFINED, ZERO_NEG } from "./format.ts";

/** Makes a value of what a stringifier of the same name put in its place. */
// deno-lint-ignore no-explicit-any -- each parser knows the type of its own values
export type Parsers = Record<string, (value: any) => unknown>;

type Entry = string | number | boolean | unknown[] | Record<string, number>;
type Receive = (value: unknown) => void;

/**
 * Reads a value that `stringify()` wrote.
 *
 * @param text what `stringify()` returned
 * @param parsers for each name of a stringifier that was used, its counterpart
 */
export function parse<T = unknown>(text: string, parsers: Parsers = {}): T {
  const entries: Entry[] | number = JSON.parse(text);
  let root: unknown;
  new Reader(typeof entries === "number" ? [] : entries, parsers).read(
    typeof entries === "number" ? entries : 0,
    (value) => root = value,
  );
  return root as T;
}

const CONSTANTS: Record<number, unknown> = {
  [UNDEFINED]: undefined,
  [NULL]: null,
  [NAN]: NaN,
  [INFINITY_POS]: Infinity,
  [INFINITY_NEG]: -Infinity,
  [ZERO_NEG]: -0,
};

class Reader {
  readonly #entries: Entry[];
  readonly #parsers: Parsers;
  /** Values that exist, though some of their parts may not yet. */
  readonly #values = new Map<number, unknown>();
  /** Who waits for a value that is being made, because it contains itself. */
  readonly #waiting = new Map<number, Receive[]>();

  constructor(entries: Entry[], parsers: Parsers) {
    this.#entries = entries;
    this.#parsers = parsers;
  }

  /** Hands the value of an index to `receive`: at once, or as soon as it exists where it is part of a cycle. */
  read(index: number, receive: Receive): void {
    if (index < 0) receive(CONSTANTS[index]);
    else if (this.#values.has(index)) receive(this.#values.get(index));
    else if (this.#waiting.has(index)) this.#waiting.get(index)!.push(receive);
    else {
      this.#waiting.set(index, [receive]);
      this.#make(index, this.#entries[index]!);
    }
  }

  /** Makes a value that has no parts, or all of them. */
  #done(index: number, value: unknown): void {
    this.#values.set(index, value);
    for (const receive of this.#waiting.get(index)!) receive(value);
  }

  #make(index: number, entry: Entry): void {
    if (typeof entry !== "object") this.#done(index, entry);
    else if (!Array.isArray(entry)) {
      const out = {};
      this.#values.set(index, out);
      for (const key of Object.keys(entry)) {
        this.read(entry[key]!, (value) => {
          // Defined, not assigned: "__proto__" is a key like any other
          Object.defineProperty(out, key, {
            value,
            configurable: true,
            enumerable: true,
            writable: true,
          });
        });
      }
      this.#done(index, out);
    } else if (typeof entry[0] === "string") this.#makeTyped(index, entry[0], entry[1], entry[2]);
    else {
      const out = new Array(entry.length);
      this.#values.set(index, out);
      (entry as number[]).forEach((item, i) => {
        if (item !== HOLE) this.read(item, (value) => out[i] = value);
      });
      this.#done(index, out);
    }
  }

  // deno-lint-ignore no-explicit-any -- what follows the name depends on the type
  #makeTyped(index: number, type: string, value: any, more: any): void {
    const parser = this.#parsers[type];
    if (parser !== undefined) {
      this.read(value, (inner) => this.#done(index, parser(inner)));
    } else if (type === "Map") {
      const out = new Map();
      this.#values.set(index, out);
      // Items that are still being made would come late and out of order, so keys and values are gathered first
      this.#readAll(value, (items) => {
        for (let i = 0; i < items.length; i += 2) out.set(items[i], items[i + 1]);
      });
      this.#done(index, out);
    } else if (type === "Set") {
      const out = new Set();
      this.#values.set(index, out);
      this.#readAll(value, (items) => items.forEach((item) => out.add(item)));
      this.#done(index, out);
    } else this.#done(index, makeLeaf(type, value, more));
  }

  #readAll(indexes: number[], receive: (items: unknown[]) => void): void {
    const items: unknown[] = [];
    let missing = indexes.length;
    indexes.forEach((index, i) =>
      this.read(index, (item) => {
        items[i] = item;
        if (--missing === 0) receive(items);
      })
    );
  }
}

function makeLeaf(type: string, value: string, flags: string): unknown {
  switch (type) {
    case "BigInt":
      return BigInt(value);
    case "Date":
      return new Date(value);
    case "URL":
      return new URL(value);
    case "RegExp":
      return new RegExp(value, flags);
    case "Uint8Array":
      return Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
  }
  // What is left are the types of Temporal: "Temporal.PlainDate"
  // deno-lint-ignore no-explicit-any -- not every browser has Temporal
  return (globalThis as any).Temporal[type.slice(9)].from(value);
}
