import { expect } from "expect";
import fc from "fast-check";
import { epcPayload } from "@/domain/invoice/epc_payload.ts";
import { money } from "@/domain/shared/money.ts";
import { qrCodeOf } from "@/domain/shared/qr.ts";
import { readQr } from "../../helpers/qr_reader.ts";

const TRANSFER = {
  holder: "CloudNest GmbH",
  iban: "DE89370400440532013000",
  bic: "COBADEFFXXX",
  amount: money(11900, "EUR"),
  reference: "RF98INV2026000123",
};

Deno.test("epcPayload() has the fields of EPC069-12 version 2, in its order", () => {
  expect(epcPayload(TRANSFER)).toBe(
    "BCD\n002\n1\nSCT\nCOBADEFFXXX\nCloudNest GmbH\nDE89370400440532013000\nEUR119.00\n\nRF98INV2026000123",
  );
  expect(epcPayload({ ...TRANSFER, bic: "" })?.split("\n")[4]).toBe("");
});

Deno.test("epcPayload() has nothing for what the standard doesn't know", () => {
  const none = [
    { amount: money(11900, "USD") },
    { amount: money(0, "EUR") },
    { amount: money(-1, "EUR") },
    { amount: money(100_000_000_000, "EUR") },
    { iban: "BR1800360305000010009795493C1" },
    { holder: " " },
    { holder: "x".repeat(71) },
    { holder: "\u{1F600}".repeat(70) },
  ];
  for (const change of none) {
    expect([change, epcPayload({ ...TRANSFER, ...change })]).toEqual([change, null]);
  }
  expect(epcPayload({ ...TRANSFER, amount: money(99_999_999_999, "EUR") }))
    .toContain("EUR999999999.99");
  expect(epcPayload({ ...TRANSFER, amount: money(1, "EUR") })).toContain("EUR0.01");
});

Deno.test("an EPC code is read back as it was made, and no name can add a field", () => {
  const holder = fc.string({ unit: fc.constantFrom(..."aß\n\r €Ł"), minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(holder, fc.integer({ min: 1, max: 99_999_999_999 }), (name, minor) => {
      const payload = epcPayload({ ...TRANSFER, holder: name, amount: money(minor, "EUR") });
      fc.pre(payload !== null);

      expect(payload!.split("\n")).toHaveLength(10);
      expect(readQr(qrCodeOf(payload!))).toBe(payload);
    }),
    { numRuns: 25 },
  );
});
