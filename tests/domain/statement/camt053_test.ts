import { expect } from "expect";
import { money } from "@/domain/shared/money.ts";
import { linesOf, readBadly, readWell, sample, sampleText } from "./samples.ts";

const V02 = sampleText("camt053_v02.xml");

Deno.test("CAMT.053 .02 is read entry by entry, batches part by part, pending entries not at all", () => {
  const file = readWell(sample("camt053_v02.xml"));

  expect(file).toMatchObject({ format: "camt053", warnings: [], skipped: 1 });
  expect(file.statements).toMatchObject([
    { account: "DE89370400440532013000", currency: "EUR", number: "42" },
  ]);
  const total = money(6000, "EUR");
  const line = {
    bookedOn: "2026-03-03",
    valueOn: "2026-03-03",
    isReversal: false,
    counterpartyIban: "",
    reference: null,
    endToEndId: null,
    accountIban: "DE89370400440532013000",
    batch: null,
  };
  expect(linesOf(file).map(({ fingerprint: _, ...rest }) => rest)).toEqual([
    {
      ...line,
      valueOn: "2026-03-04",
      amount: money(11900, "EUR"),
      counterpartyName: "Jörg Müller & Söhne",
      counterpartyIban: "NL91ABNA0417164300",
      remittance: "",
      reference: "RF98INV2026000123",
      bankId: "2026030312345678000",
    },
    {
      ...line,
      amount: money(1000, "EUR"),
      counterpartyName: "Anna Beispiel",
      remittance: "INV-2026-000124",
      endToEndId: "E2E-1",
      bankId: "2026030312345678001/1",
      batch: { position: 1, count: 3, total },
    },
    {
      ...line,
      amount: money(2000, "EUR"),
      counterpartyName: "Ben Muster",
      remittance: "Server March",
      endToEndId: "E2E-2",
      bankId: "2026030312345678001/2",
      batch: { position: 2, count: 3, total },
    },
    {
      ...line,
      amount: money(3000, "EUR"),
      counterpartyName: "Cleo Sample",
      remittance: "",
      bankId: "OWN-3",
      batch: { position: 3, count: 3, total },
    },
    {
      ...line,
      amount: money(-165, "EUR"),
      counterpartyName: "The Bank",
      remittance: "Account fees",
      bankId: null,
    },
    {
      ...line,
      amount: money(2500, "EUR"),
      isReversal: true,
      counterpartyName: "Office Supplies",
      counterpartyIban: "FR1420041010050500013M02606",
      remittance: "Returned",
      bankId: "2026030312345678003",
    },
  ]);
});

Deno.test("CAMT.053 .08 is read with prefixes, parties below Pty, and the amount in the account's currency", () => {
  const [line, ...rest] = linesOf(readWell(sample("camt053_v08.xml")));

  expect(rest).toEqual([]);
  expect(line).toMatchObject({
    bookedOn: "2026-03-04",
    amount: money(8050, "EUR"),
    counterpartyName: "Example Trading Ltd",
    counterpartyIban: "123-456789",
    remittance: "Invoice <INV-2026-000123> INV-2026-000124 thanks",
    endToEndId: "rf98 inv2 0260 0012 3",
    bankId: "REF-8",
    batch: null,
  });
});

Deno.test("CAMT.053 keeps a batch as one line whose parts don't add up to it", () => {
  const file = readWell(V02.replace(">30.00<", ">31.00<"));

  const line = linesOf(file).find(({ bankId }) => bankId === "2026030312345678001");
  expect(linesOf(file)).toHaveLength(4);
  expect(line).toMatchObject({
    amount: money(6000, "EUR"),
    remittance: "INV-2026-000124 Server March",
    batch: null,
  });
});

Deno.test("CAMT.053 warns of entries that don't add up to the change of the balance", () => {
  const file = readWell(V02.replace("1202.35", "1302.35"));

  expect(file.warnings).toEqual([expect.stringContaining("don't add up")]);
});

Deno.test("CAMT.053 is refused as a whole, with the line, where anything in it is wrong", () => {
  const bad: Array<[change: (text: string) => string, message: string, line: number | null]> = [
    [(text) => text.replace("60.00", "60,00"), '"60,00" isn\'t an amount', 112],
    [(text) => text.replace("60.00", "60.001"), '"60.001" isn\'t an amount', 112],
    [(text) => text.replace("60.00", "1e3"), '"1e3" isn\'t an amount', 112],
    [(text) => text.replace('Amt Ccy="EUR">119', 'Amt Ccy="QQQ">119'), "currency", 57],
    [(text) => text.replace("<Dt>2026-03-04</Dt>", "<Dt>2026-02-30</Dt>"), "isn't a day", 63],
    [(text) => text.replace("<CdtDbtInd>DBIT", "<CdtDbtInd>WHAT"), "came in or went out", 182],
    [(text) => text.slice(0, 3000), "well-formed", 115],
    [(text) => text.replace("</Ntry>", "</Entry>"), "well-formed", 110],
    [(text) => text.replace("<IBAN>DE89370400440532013000</IBAN>", ""), "names no account", null],
    [
      (text) => text.replace("DE89370400440532013000", "DE02120300000000202051"),
      "isn't among",
      null,
    ],
    [(text) => text.replaceAll("<Ccy>EUR</Ccy>", "<Ccy>USD</Ccy>"), "account is in USD", null],
    [(text) => text.replaceAll("camt.053", "camt.052"), "camt.052 message", 4],
    [(text) => text.replace(/xmlns="[^"]*"/, 'xmlns="urn:other"'), "isn't a CAMT.053", 4],
    [(text) => text.replace("UTF-8", "UTF-7"), "encoding utf-7", 1],
    [(text) => text.replace(/<Ntry>.*<\/Ntry>/s, ""), "no booked entry", null],
  ];
  for (const [change, message, line] of bad) {
    const changed = change(V02);
    expect(changed).not.toBe(V02);

    const error = readBadly(changed);

    expect(error.message).toContain(message);
    if (line !== null) expect([message, error.line]).toEqual([message, line]);
  }
});

Deno.test("XML with a document type, foreign entities or too much depth is refused, whatever else it holds", () => {
  const bomb = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>';
  const external = '<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd">';
  const [declaration, ...rest] = V02.split("\n");
  const body = rest.join("\n");
  const deep = "<a>".repeat(100) + "</a>".repeat(100);

  for (const type of [bomb, external]) {
    const error = readBadly(`${declaration}${type}${body}`);
    expect(error).toMatchObject({ line: 1, message: expect.stringContaining("DOCTYPE") });
  }
  expect(readBadly(V02.replace("Account fees", "&b;")).message).toContain("undefined entity");
  expect(readBadly(V02.replace("Account fees", deep)).message).toContain("nested too deeply");
  const attributes = Array.from({ length: 30 }, (_, index) => `a${index}="1"`).join(" ");
  expect(readBadly(V02.replace("<Ntry>", `<Ntry ${attributes}>`)).message).toContain("attributes");
});

Deno.test("XML's names can't reach what objects inherit", () => {
  const file = readWell(
    V02.replace('<Amt Ccy="EUR">119.00</Amt>', '<__proto__ a="1"><Amt>1</Amt></__proto__>$&'),
  );

  expect(linesOf(file)).toHaveLength(6);
  expect(({} as Record<string, unknown>).Amt).toBeUndefined();
});
