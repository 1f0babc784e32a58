import { expect } from "expect";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import { makeLog } from "@/domain/shared/log.ts";
import { fail, invalid, ok, unwrap } from "@/domain/shared/result.ts";
import { FakeClock } from "@/tests/helpers/clock.ts";

Deno.test("a log line is one JSON object, with errors and big integers readable", () => {
  const lines: string[] = [];
  const clock = new FakeClock("2026-03-01T12:00:00Z");
  const log = makeLog((line) => lines.push(line), () => clock.now());
  log.error("order.broken", { error: new TypeError("a\nb"), count: 5n, order: "ord_1" });
  expect(lines.length).toBe(1);
  expect(lines[0]).not.toContain("\n");
  expect(JSON.parse(lines[0]!)).toMatchObject({
    at: "2026-03-01T12:00:00Z",
    level: "error",
    event: "order.broken",
    count: "5",
    order: "ord_1",
    error: { name: "TypeError", message: "a\nb" },
  });
});

Deno.test("stored times sort as texts", () => {
  const clock = new FakeClock("2026-12-31T23:59:59.999Z");
  expect(isoNow(clock)).toBe("2026-12-31T23:59:59.999Z");
  clock.advance({ milliseconds: 1 });
  expect(isoNow(clock)).toBe("2027-01-01T00:00:00.000Z");
  expect(toIso(Temporal.Instant.from("2026-03-01T12:00:00+02:00"))).toBe(
    "2026-03-01T10:00:00.000Z",
  );
});

Deno.test("unwrap() gives the value, or says which failure nobody expected", () => {
  expect(unwrap(ok(1))).toBe(1);
  expect(() => unwrap(fail({ code: "out_of_stock" }))).toThrow("out_of_stock");
  expect(invalid({ name: "Fill this in." }).error.fields["name"]).toBe("Fill this in.");
});
