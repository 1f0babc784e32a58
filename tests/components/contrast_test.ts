/** Contrast of the palette: every text colour on every ground that it may stand on, WCAG 2.2 AA. */
import { expect } from "expect";
import { COLORS } from "@/components/styles/theme.ts";

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** `top` with `alpha` over `ground`, as a browser mixes them. */
function over(top: string, ground: string, alpha: number): string {
  return "#" + [1, 3, 5].map((at) => {
    const mix = parseInt(top.slice(at, at + 2), 16) * alpha +
      parseInt(ground.slice(at, at + 2), 16) * (1 - alpha);
    return Math.round(mix).toString(16).padStart(2, "0");
  }).join("");
}

const { ground, surface, raised, hover, field, line, ink, muted, faint, brand, accent } = COLORS;
const GROUNDS = { ground, surface, raised, hover, field, selected: brand[950] };

Deno.test("contrast() agrees with known pairs", () => {
  expect(contrast("#000000", "#ffffff")).toBe(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

for (const [name, color] of Object.entries(GROUNDS)) {
  Deno.test(`text on ${name} has a contrast of 4.5 or more`, () => {
    const texts = {
      ink: ink.DEFAULT,
      soft: ink.soft,
      muted,
      faint,
      brand: brand.DEFAULT,
      brand300: brand[300],
      accent: accent.DEFAULT,
      ok: COLORS.ok.DEFAULT,
      warn: COLORS.warn.DEFAULT,
      bad: COLORS.bad.DEFAULT,
    };
    for (const [text, value] of Object.entries(texts)) {
      expect([text, contrast(value, color) >= 4.5]).toEqual([text, true]);
    }
  });
}

Deno.test("white on what acts has a contrast of 4.5 or more", () => {
  for (const color of [brand[600], brand[550], brand[700], COLORS.bad.strong]) {
    expect(contrast("#ffffff", color)).toBeGreaterThanOrEqual(4.5);
  }
});

Deno.test("states on their own tint keep their contrast", () => {
  for (const tone of [COLORS.ok.DEFAULT, COLORS.warn.DEFAULT, COLORS.bad.DEFAULT]) {
    for (const under of [ground, surface, raised]) {
      expect(contrast(tone, over(tone, under, 0.1))).toBeGreaterThanOrEqual(4.5);
    }
  }
});

Deno.test("borders of controls and the focus ring stand out by 3 or more", () => {
  for (const under of [ground, surface, field]) {
    expect(contrast(line.control, under)).toBeGreaterThanOrEqual(3);
    expect(contrast(accent.DEFAULT, under)).toBeGreaterThanOrEqual(3);
  }
});
