/**
 * Whatever Deno KV can hold, as JSON and back. Plain JSON stays as it is; everything else is `{ "$": type, "v": … }`,
 * and so is an object that has a `$` of its own.
 */

/** What `encode()` makes. */
export type Encoded = null | boolean | number | string | Encoded[] | { [name: string]: Encoded };

const BYTE_TYPES = [
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
];

/**
 * A value as JSON.
 *
 * @throws TypeError for what isn't data: functions, errors, and objects that contain themselves.
 */
export function encode(value: unknown, inside: readonly object[] = []): Encoded {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") {
    const isPlain = Number.isFinite(value) && !Object.is(value, -0);
    return isPlain ? value : tagged("number", Object.is(value, -0) ? "-0" : String(value));
  }
  if (value === undefined) return tagged("undefined", null);
  if (typeof value === "bigint") return tagged("bigint", String(value));
  if (typeof value !== "object") throw new TypeError(`can't be stored: ${typeof value}`);
  if (inside.includes(value)) throw new TypeError("can't be stored: contains itself");
  return encodeObject(value, [...inside, value]);
}

function encodeObject(value: object, inside: readonly object[]): Encoded {
  const part = (item: unknown) => encode(item, inside);
  if (Array.isArray(value)) return Array.from(value, part);
  if (value instanceof Deno.KvU64) return tagged("u64", String(value.value));
  if (value instanceof Date) return tagged("date", part(value.getTime()));
  if (value instanceof Map) {
    return tagged("map", Array.from(value, ([key, item]) => [part(key), part(item)]));
  }
  if (value instanceof Set) return tagged("set", Array.from(value, part));
  if (value instanceof RegExp) return tagged("regexp", [value.source, value.flags]);
  if (value instanceof ArrayBuffer) return tagged("ArrayBuffer", new Uint8Array(value).toBase64());
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return tagged(value.constructor.name, bytes.toBase64());
  }
  if (![Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    throw new TypeError(`can't be stored: ${value.constructor.name}`);
  }
  const entries = Object.entries(value).map(([name, item]) => [name, part(item)] as const);
  return Object.hasOwn(value, "$")
    ? tagged("object", entries.map(([name, item]) => [name, item]))
    : Object.fromEntries(entries);
}

/**
 * The value of what `encode()` made.
 *
 * @throws TypeError if it isn't of that form.
 */
export function decode(encoded: Encoded): unknown {
  if (encoded === null || typeof encoded !== "object") return encoded;
  if (Array.isArray(encoded)) return encoded.map(decode);
  if (!Object.hasOwn(encoded, "$")) {
    return Object.fromEntries(Object.entries(encoded).map(([name, item]) => [name, decode(item)]));
  }
  return decodeTagged(String(encoded["$"]), encoded["v"] ?? null);
}

function decodeTagged(type: string, data: Encoded): unknown {
  switch (type) {
    case "undefined":
      return undefined;
    case "number":
      return Number(data);
    case "bigint":
      return BigInt(String(data));
    case "u64":
      return new Deno.KvU64(BigInt(String(data)));
    case "date":
      return new Date(Number(decode(data)));
    case "map":
      return new Map(pairs(data));
    case "set":
      return new Set(list(data).map(decode));
    case "object":
      return Object.fromEntries(pairs(data));
    case "regexp":
      return new RegExp(String(list(data)[0]), String(list(data)[1]));
    default:
      return decodeBytes(type, data);
  }
}

function decodeBytes(type: string, data: Encoded): unknown {
  const bytes = Uint8Array.fromBase64(String(data));
  if (type === "ArrayBuffer") return bytes.buffer;
  if (type === "DataView") return new DataView(bytes.buffer);
  const View = BYTE_TYPES.find((candidate) => candidate.name === type);
  if (!View) throw new TypeError(`unknown type ${type}`);
  return new View(bytes.buffer);
}

function tagged(type: string, data: Encoded): Encoded {
  return { "$": type, v: data };
}

function list(data: Encoded): Encoded[] {
  if (!Array.isArray(data)) throw new TypeError("not a list");
  return data;
}

function pairs(data: Encoded): Array<[string, unknown]> {
  return list(data).map((
    pair,
  ) => [decode(list(pair)[0] ?? null) as string, decode(list(pair)[1]!)]);
}
