import { expect } from "expect";
import fc from "fast-check";
import { decode, encode } from "@/domain/operations/value_codec.ts";

/** Through JSON, as it is in the file. */
function roundTrip(value: unknown): unknown {
  return decode(JSON.parse(JSON.stringify(encode(value))));
}

// `expect` takes no date that is none for the same as another
const values = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withUnicodeString: true,
  withSparseArray: false,
  withObjectString: false,
  withBoxedValues: false,
  withNullPrototype: false,
}).filter((value) => !Deno.inspect(value, { depth: 100 }).includes("Invalid Date"));

Deno.test("whatever Deno KV can hold comes back as it was", () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(roundTrip(value)).toStrictEqual(value);
    }),
    { numRuns: 500 },
  );
});

Deno.test("values that JSON has no words for come back as they were", () => {
  const cases = [
    undefined,
    null,
    NaN,
    -0,
    Infinity,
    -Infinity,
    2n ** 80n,
    -1n,
    "\ud800",
    new Date(0),
    new Deno.KvU64(2n ** 64n - 1n),
    new Uint8Array([0, 255]),
    new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
    new Float64Array([NaN, 1.5]),
    new Uint8Array([1, 2]).buffer,
    /a+/giu,
    { $: "date", v: 1 },
    { $: undefined },
    { v: { $: [] } },
    [undefined, null],
    new Map<unknown, unknown>([[{ a: 1 }, new Set([1n])], [undefined, null]]),
    JSON.parse('{"__proto__": {"a": 1}}'),
    "",
    {},
    [],
  ];
  for (const value of cases) expect(roundTrip(value)).toStrictEqual(value);
  expect(Number((roundTrip(new Date(NaN)) as Date).getTime())).toBeNaN();
  expect(Object.keys(roundTrip(JSON.parse('{"__proto__": 1}')) as object)).toEqual(["__proto__"]);
});

Deno.test("what isn't data can't be encoded, rather than silently lost", () => {
  const loop: Record<string, unknown> = {};
  loop["self"] = loop;
  for (const value of [() => 1, Symbol("x"), loop, new Error("x"), new WeakMap()]) {
    expect(() => encode(value)).toThrow(TypeError);
  }
});

Deno.test("an unknown type can't be decoded", () => {
  for (const text of ['{"$":"Function","v":"AA=="}', '{"$":"map","v":1}', '{"$":"u64","v":"x"}']) {
    expect(() => decode(JSON.parse(text))).toThrow();
  }
});
