import { expect } from "expect";
import fc from "fast-check";
import { creditorReference, printReference } from "@/domain/invoice/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { indexInvoices, type LineMatch, matchLine } from "@/domain/statement/match.ts";
import type { StatementLine } from "@/domain/statement/model.ts";
import type { OpenInvoice } from "@/domain/statement/suggestion.ts";

const [ANNA, BEN, CLEO] = ["cus_ANNA", "cus_BEN", "cus_CLEO"];
const ANNAS_IBAN = "NL91ABNA0417164300";

function invoice(count: number, minor: number, more: Partial<OpenInvoice> = {}): OpenInvoice {
  const number = `INV-2026-${String(count).padStart(6, "0")}`;
  return {
    id: `inv_${count}`,
    number,
    customerId: ANNA!,
    buyerName: "Anna Beispiel",
    due: money(minor, "EUR"),
    dueOn: `2026-03-${String(10 + count % 10)}`,
    ...more,
  };
}

const INVOICES = [
  invoice(123, 11900),
  invoice(124, 5000),
  invoice(125, 2500),
  invoice(200, 11900, { customerId: BEN!, buyerName: "Ben Muster GmbH" }),
  invoice(201, 4000, { customerId: BEN!, buyerName: "Ben Muster GmbH" }),
  invoice(300, 9900, {
    customerId: CLEO!,
    buyerName: "Cleo Sample",
    due: money(9900, "USD"),
  }),
];

const REFERENCE = creditorReference("INV-2026-000123");

function line(minor: number, more: Partial<StatementLine> = {}): StatementLine {
  return {
    bookedOn: "2026-03-03",
    valueOn: null,
    amount: money(minor, "EUR"),
    isReversal: false,
    counterpartyName: "",
    counterpartyIban: "",
    remittance: "",
    reference: null,
    endToEndId: null,
    bankId: null,
    accountIban: "DE89370400440532013000",
    batch: null,
    fingerprint: "f",
    ...more,
  };
}

function match(of: StatementLine, invoices: readonly OpenInvoice[] = INVOICES): LineMatch {
  const ownersOfIban = (iban: string) => iban === ANNAS_IBAN ? [ANNA!] : [];
  return matchLine(of, indexInvoices({ invoices, ownersOfIban }));
}

function shown({ kind, suggestions }: LineMatch) {
  return [
    kind,
    suggestions[0]?.invoiceNumbers.map((number) => number.slice(-3)),
    suggestions[0]?.fit,
  ];
}

Deno.test("the creditor reference with the exact amount is certain, in every way it can be written", () => {
  const places: Array<Partial<StatementLine>> = [
    { reference: REFERENCE },
    { reference: printReference(REFERENCE).toLowerCase() },
    { remittance: `Thanks! ${printReference(REFERENCE)} for the server` },
    { remittance: `rechnung ${REFERENCE.toLowerCase()}, danke` },
    { remittance: REFERENCE.replace(/(.{3})/g, "$1-") },
    { remittance: `${REFERENCE}/${REFERENCE}` },
    { endToEndId: REFERENCE },
    { remittance: `INV-2026-000123 ${REFERENCE}` },
    { remittance: "RF 98 INV 2026 000 123" },
  ];
  for (const place of places) {
    const found = match(line(11900, place));

    expect([place, ...shown(found)]).toEqual([place, "certain", ["123"], "exact"]);
    expect(found.suggestions[0]).toMatchObject({
      allocations: [{ invoiceId: "inv_123", customerId: ANNA, amount: money(11900, "EUR") }],
      score: 90,
      reasons: [
        "It names the creditor reference of INV-2026-000123, with right check digits.",
        "The amount is exactly what is due: 119.00 EUR.",
      ],
    });
  }
});

Deno.test("a number has no check digits: it is certain only with the payer's account or name beside it", () => {
  const text = { remittance: "Invoice INV-2026-000123" };

  expect(shown(match(line(11900, text)))).toEqual(["likely", ["123"], "exact"]);
  expect(shown(match(line(11900, { ...text, counterpartyIban: ANNAS_IBAN }))))
    .toEqual(["certain", ["123"], "exact"]);
  expect(shown(match(line(11900, { ...text, counterpartyName: "BEISPIEL ANNA" }))))
    .toEqual(["certain", ["123"], "exact"]);
  expect(shown(match(line(11900, { ...text, counterpartyName: "Ben Muster" }))))
    .toEqual(["likely", ["123"], "exact"]);
});

Deno.test("what looks like a reference is understood, and offered", () => {
  const misread: Array<[remittance: string, reason: string]> = [
    ["RF9B INV2O26OOO123", "once letters are read as the digits"],
    ["1NV-2026-000I23", "once letters are read as the digits"],
    ["INU 2026 OOO 123", "once letters are read as the digits"],
    ["2026-000123", "without its letters"],
    ["RF97INV2026000123", "the check digits are wrong"],
  ];
  for (const [remittance, reason] of misread) {
    const found = match(line(11900, { remittance }));

    expect([remittance, ...shown(found)]).toEqual([remittance, "likely", ["123"], "exact"]);
    expect(found.suggestions[0]!.reasons[0]).toContain(reason);
  }
});

Deno.test("nothing but an exact amount is certain; what is less or more is offered with what becomes of the rest", () => {
  const under = match(line(11800, { reference: REFERENCE }));
  const over = match(line(12000, { reference: REFERENCE }));

  expect(shown(under)).toEqual(["likely", ["123"], "under"]);
  expect(under.suggestions[0]!.reasons[1])
    .toBe("1.00 EUR less than the 119.00 EUR that are due: the rest stays open.");
  expect(shown(over)).toEqual(["likely", ["123"], "over"]);
  expect(over.suggestions[0]!.reasons[1])
    .toBe("1.00 EUR more than the 119.00 EUR that are due: the rest goes to the wallet.");
  expect(over.suggestions[0]!.allocations)
    .toEqual([{ invoiceId: "inv_123", customerId: ANNA, amount: money(12000, "EUR") }]);
});

Deno.test("money that takes an entry back, or goes out, is never booked by itself", () => {
  expect(match(line(11900, { reference: REFERENCE, isReversal: true })).kind).toBe("likely");
  expect(match(line(-11900, { reference: REFERENCE })))
    .toEqual({ kind: "outgoing", suggestions: [], closedNumbers: [] });
});

Deno.test("an invoice in another currency isn't paid: its customer's wallet is offered", () => {
  const remittance = creditorReference("INV-2026-000300");

  const found = match(line(9900, { remittance }));

  expect(found.kind).toBe("likely");
  expect(found.suggestions[0]).toMatchObject({
    fit: "wallet",
    allocations: [{ invoiceId: null, customerId: CLEO, amount: money(9900, "EUR") }],
  });
  expect(found.suggestions[0]!.reasons[1]).toContain("is in USD (99.00 USD)");
});

Deno.test("one transfer that names several invoices and is exactly their sum is certain", () => {
  const names = (...counts: number[]) =>
    counts.map((count) => creditorReference(`INV-2026-000${count}`)).join(" ");

  const found = match(line(16900, { remittance: names(124, 123) }));

  expect(shown(found)).toEqual(["certain", ["123", "124"], "exact"]);
  expect(found.suggestions[0]!.allocations.map(({ amount }) => amount.minor)).toEqual([
    11900,
    5000,
  ]);
  // Also for two customers, as a parent company pays.
  expect(match(line(15900, { remittance: names(123, 201) })).kind).toBe("certain");
});

Deno.test("one transfer that names several invoices and isn't their sum is dealt out by their days, and offered", () => {
  const remittance = `${creditorReference("INV-2026-000123")} INV-2026-000124`;

  const under = match(line(12000, { remittance })).suggestions[0]!;
  const over = match(line(20000, { remittance })).suggestions[0]!;
  const one = match(line(11900, { remittance }));

  expect(under).toMatchObject({
    fit: "under",
    invoiceNumbers: ["INV-2026-000123", "INV-2026-000124"],
  });
  expect(under.allocations.map(({ amount }) => amount.minor)).toEqual([11900, 100]);
  expect(over.allocations).toMatchObject([
    { invoiceId: "inv_123", amount: money(11900, "EUR") },
    { invoiceId: "inv_124", amount: money(5000, "EUR") },
    { invoiceId: null, customerId: ANNA, amount: money(3100, "EUR") },
  ]);
  expect(one.kind).toBe("likely");
});

Deno.test("invoices of one customer that add up to the amount in one way alone are offered together", () => {
  const sum = match(line(7500, { counterpartyIban: ANNAS_IBAN }));
  const twoWays = match(line(7500, { counterpartyIban: ANNAS_IBAN }), [
    ...INVOICES,
    invoice(126, 2500),
  ]);
  const withNamed = match(line(14400, { remittance: REFERENCE }));

  expect(shown(sum)).toEqual(["likely", ["124", "125"], "exact"]);
  expect(sum.suggestions[0]!.reasons).toContain(
    "2 open invoices of this customer add up to exactly 75.00 EUR, and no others do.",
  );
  expect(twoWays.suggestions.every(({ allocations }) => allocations.length === 1)).toBe(true);
  expect(shown(withNamed)).toEqual(["likely", ["123", "125"], "exact"]);
});

Deno.test("amount and name, or amount and account, are offered; the amount alone is not", () => {
  expect(match(line(11900)).kind).toBe("unknown");
  expect(shown(match(line(11900, { counterpartyName: "MUSTER BEN" }))))
    .toEqual(["likely", ["200"], "exact"]);
  expect(shown(match(line(11900, { counterpartyIban: ANNAS_IBAN }))))
    .toEqual(["likely", ["123"], "exact"]);
});

Deno.test("money from a customer's account that fits nothing is offered to their wallet", () => {
  const found = match(line(777, { counterpartyIban: ANNAS_IBAN }), []);

  expect(found).toMatchObject({
    kind: "likely",
    suggestions: [{
      fit: "wallet",
      allocations: [{ invoiceId: null, customerId: ANNA, amount: money(777, "EUR") }],
    }],
  });
});

Deno.test("a line that names an invoice that isn't open is never certain of another one", () => {
  const found = match(line(11900, { remittance: `${REFERENCE} INV-2026-000999` }));

  expect(found.kind).toBe("likely");
  expect(found.closedNumbers).toEqual(["INV-2026-000999"]);
  expect(match(line(100, { remittance: creditorReference("INV-2026-000999") })).closedNumbers)
    .toEqual(["INV-2026-000999"]);
});

const typed = fc.constantFrom("123", "124", "125", "200", "201");

Deno.test("a creditor reference with one wrong digit, or two swapped, is never certain of any invoice", () => {
  const slip = fc.tuple(typed, fc.nat({ max: 20 }), fc.nat({ max: 9 }), fc.boolean());
  fc.assert(fc.property(slip, ([count, place, digit, isSwap]) => {
    const right = creditorReference(`INV-2026-000${count}`);
    const digits = [...right];
    const at = [...right].flatMap((char, index) => /\d/.test(char) ? [index] : [])[place % 12]!;
    if (isSwap && /\d/.test(digits[at + 1] ?? "")) {
      [digits[at], digits[at + 1]] = [digits[at + 1]!, digits[at]!];
    } else {
      digits[at] = String(digit);
    }
    const wrong = digits.join("");
    fc.pre(wrong !== right);

    for (const { due } of INVOICES) {
      const found = match(line(due.minor, { remittance: wrong }));
      expect([wrong, found.kind]).not.toEqual([wrong, "certain"]);
    }
  }));
});

Deno.test("a reference is found between any words, with any marks and case, and costs no certainty", () => {
  const words = fc.string({
    unit: fc.constantFrom(..."abcxyzäöü .,;:-/0123456789"),
    maxLength: 30,
  });
  const mark = fc.constantFrom("", " ", "-", ".", "  ");
  fc.assert(
    fc.property(typed, words, words, mark, fc.boolean(), (count, before, after, gap, low) => {
      const due = INVOICES.find(({ id }) => id === `inv_${count}`)!.due.minor;
      const reference = [...creditorReference(`INV-2026-000${count}`)].join(gap);
      const text = low ? reference.toLowerCase() : reference;
      // A digit right behind it would be part of the number.
      fc.pre(!/^[^\p{L}\d]*[\dOQDILZSGB]/iu.test(after));

      const found = match(line(due, { remittance: `${before} ${text} ${after}` }));

      expect([found.kind, found.suggestions[0]!.invoiceNumbers])
        .toEqual(["certain", [`INV-2026-000${count}`]]);
    }),
  );
});

Deno.test("whatever a line says: suggestions add up to its amount, never pay more than is due but the last, and only exact ones are certain", () => {
  const text = fc.array(
    fc.oneof(
      typed.map((count) => creditorReference(`INV-2026-000${count}`)),
      typed.map((count) => `INV-2026-000${count}`),
      fc.constantFrom("server", "danke", "2026", "RF", "INV"),
    ),
    { maxLength: 4 },
  ).map((parts) => parts.join(" "));
  const any = fc.record({
    minor: fc.oneof(
      fc.integer({ min: 1, max: 30000 }),
      fc.constantFrom(11900, 5000, 2500, 4000, 7500, 16900, 19400),
    ),
    remittance: text,
    counterpartyName: fc.constantFrom("", "Anna Beispiel", "MUSTER BEN", "Someone Else"),
    counterpartyIban: fc.constantFrom("", ANNAS_IBAN, "GB82WEST12345698765432"),
  });
  fc.assert(fc.property(any, ({ minor, ...rest }) => {
    const { kind, suggestions } = match(line(minor, rest));

    for (const { allocations, score, fit, reasons, buyerNames } of suggestions) {
      expect(allocations.reduce((sum, { amount }) => sum + amount.minor, 0)).toBe(minor);
      expect(allocations.every(({ amount }) => amount.minor > 0)).toBe(true);
      expect(buyerNames).toHaveLength(allocations.length);
      expect(score).toBeGreaterThanOrEqual(35);
      expect(score).toBeLessThanOrEqual(100);
      expect(reasons.length).toBeGreaterThan(0);
      const dues = allocations.map(({ invoiceId }) =>
        INVOICES.find(({ id }) => id === invoiceId)?.due.minor
      );
      if (fit === "exact") expect(allocations.map(({ amount }) => amount.minor)).toEqual(dues);
      if (allocations.length > 1) {
        allocations.forEach(({ amount }, index) =>
          expect(amount.minor).toBeLessThanOrEqual(dues[index] ?? Infinity)
        );
      }
    }
    if (kind === "certain") expect(suggestions[0]!.fit).toBe("exact");
    expect(suggestions.map(({ score }) => score))
      .toEqual(suggestions.map(({ score }) => score).toSorted((a, b) => b - a));
  }));
});

Deno.test("matching doesn't depend on the order of the invoices", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(INVOICES, { minLength: INVOICES.length }), (shuffled) => {
      const lines = [
        line(11900, { reference: REFERENCE }),
        line(7500, { counterpartyIban: ANNAS_IBAN }),
      ];
      for (const each of lines) {
        expect(match(each, shuffled).suggestions[0]).toEqual(match(each).suggestions[0]);
      }
    }),
  );
});
