/** Reads QR codes back by a reader that knows nothing of the library that makes them. */
import jsqr from "jsqr";
import type { QrCode } from "@/domain/shared/qr.ts";

const PIXELS_PER_MODULE = 4;

/** The text in a code, as a camera would find it in its picture; `null` if there is none. */
export function readQr(code: QrCode): string | null {
  const side = code.size * PIXELS_PER_MODULE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const { x, y } of darkModules(code)) {
    for (let row = y * PIXELS_PER_MODULE; row < (y + 1) * PIXELS_PER_MODULE; row++) {
      const start = (row * side + x * PIXELS_PER_MODULE) * 4;
      for (let at = start; at < start + PIXELS_PER_MODULE * 4; at++) {
        if (at % 4 !== 3) pixels[at] = 0;
      }
    }
  }
  // The package is CommonJS; its types name the function twice.
  const read = jsqr as unknown as typeof jsqr.default;
  return read(pixels, side, side)?.data ?? null;
}

/** The dark modules of a code's path. */
export function darkModules({ path }: Pick<QrCode, "path">): Array<{ x: number; y: number }> {
  return [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].flatMap(([, x, y, length]) =>
    Array.from({ length: Number(length) }, (_, i) => ({ x: Number(x) + i, y: Number(y) }))
  );
}
