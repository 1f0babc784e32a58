/**
 * VAT numbers that are published as examples: by the European Commission and the tax offices in their descriptions of the
 * check digits, or by companies on their own imprints.
 */
import { expect } from "expect";
import fc from "fast-check";
import { checkVatNumber, EU_STATES } from "@/domain/tax/mod.ts";
import { anyText } from "@/tests/helpers/any_text.ts";

const RIGHT: ReadonlyArray<[country: string, typed: string, stored: string]> = [
  ["AT", "ATU13585627", "ATU13585627"],
  ["BE", "BE 0776.091.951", "BE0776091951"],
  ["BE", "411905847", "BE0411905847"],
  ["BG", "BG101004508", "BG101004508"],
  ["BG", "BG 175074752", "BG175074752"],
  ["CY", "CY10259033P", "CY10259033P"],
  ["CZ", "CZ46505334", "CZ46505334"],
  ["CZ", "CZ7103192745", "CZ7103192745"],
  ["DE", "de 136 695 976", "DE136695976"],
  ["DE", "136695976", "DE136695976"],
  ["DK", "DK 13 58 56 28", "DK13585628"],
  ["EE", "EE100931558", "EE100931558"],
  ["ES", "ES54362315K", "ES54362315K"],
  ["ES", "ESX2482300W", "ESX2482300W"],
  ["ES", "ES B64717838", "ESB64717838"],
  ["FI", "FI 20774740", "FI20774740"],
  ["FR", "FR 40 303265045", "FR40303265045"],
  ["FR", "FRK7399859412", "FRK7399859412"],
  ["GR", "EL 094259216", "EL094259216"],
  ["GR", "GR094259216", "EL094259216"],
  ["HR", "HR33392005961", "HR33392005961"],
  ["HU", "HU-12892312", "HU12892312"],
  ["IE", "IE6433435F", "IE6433435F"],
  ["IE", "IE6433435OA", "IE6433435OA"],
  ["IE", "IE8D79739I", "IE8D79739I"],
  ["IT", "IT 00743110157", "IT00743110157"],
  ["LT", "LT119511515", "LT119511515"],
  ["LT", "LT290061371314", "LT290061371314"],
  ["LU", "LU 150 274 42", "LU15027442"],
  ["LV", "LV40003521600", "LV40003521600"],
  ["MT", "MT 1167-9112", "MT11679112"],
  ["NL", "NL4495445B01", "NL004495445B01"],
  ["NL", "NL123456789B13", "NL123456789B13"],
  ["PL", "PL 8567346215", "PL8567346215"],
  ["PT", "PT 501 964 843", "PT501964843"],
  ["RO", "RO 18547290", "RO18547290"],
  ["SE", "SE 123456789701", "SE123456789701"],
  ["SI", "SI 5022 3054", "SI50223054"],
  ["SK", "SK2022749619", "SK2022749619"],
  ["GB", "GB 980 7806 84", "GB980780684"],
  ["GB", "XI 980 7806 84", "XI980780684"],
  ["CH", "CHE-107.787.577 MWST", "CHE107787577MWST"],
  ["CH", "CHE100155212TVA", "CHE100155212TVA"],
  ["NO", "NO 995 525 828 MVA", "NO995525828MVA"],
  ["MC", "FR40303265045", "FR40303265045"],
  ["IM", "GB980780684", "GB980780684"],
];

for (const [country, typed, stored] of RIGHT) {
  Deno.test(`checkVatNumber() takes ${typed} in ${country}`, async () => {
    expect(await checkVatNumber({ country, typed })).toEqual({ status: "valid", number: stored });
    // What is stored is found right again, and stays as it is.
    expect(await checkVatNumber({ country, typed: stored }))
      .toEqual({ status: "valid", number: stored });
  });
}

Deno.test("the examples cover every country whose numbers are checked", () => {
  const tried = new Set(RIGHT.map(([country]) => country));
  expect([...EU_STATES, "GB", "CH", "NO"].filter((country) => !tried.has(country))).toEqual([]);
});

const WRONG: ReadonlyArray<[country: string, typed: string]> = [
  ["AT", "ATU13585626"],
  ["AT", "AT13585627"],
  ["BE", "BE0776091952"],
  ["BG", "BG175074751"],
  ["CY", "CY10259033Z"],
  ["CZ", "CZ46505333"],
  ["DE", "DE136695978"],
  ["DE", "DE13669597"],
  ["DK", "DK13585627"],
  ["EE", "EE100594103"],
  ["ES", "ES54362315Z"],
  ["ES", "ESX2482300A"],
  ["FI", "FI20774741"],
  ["FR", "FR84323140391"],
  ["GR", "EL123456781"],
  ["HR", "HR33392005962"],
  ["HU", "HU12892313"],
  ["IE", "IE6433435E"],
  ["IE", "IE6433435VH"],
  ["IT", "IT00743110158"],
  ["LT", "LT100001919018"],
  ["LU", "LU15027443"],
  ["LV", "LV40003521601"],
  ["MT", "MT11679113"],
  ["NL", "NL123456789B90"],
  ["PL", "PL8567346216"],
  ["PT", "PT501964842"],
  ["RO", "RO18547291"],
  ["SE", "SE123456789101"],
  ["SI", "SI50223055"],
  ["SK", "SK2022749618"],
  ["GB", "GB802311781"],
  ["GB", "XI802311781"],
  ["CH", "CHE107787578IVA"],
  ["CH", "CHE-107.787.577"],
  ["NO", "NO995525829MVA"],
  ["NO", "995525828"],
  ["DE", ""],
  ["DE", "DE"],
  ["DE", "none"],
  ["DE", "x".repeat(5000)],
  // Zeros alone add up to zero, which is what many check digits ask for.
  ["DK", "DK00000000"],
  ["GB", "GB000000000"],
  ["PL", "PL0000000000"],
  ["FR", "FR40 303 265 045 and more"],
];

for (const [country, typed] of WRONG) {
  Deno.test(`checkVatNumber() refuses ${typed.slice(0, 40) || "nothing"} in ${country}`, async () => {
    expect(await checkVatNumber({ country, typed })).toEqual({ status: "wrong" });
  });
}

Deno.test("checkVatNumber() tells whose number it is", async () => {
  const cases: [string, string, string][] = [
    ["DE", "ATU13585627", "AT"],
    ["AT", "EL094259216", "GR"],
    ["IE", "XI980780684", "GB"],
    ["FR", "CHE-107.787.577 MWST", "CH"],
  ];
  for (const [country, typed, other] of cases) {
    expect(await checkVatNumber({ country, typed }))
      .toEqual({ status: "other_country", country: other });
  }
});

Deno.test("checkVatNumber() says nothing about countries that it doesn't know", async () => {
  for (const country of ["US", "JP", "AX", "", "ZZ"]) {
    expect(await checkVatNumber({ country, typed: "DE136695976" })).toEqual({
      status: "unchecked",
    });
  }
});

Deno.test("checkVatNumber() finds every single wrong digit where the check digits can", async () => {
  // Numbers of one check digit by modulus 11, 10 or 97 over weights that differ from zero.
  const numbers = RIGHT.filter(([country]) =>
    ["AT", "BE", "DE", "DK", "EE", "FI", "FR", "GR", "HR", "HU", "IT", "LU", "LV", "MT", "PL", "PT"]
      .includes(country)
  );
  for (const [country, , number] of numbers) {
    for (const { 0: digit, index } of [...number.matchAll(/\d/g)]) {
      const other = String((Number(digit) + 1) % 10);
      const typed = number.slice(0, index) + other + number.slice(index + 1);
      expect([typed, (await checkVatNumber({ country, typed })).status]).toEqual([typed, "wrong"]);
    }
  }
});

Deno.test("checkVatNumber() answers any text", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...EU_STATES, "GB", "CH", "NO"),
      fc.oneof(anyText(), fc.stringMatching(/^[A-Z]{0,3}\d{0,13}[A-Z]{0,3}$/)),
      async (country, typed) => {
        const checked = await checkVatNumber({ country, typed });
        if (checked.status === "valid") expect(checked.number).toMatch(/^[A-Z]{2}[A-Z0-9+*]+$/);
      },
    ),
    { numRuns: 2000 },
  );
});
