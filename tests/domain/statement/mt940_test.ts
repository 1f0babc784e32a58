import { expect } from "expect";
import { money } from "@/domain/shared/money.ts";
import { linesOf, readBadly, readWell, sample, sampleText } from "./samples.ts";

const GERMAN = sampleText("german.sta");

Deno.test("MT940 with the German structure is read message by message", () => {
  const file = readWell(sample("german.sta"));

  expect(file).toMatchObject({ format: "mt940", warnings: [], skipped: 1 });
  expect(file.statements.map(({ account, number, lines }) => [account, number, lines.length]))
    .toEqual([
      ["DE89370400440532013000", "00042/001", 4],
      ["DE89370400440532013000", "00043/001", 1],
    ]);
  expect(linesOf(file).map(({ fingerprint: _, batch: __, ...rest }) => rest)).toEqual([
    {
      bookedOn: "2026-03-03",
      valueOn: "2026-03-04",
      amount: money(11900, "EUR"),
      isReversal: false,
      counterpartyName: "JORG MULLER UND SOEHNE GMBH UND CO",
      counterpartyIban: "NL91ABNA0417164300",
      remittance: "RF98 INV2 0260 0012 3",
      reference: null,
      endToEndId: null,
      bankId: "2026030312345678",
      accountIban: "DE89370400440532013000",
    },
    {
      bookedOn: "2026-01-02",
      valueOn: "2026-01-02",
      amount: money(5050, "EUR"),
      isReversal: false,
      counterpartyName: "ANNA BEISPIEL",
      counterpartyIban: "",
      remittance: "Rechnung: INV-2026-000124 danke",
      reference: null,
      endToEndId: "ORDER-77",
      bankId: "B2",
      accountIban: "DE89370400440532013000",
    },
    {
      bookedOn: "2025-12-31",
      valueOn: "2026-01-02",
      amount: money(700, "EUR"),
      isReversal: true,
      counterpartyName: "OFFICE SUPPLIES",
      counterpartyIban: "",
      remittance: "Rueckgabe",
      reference: null,
      endToEndId: null,
      bankId: "R1",
      accountIban: "DE89370400440532013000",
    },
    {
      bookedOn: "2026-01-02",
      valueOn: "2025-12-31",
      amount: money(-100, "EUR"),
      isReversal: true,
      counterpartyName: "",
      counterpartyIban: "",
      remittance: "Korrektur",
      reference: null,
      endToEndId: null,
      bankId: null,
      accountIban: "DE89370400440532013000",
    },
    {
      bookedOn: "2026-03-04",
      valueOn: "2026-03-04",
      amount: money(-550, "EUR"),
      isReversal: false,
      counterpartyName: "",
      counterpartyIban: "",
      remittance: "Kontofuehrung",
      reference: null,
      endToEndId: null,
      bankId: null,
      accountIban: "DE89370400440532013000",
    },
  ]);
});

Deno.test("MT940 with codes between slashes is read", () => {
  const lines = linesOf(readWell(sample("dutch.sta")));

  expect(lines).toMatchObject([
    {
      amount: money(6050, "EUR"),
      counterpartyName: "CLEO SAMPLE",
      counterpartyIban: "FR1420041010050500013M02606",
      remittance: "Server INV-2026-000130",
      reference: null,
      endToEndId: null,
      bankId: "26062001",
      accountIban: "NL91ABNA0417164300",
    },
    {
      amount: money(2100, "EUR"),
      counterpartyName: "BEN MUSTER",
      counterpartyIban: "GB82WEST12345698765432",
      reference: "RF06INV2026000130",
      endToEndId: "ORDER-9",
      bankId: "26062002",
    },
  ]);
});

Deno.test("MT940 with plain details is read; what the bank says of the statement is no entry's", () => {
  const lines = linesOf(readWell(sample("plain.sta")));

  expect(lines).toMatchObject([
    { amount: money(1500, "EUR"), remittance: "SUPPLEMENT ONLY", counterpartyIban: "" },
    {
      amount: money(1000, "EUR"),
      remittance: "PAYMENT FROM BEN MUSTER GB82 WEST 1234 5698 7654 32 FOR SERVER " +
        "INV-2026-000131 - WITH THANKS",
      counterpartyIban: "GB82WEST12345698765432",
      endToEndId: "RF98INV2026000123",
    },
  ]);
});

Deno.test("MT940 is read with any line ends, in Windows-1252, and with a point for the comma", () => {
  const expected = linesOf(readWell(GERMAN)).map(({ fingerprint }) => fingerprint);
  const bytes = Uint8Array.from(
    GERMAN.replace("Kontofuehrung", "Kontoführung").replaceAll("\n", "\r\n"),
    (char) => char.charCodeAt(0),
  );

  expect(linesOf(readWell(bytes)).at(-1)!.remittance).toBe("Kontoführung");
  for (const changed of [GERMAN.replaceAll("\n", "\r\n"), GERMAN.replace("CR119,N", "CR119.00N")]) {
    expect(linesOf(readWell(changed)).map(({ fingerprint }) => fingerprint)).toEqual(expected);
  }
});

Deno.test("MT940 is refused as a whole, with the line, where anything in it is wrong", () => {
  const bad: Array<[change: (text: string) => string, message: string, line: number]> = [
    [(text) => text.replace("CR119,N", "CR119N"), "entry (:61:)", 6],
    [(text) => text.replace("CR119,N", "CR119,005N"), "isn't an amount", 6],
    [(text) => text.replace("260304D5", "260230D5"), "a day that is none", 24],
    [(text) => text.replace("2603040303CR", "2603041303CR"), "a day that is none", 6],
    [(text) => text.replace(":62F:C260304EUR1170,\n", ""), "cut off", 20],
    [(text) => text.slice(0, text.indexOf(":61:2601021231")), "cut off", 2],
    [(text) => text.replace(":60F:C260302EUR1000,00\n", ""), "no field :60F:", 2],
    [(text) => text.replace("C260302EUR1000,00", "1000,00"), "balance", 5],
    [(text) => text.replace("C260303EUR1175,50\n-}", "C260303USD1175,50\n-}"), "two currencies", 2],
    [(text) => text.replace("-}\n", "-}\nwhat is this\n"), "belongs to no field", 19],
    [(text) => text.replace("37040044/0532013000", "37040044/0532013001"), "isn't among", 0],
  ];
  for (const [change, message, line] of bad) {
    const changed = change(GERMAN);
    expect(changed).not.toBe(GERMAN);

    const error = readBadly(changed);

    expect(error.message).toContain(message);
    if (line > 0) expect([message, error.line]).toEqual([message, line]);
  }
});

Deno.test("MT940 warns of entries that don't add up to the change of the balance", () => {
  const file = readWell(GERMAN.replace("62F:C260304EUR1170,", "62F:C260304EUR1171,"));

  expect(file.warnings).toEqual([expect.stringContaining("don't add up")]);
});
