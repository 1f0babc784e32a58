import { expect } from "expect";
import { qrCodeOf } from "@/domain/shared/qr.ts";
import { darkModules, readQr } from "@/tests/helpers/qr_reader.ts";

Deno.test("qrCodeOf() has a quiet zone of four modules and three finder patterns", () => {
  const { size, path } = qrCodeOf("otpauth://totp/x");
  const modules = darkModules({ path });
  const dark = new Set(modules.map(({ x, y }) => `${x},${y}`));
  const finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"];
  const corner = (left: number, top: number) =>
    finder.map((row, y) =>
      [...row].map((_, x) => dark.has(`${left + x},${top + y}`) ? "1" : "0").join("")
    );

  expect(corner(4, 4)).toEqual(finder);
  expect(corner(size - 11, 4)).toEqual(finder);
  expect(corner(4, size - 11)).toEqual(finder);
  for (const part of modules.flatMap(({ x, y }) => [x, y])) {
    expect(part).toBeGreaterThanOrEqual(4);
    expect(part).toBeLessThan(size - 4);
  }
});

Deno.test("qrCodeOf() makes codes that an independent reader reads back, in any script and length", () => {
  const texts = [
    "otpauth://totp/CloudNest:a%40b.example?secret=GEZDGNBVGY3TQOJQ",
    "bitcoin:bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu?amount=0.00012345",
    "Größe · 雲 · облако",
    "x".repeat(900),
  ];

  for (const text of texts) expect(readQr(qrCodeOf(text))).toBe(text);
});
