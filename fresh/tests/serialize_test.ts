/** Island props on their way to the browser: what goes in comes out, and what can't is refused by name. */
import { computed, signal } from "@preact/signals";
import { expect } from "expect";
import fc from "fast-check";
import { isComputed, isSignal } from "../src/islands/signals.ts";
import { escapeScript } from "../src/serialize/escape.ts";
import { parse } from "../src/serialize/parse.ts";
import { SerializationError, stringify } from "../src/serialize/stringify.ts";

function roundTrip<T>(value: T): T {
  // Through the page's script and back
  const literal = escapeScript(JSON.stringify(stringify(value)));
  return parse<T>(JSON.parse(literal));
}

/** Any character, lone halves of surrogate pairs too: `unit: "binary"` is the same, but lists them all first. */
const character = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));

const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    false,
    NaN,
    Infinity,
    -Infinity,
    0,
    -0,
    "",
    -1,
    -7,
  ),
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.string({ unit: character }),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array(),
  fc.webUrl().map((url) => new URL(url)),
  fc.constantFrom(/a["'</]/gi, /(?<x>\d)\u2028/u),
);

const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("any"), { maxLength: 5 }),
    fc.sparseArray(tie("any"), { maxNumElements: 3, maxLength: 6, noTrailingHole: false }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("any"), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
    fc.array(fc.tuple(tie("any"), tie("any")), { maxLength: 4 }).map((items) => new Map(items)),
    fc.array(tie("any"), { maxLength: 4 }).map((items) => new Set(items)),
  ),
})).any;

Deno.test("stringify() and parse() give back any value", () => {
  fc.assert(
    fc.property(value, (input) => {
      const output = roundTrip(input);
      // Deno.inspect shows holes, -0, own __proto__ keys and order, which equality checks tend to overlook
      expect(show(output)).toBe(show(input));
    }),
    { numRuns: 1000 },
  );
});

function show(value: unknown): string {
  return Deno.inspect(value, {
    depth: 50,
    strAbbreviateSize: 1e6,
    iterableLimit: 1e6,
    trailingComma: false,
  });
}

Deno.test("escapeScript() leaves nothing that could end the script", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom("</script>", "<!--", "\u2028", "]]>"),
      (text, bait) => {
        const escaped = escapeScript(JSON.stringify(text + bait));
        expect(escaped).not.toMatch(/[<\u2028\u2029]/);
        expect(JSON.parse(escaped)).toBe(text + bait);
      },
    ),
  );
});

Deno.test("stringify() keeps shared references and cycles", () => {
  const shared = { name: "shared" };
  const input: Record<string, unknown> = { a: shared, b: [shared], map: new Map(), set: new Set() };
  input.self = input;
  (input.map as Map<unknown, unknown>).set(input, input);
  (input.set as Set<unknown>).add(input);

  const output = roundTrip(input) as typeof input & { b: unknown[] };

  expect(output.self).toBe(output);
  expect(output.a).toBe(output.b[0]);
  expect((output.map as Map<unknown, unknown>).get(output)).toBe(output);
  expect((output.set as Set<unknown>).has(output)).toBe(true);
});

Deno.test("stringify() sends the bytes of a view alone", () => {
  const buffer = new Uint8Array([1, 2, 3, 4, 5]).buffer;
  const view = new Uint8Array(buffer, 1, 3);
  expect(roundTrip(view)).toEqual(new Uint8Array([2, 3, 4]));
  const large = crypto.getRandomValues(new Uint8Array(50_000));
  expect(roundTrip(large)).toEqual(large);
});

Deno.test('stringify() treats "__proto__" as a key like any other', () => {
  const input = JSON.parse('{"__proto__": {"isAdmin": true}, "a": 1}');
  const output = roundTrip(input);
  expect(Object.keys(output)).toEqual(["__proto__", "a"]);
  expect(Object.getPrototypeOf(output)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  expect(output.isAdmin).toBeUndefined();
});

Deno.test("stringify() knows the types of Temporal and invalid dates", () => {
  const values = [
    Temporal.Instant.from("2020-01-01T12:34:56.789101112Z"),
    Temporal.ZonedDateTime.from("2020-01-01T12:34:56+01:00[Europe/Berlin]"),
    Temporal.PlainDate.from("2024-02-29"),
    Temporal.PlainTime.from("23:59:59.5"),
    Temporal.PlainDateTime.from("2020-01-01T12:34"),
    Temporal.PlainYearMonth.from("2020-01"),
    Temporal.PlainMonthDay.from("02-29"),
    Temporal.Duration.from("P1Y2M3W4DT5H6M7.008S"),
  ];
  const output = roundTrip(values);
  output.forEach((item, i) => {
    expect(item.constructor).toBe(values[i]!.constructor);
    expect(String(item)).toBe(String(values[i]));
  });
  expect(roundTrip(new Date(NaN)).getTime()).toBeNaN();
});

Deno.test("stringify() refuses what can't cross, and says where it is", () => {
  class Account {}
  const cases: [unknown, string, string][] = [
    [{ onSave: () => {} }, "onSave", "it is a function"],
    [{ user: { roles: [1, Symbol("x")] } }, "user.roles[1]", "it is a symbol"],
    [{ "my account": new Account() }, '["my account"]', "it is an instance of Account"],
    [new Account(), "the value", "it is an instance of Account"],
    [{ list: new Set([new Account()]) }, "list[0]", "it is an instance of Account"],
    [{ bytes: new Uint16Array(2) }, "bytes", "it is an instance of Uint16Array"],
    [{ error: new Error("x") }, "error", "it is an instance of Error"],
  ];
  for (const [input, where, reason] of cases) {
    const act = () => stringify(input);
    expect(act).toThrow(SerializationError);
    expect(act).toThrow(`Can't serialize ${where}: ${reason}`);
  }
});

Deno.test("stringify() takes plain objects of any origin", () => {
  const bare = Object.assign(Object.create(null), { a: 1 });
  expect(roundTrip(bare)).toEqual({ a: 1 });
});

Deno.test("custom types: a parser sees finished values, also in a cycle", () => {
  class Box {
    constructor(readonly content: unknown) {}
  }
  const stringifiers = {
    Box: (value: unknown) => value instanceof Box ? { value: value.content } : undefined,
  };
  const parsers = { Box: ([a, b]: number[]) => new Box([b, a]) };
  expect(parse(stringify(new Box([1, 2]), stringifiers), parsers)).toEqual(new Box([2, 1]));

  const inner: { box?: Box } = {};
  const outer = new Box(inner);
  inner.box = outer;
  const revived = parse<Box>(stringify(outer, stringifiers), {
    Box: (content: unknown) => new Box(content),
  });
  expect((revived.content as typeof inner).box).toBe(revived);
});

Deno.test("signals are told from other values, and from computed ones", () => {
  const count = signal(1);
  const double = computed(() => count.value * 2);
  expect([isSignal(count), isComputed(count)]).toEqual([true, false]);
  expect([isSignal(double), isComputed(double)]).toEqual([true, true]);
  for (const other of [null, 1, {}, { peek() {}, value: 1 }, () => {}]) {
    expect(isSignal(other)).toBe(false);
  }
});
