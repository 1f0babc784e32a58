import { expect } from "expect";
import fc from "fast-check";
import { money } from "@/domain/shared/money.ts";
import { detectOrder, parseDate } from "@/domain/statement/csv_dates.ts";
import { profileCsv } from "@/domain/statement/csv_profile.ts";
import { readRows } from "@/domain/statement/csv_table.ts";
import { linesOf, readBadly, readWell, sample, sampleText } from "./samples.ts";

const GERMAN = sampleText("german.csv");
const US = { account: "GB82WEST12345698765432", currency: "USD" };
const DUTCH = { account: "NL91ABNA0417164300", currency: "EUR" };

Deno.test("a German export is understood: its preamble, quotes, comma, dates, status and total", () => {
  const profile = profileCsv(GERMAN, "EUR");
  const file = readWell(GERMAN);

  expect(profile.guess).toEqual({
    delimiter: ";",
    decimalMark: ",",
    dateOrder: "dmy",
    columns: expect.objectContaining({
      bookedOn: "Buchungstag",
      valueOn: "Wertstellung",
      amount: "Betrag (€)",
      credit: null,
      debit: null,
      counterpartyName: "Auftraggeber / Begünstigter",
      counterpartyIban: "IBAN",
      endToEndId: "Kundenreferenz",
      status: "Status",
    }),
    remittance: ["Verwendungszweck"],
  });
  expect(profile.headLine).toBe(4);
  expect(profile.columns[6]).toEqual({
    name: "Betrag (€)",
    samples: ["1.119,00", "10,00", "5,00"],
  });
  expect(file).toMatchObject({ format: "csv", skipped: 2 });
  expect(linesOf(file)).toMatchObject([
    {
      bookedOn: "2026-03-03",
      valueOn: "2026-03-04",
      amount: money(111900, "EUR"),
      counterpartyName: "Jörg Müller",
      counterpartyIban: "NL91ABNA0417164300",
      remittance: "RF98 INV2 0260 0012 3",
      endToEndId: null,
      bankId: null,
      accountIban: "DE89370400440532013000",
    },
    {
      amount: money(1000, "EUR"),
      counterpartyName: 'Anna "Ann" Beispiel',
      remittance: "Rechnung; INV-2026-000124 zweite Zeile",
    },
    { bookedOn: "2026-03-02", amount: money(-165, "EUR") },
  ]);
});

Deno.test("an American export is understood: months first, two columns of amounts, its own ids", () => {
  const file = readWell(sample("us.csv"), US);

  expect(linesOf(file)).toMatchObject([
    {
      bookedOn: "2026-01-31",
      amount: money(120000, "USD"),
      counterpartyName: "Example Trading Ltd",
      remittance: "Payment INV-2026-000123",
      bankId: "T-1",
    },
    { bookedOn: "2026-01-30", amount: money(-350, "USD"), bankId: "T-2" },
    { bookedOn: "2026-01-05", amount: money(2000, "USD"), bankId: "T-3" },
  ]);
});

Deno.test("a Dutch export is understood: packed dates, and a column that says which way the money went", () => {
  const file = readWell(sample("dutch.csv"), DUTCH);

  expect(linesOf(file)).toMatchObject([
    {
      bookedOn: "2026-03-03",
      amount: money(6050, "EUR"),
      counterpartyIban: "FR1420041010050500013M02606",
      remittance: "INV-2026-000130",
    },
    { bookedOn: "2026-03-02", amount: money(-1200, "EUR") },
  ]);
});

Deno.test("CSV is read in UTF-8, with or without its mark, in UTF-16 and in Windows-1252", () => {
  const expected = linesOf(readWell(GERMAN));
  const windows = Uint8Array.from(GERMAN, (char) => char === "€" ? 0x80 : char.charCodeAt(0));
  const utf16 = new Uint8Array(
    new Uint16Array(
      [0xfeff, ...GERMAN].map((each) => typeof each === "number" ? each : each.charCodeAt(0)),
    ).buffer,
  );

  for (const bytes of [`\uFEFF${GERMAN}`, windows, utf16]) {
    expect(linesOf(readWell(bytes))).toEqual(expected);
  }
});

Deno.test("CSV is refused as a whole, with the line, where anything in it is wrong", () => {
  const bad: Array<[change: (text: string) => string, message: string, line: number | null]> = [
    [(text) => text.replace("10,00", "10,x"), '"10,x" isn\'t an amount', 6],
    [(text) => text.replace('"10,00"', '"10,001"'), '"10,001" isn\'t an amount', 6],
    [(text) => text.replace('"10,00"', '""'), "no amount", 6],
    [(text) => text.replace("02.03.2026", "31.02.2026"), '"31.02.2026" isn\'t a day', 9],
    [(text) => text.replace('"Gebucht";"The Bank', '"Gebucht;The Bank'), "no amount", 9],
    [(text) => `${text}"`, "never closed", 11],
    [(text) => text.replace("Buchungstag", "Tag").replace(/\d/g, "x"), "head of a table", null],
    [() => "just words", "isn't a table", null],
    [() => "", "empty", null],
    [() => "a\0b", "isn't a text", null],
    [() => "x".repeat(10 * 1024 * 1024 + 1), "10 MB", null],
    [() => `${";".repeat(200)}\n`.repeat(3), "100 columns", 1],
  ];
  for (const [change, message, line] of bad) {
    const error = readBadly(change(GERMAN));

    expect(error.message).toContain(message);
    if (line !== null) expect([message, error.line]).toEqual([message, line]);
  }
});

Deno.test("CSV of another account or currency than the chosen one is refused", () => {
  const foreign = "Date,Currency,Amount\n2026-03-03,USD,1.00\n";
  const other = sampleText("dutch.csv");

  expect(readBadly(foreign)).toMatchObject({ line: 2, message: expect.stringContaining("USD") });
  expect(readBadly(other)).toMatchObject({
    line: 2,
    message: expect.stringContaining("another account"),
  });
});

Deno.test("CSV is refused when its columns aren't those of the mapping any more", () => {
  const { guess } = profileCsv(GERMAN, "EUR");
  const account = { account: "DE89370400440532013000", currency: "EUR", mapping: guess };

  const error = readBadly(GERMAN.replace("Verwendungszweck", "Zweck"), account);

  expect(error).toMatchObject({ line: 4, message: 'The file has no column "Verwendungszweck".' });
});

Deno.test("detectOrder() tells days from months by what is possible, then by what is sorted", () => {
  const cases: Array<[string[], string | null]> = [
    [["31.01.2026", "01.02.2026"], "dmy"],
    [["1/31/2026", "2/1/2026"], "mdy"],
    [["2026-01-31", "2026/02/01", "20260203"], "ymd"],
    [["01/02/2026", "02/02/2026", "03/02/2026"], "dmy"],
    [["01/02/2026", "01/03/2026", "02/01/2026"], "mdy"],
    [["03.03.26", "04.03.26"], "dmy"],
    [["31.01.2026", "2026-01-31"], null],
  ];
  for (const [dates, order] of cases) {
    expect([dates, detectOrder(dates)]).toEqual([dates, order]);
  }
  expect(parseDate("05 Jan 2026", "dmy")).toBe("2026-01-05");
  expect(parseDate("Jan 6, 2026", "dmy")).toBe("2026-01-06");
  expect(parseDate("2026-03-03T10:11:12.5Z", "ymd")).toBe("2026-03-03");
  expect(parseDate("03.03.2026 10:11", "dmy")).toBe("2026-03-03");
  for (const bad of ["29.02.2026", "00.01.2026", "1.13.2026", "1-2/2026", "", "soon"]) {
    expect([bad, parseDate(bad, "dmy")]).toEqual([bad, null]);
  }
});

Deno.test("readRows() reads back whatever is written by the rules, with each delimiter", () => {
  const cell = fc.string({ unit: fc.constantFrom(..."ab ;,|\t\"'\r\n€") }).map((text) =>
    text.trim()
  );
  const row = fc.array(cell, { minLength: 2, maxLength: 5 })
    .filter((cells) => cells.some((text) => text !== ""));
  fc.assert(fc.property(
    fc.array(row, { maxLength: 6 }),
    fc.constantFrom(",", ";", "\t", "|"),
    (rows, delimiter) => {
      const text = rows
        .map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(delimiter))
        .join("\r\n");

      expect(readRows(text, delimiter).map(({ cells }) => cells)).toEqual(rows);
    },
  ));
});
