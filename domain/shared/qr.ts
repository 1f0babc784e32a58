/** QR codes as the path of an SVG: `uqr` makes the matrix, a component draws it. */
import { encode } from "uqr";

/** A QR code: a square of `size` modules with its quiet zone, the dark ones as one path. */
export interface QrCode {
  size: number;
  path: string;
}

/** Modules around the code that stay light (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** The QR code of a text. */
export function qrCodeOf(text: string): QrCode {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_ZONE });
  const path = data.map((row, y) => rowPath(row, y)).join("");
  return { size, path };
}

function rowPath(row: readonly boolean[], y: number): string {
  let path = "";
  for (let x = 0; x < row.length; x++) {
    const start = x;
    while (row[x]) x++;
    if (x > start) path += `M${start} ${y}h${x - start}v1h-${x - start}z`;
  }
  return path;
}
