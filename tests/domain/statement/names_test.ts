import { expect } from "expect";
import fc from "fast-check";
import { nameSimilarity } from "@/domain/statement/names.ts";

Deno.test("nameSimilarity() knows a name however a bank writes it", () => {
  const same: Array<[one: string, other: string]> = [
    ["Anna Beispiel", "BEISPIEL, ANNA"],
    ["Jörg Müller", "JOERG MUELLER"],
    ["Jörg Müller", "JORG MULLER"],
    ["Müller & Söhne GmbH", "MUELLER U SOEHNE"],
    ["Ben Muster GmbH", "Ben Muster"],
    ["Łukasz Żółć", "LUKASZ ZOLC"],
    ["Example Trading International Ltd", "EXAMPLE TRADING INTERNATIO"],
    ["Anna Maria Beispiel", "Anna Beispiel"],
    ["Søren Groß", "SOREN GROSS"],
    ["Anna Beispiel", "Herr Dr. Anna Beispiel"],
    ["Anna Beispeil", "Anna Beispiel"],
    ["Анна Петрова", "ПЕТРОВА АННА"],
  ];
  for (const [one, other] of same) {
    const similarity = nameSimilarity(one, other);
    expect([one, other, similarity >= 0.85 || similarity]).toEqual([one, other, true]);
  }
});

Deno.test("nameSimilarity() keeps other people apart", () => {
  const others: Array<[one: string, other: string]> = [
    ["Anna Beispiel", "Ben Muster"],
    ["Anna Beispiel", "Anna Sample"],
    ["Müller GmbH", "Meier GmbH"],
    ["Anna Beispiel", ""],
    ["GmbH", "Ltd"],
    ["A", "Anna Beispiel"],
    ["Anna", "Anna Beispiel Trading International"],
  ];
  for (const [one, other] of others) {
    const similarity = nameSimilarity(one, other);
    expect([one, other, similarity < 0.85 || similarity]).toEqual([one, other, true]);
  }
});

Deno.test("nameSimilarity() is between 0 and 1, the same both ways, and 1 for a name and itself", () => {
  const name = fc.array(fc.constantFrom("Anna", "Ben", "Müller", "Beispiel", "GmbH", "X", "van"), {
    maxLength: 4,
  }).map((words) => words.join(" "));
  fc.assert(fc.property(name, name, (one, other) => {
    const similarity = nameSimilarity(one, other);
    expect(similarity).toBeGreaterThanOrEqual(0);
    expect(similarity).toBeLessThanOrEqual(1);
    expect(nameSimilarity(other, one)).toBeCloseTo(similarity);
    if (nameSimilarity(one, one) > 0) expect(nameSimilarity(one, one)).toBeCloseTo(1);
  }));
});
