import { expect } from "expect";
import fc from "fast-check";
import { money } from "@/domain/shared/money.ts";
import {
  dayAmountKey,
  isPossibleRepeat,
  twinFingerprint,
  withFingerprints,
} from "@/domain/statement/fingerprint.ts";
import type { ParsedLine, ParsedStatement } from "@/domain/statement/model.ts";
import { linesOf, readWell, sampleText } from "./samples.ts";

const LINE: ParsedLine = {
  bookedOn: "2026-03-03",
  valueOn: "2026-03-03",
  amount: money(1000, "EUR"),
  isReversal: false,
  counterpartyName: "Anna Beispiel",
  counterpartyIban: "NL91ABNA0417164300",
  remittance: "Server",
  reference: null,
  endToEndId: null,
  bankId: null,
  accountIban: "DE89370400440532013000",
  batch: null,
};

function statement(lines: ParsedLine[], number: string | null = null): ParsedStatement {
  return { account: LINE.accountIban, currency: "EUR", number, lines };
}

function prints(...statements: ParsedStatement[]): string[] {
  return withFingerprints(statements).flatMap(({ lines }) => lines.map((line) => line.fingerprint));
}

Deno.test("two payments that are alike in everything are two lines, and the same two in the next file", () => {
  const first = prints(statement([LINE, { ...LINE, bookedOn: "2026-03-02" }, LINE]));
  const next = prints(statement([{ ...LINE, amount: money(5, "EUR") }, LINE, LINE, LINE]));

  expect(new Set(first).size).toBe(3);
  expect(next.slice(1, 3)).toEqual([first[0], first[2]]);
  expect(first).not.toContain(next[3]);
});

Deno.test("the bank's id tells alike lines apart, wherever they stand", () => {
  const [a, b] = [{ ...LINE, bankId: "A" }, { ...LINE, bankId: "B" }];

  expect(prints(statement([a, b]))).toEqual(prints(statement([b, a])).reverse());
  expect(prints(statement([a]))).not.toEqual(prints(statement([b])));
});

Deno.test("an id that the bank uses again for another day or sum is another line", () => {
  const id = { ...LINE, bankId: "A" };

  const all = prints(statement([
    id,
    { ...id, bookedOn: "2026-03-04" },
    { ...id, amount: money(2000, "EUR") },
    id,
  ]));

  expect(new Set(all).size).toBe(4);
});

Deno.test("a numbered statement that a file holds twice counts once", () => {
  const twice = withFingerprints([statement([LINE], "7"), statement([LINE], "7")]);
  const two = withFingerprints([statement([LINE], "7"), statement([LINE], "8")]);

  expect(twice).toHaveLength(1);
  expect(two.flatMap(({ lines }) => lines)).toHaveLength(2);
});

Deno.test("blanks, marks and case don't make another line; what is written does", () => {
  const same = { ...LINE, remittance: "  SER-VER. ", counterpartyName: "other spelling" };

  expect(prints(statement([same]))).toEqual(prints(statement([LINE])));
  for (
    const other of [{ remittance: "Server 2" }, { counterpartyIban: "X" }, { endToEndId: "E" }]
  ) {
    expect(prints(statement([{ ...LINE, ...other }]))).not.toEqual(prints(statement([LINE])));
  }
});

Deno.test("one entry with the bank's id has one fingerprint in CAMT.053 and MT940", () => {
  const camt = linesOf(readWell(sampleText("camt053_v02.xml").replaceAll("345678000", "345678")));
  const mt940 = linesOf(readWell(sampleText("german.sta")));

  expect(camt[0]!.bankId).toBe("2026030312345678");
  expect(mt940[0]!.fingerprint).toBe(camt[0]!.fingerprint);
});

Deno.test("overlapping files of whole days hold each line under one fingerprint", () => {
  const payment = fc.record({
    day: fc.integer({ min: 1, max: 5 }),
    minor: fc.integer({ min: 1, max: 2 }),
    text: fc.constantFrom("a", "b"),
    bankId: fc.constantFrom(null, null, "X", "Y"),
  });
  fc.assert(fc.property(
    fc.array(payment, { maxLength: 30 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
    (payments, a, b) => {
      const lines = payments.toSorted((x, y) => x.day - y.day).map((
        { day, minor, text, bankId },
      ) => ({
        ...LINE,
        bookedOn: `2026-03-0${day}`,
        amount: money(minor, "EUR"),
        remittance: text,
        bankId,
      }));
      const [first, last] = [Math.min(a, b), Math.max(a, b)];
      const until = lines.filter((line) => line.bookedOn <= `2026-03-0${last}`);
      const since = lines.filter((line) => line.bookedOn >= `2026-03-0${first}`);

      const known = new Set([...prints(statement(until)), ...prints(statement(since))]);

      expect(known.size).toBe(lines.length);
      expect(known).toEqual(new Set(prints(statement(lines))));
    },
  ));
});

Deno.test("a line that another source may have brought is told by counting, the batch as one", () => {
  const part = { ...LINE, batch: { position: 1, count: 2, total: money(2000, "EUR") } };

  expect(isPossibleRepeat({}, "csv")).toBe(false);
  expect(isPossibleRepeat({ csv: 3 }, "csv")).toBe(false);
  expect(isPossibleRepeat({ camt053: 1 }, "csv")).toBe(true);
  expect(isPossibleRepeat({ camt053: 1, csv: 1 }, "csv")).toBe(false);
  expect(isPossibleRepeat({ camt053: 2, csv: 1 }, "csv")).toBe(true);
  expect(dayAmountKey(part)).toEqual(["DE89370400440532013000", "2026-03-03", "2000"]);
  expect(dayAmountKey(LINE)).toEqual(["DE89370400440532013000", "2026-03-03", "1000"]);
  expect(twinFingerprint("a", "7")).not.toBe(twinFingerprint("a", "8"));
});
