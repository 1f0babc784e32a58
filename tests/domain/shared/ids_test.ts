import { expect } from "expect";
import fc from "fast-check";
import { idTime, isId, makeIds, systemIds } from "@/domain/shared/ids.ts";
import { anyText } from "@/tests/helpers/any_text.ts";
import { FakeClock, TEST_START } from "@/tests/helpers/clock.ts";

Deno.test("ids sort in the order of their making, also while the clock stands still or goes back", () => {
  const moves = fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 2, maxLength: 60 });
  fc.assert(fc.property(moves, (steps) => {
    const clock = new FakeClock();
    const ids = systemIds(clock);
    const made = steps.map((milliseconds) => {
      const id = ids.next("ord");
      clock.advance({ milliseconds });
      return id;
    });
    expect(made).toEqual(made.toSorted());
    expect(new Set(made).size).toBe(made.length);
    expect(made.every((id) => isId("ord", id))).toBe(true);
  }));
});

Deno.test("the random part carries over, digit by digit", () => {
  const ids = makeIds(new FakeClock(), (count) => new Uint8Array(count).fill(31, 1));
  const [first, second] = [ids.next("inv"), ids.next("inv")];
  expect(first.slice(-16)).toBe("0ZZZZZZZZZZZZZZZ");
  expect(second.slice(-16)).toBe("1000000000000000");
});

Deno.test("an id tells its time", () => {
  const times = fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true });
  fc.assert(fc.property(times, (date) => {
    const at = Temporal.Instant.fromEpochMilliseconds(date.getTime());
    const id = systemIds(new FakeClock(at)).next("svc");
    expect(idTime(id).equals(at)).toBe(true);
  }));
});

Deno.test("isId() takes the exact form alone", () => {
  const id = systemIds(new FakeClock(TEST_START)).next("ord");
  expect(isId("ord", id)).toBe(true);
  const bad = [
    "",
    "ord_",
    id.toLowerCase(),
    id.slice(0, -1),
    `${id}0`,
    `${id}\n`,
    ` ${id}`,
    id.replace("ord_", "inv_"),
    id.replace("ord_", "ord-"),
    id.slice(0, -1) + "I",
    id.slice(0, -1) + "U",
    "ord_8" + id.slice(5),
    "ord___proto__",
  ];
  for (const text of bad) expect([text, isId("ord", text)]).toEqual([text, false]);
});

Deno.test("no other text is an id", () => {
  fc.assert(fc.property(anyText(), (text) => {
    expect(isId("ord", `ord_${text}`)).toBe(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text));
  }));
});

Deno.test("tokens have the bytes that were asked for, codes the characters", () => {
  const ids = systemIds(new FakeClock());
  expect(ids.token(32)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(ids.token(32)).not.toBe(ids.token(32));
  expect(ids.code(8)).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
});
