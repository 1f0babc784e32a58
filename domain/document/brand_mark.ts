/** CloudNest's mark for print: the drawing of static/favicon.svg, which a test holds it to. */
import type { PathShape } from "./sheet.ts";

/** Side of the square that the mark is drawn in. */
export const MARK_SIZE = 32;

/** The mark, back to front. */
export const BRAND_MARK: readonly PathShape[] = [
  { d: roundedSquare(32, 8), fill: "#1b5fdc" },
  { d: "M0 20a24 24 0 0 0 32-9v13a8 8 0 0 1-8 8H8a8 8 0 0 1-8-8z", fill: "#1247ab" },
  {
    d: "M10.25 24a5.75 5.75 0 0 1-1-11.4 7.5 7.5 0 0 1 14.2-.95A6.25 6.25 0 0 1 22.6 24z",
    fill: "#fff",
  },
  { d: "M11 19.25 16.25 13.5l5.5 5.75z", stroke: "#1b5fdc", strokeWidth: 1.5 },
  { d: circle(11, 19.25, 2), fill: "#1247ab" },
  { d: circle(21.75, 19.25, 2), fill: "#1247ab" },
  { d: circle(16.25, 13.25, 2.5), fill: "#2f7bf6" },
];

function roundedSquare(side: number, radius: number): string {
  const straight = side - 2 * radius;
  const corner = (x: number, y: number) => `a${radius} ${radius} 0 0 1 ${x} ${y}`;
  return `M${radius} 0h${straight}${corner(radius, radius)}v${straight}${corner(-radius, radius)}` +
    `h${-straight}${corner(-radius, -radius)}v${-straight}${corner(radius, -radius)}z`;
}

function circle(x: number, y: number, radius: number): string {
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0` +
    `a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
}
