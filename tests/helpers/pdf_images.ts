/** Reads with pdf.js where pictures are drawn in a PDF, and how large they are. */
import { getDocument, OPS } from "pdfjs-dist/legacy/build/pdf.mjs";

/** A picture on a page, in points. */
export interface DrawnImage {
  page: number;
  width: number;
  height: number;
}

type Matrix = readonly [number, number, number, number, number, number];

/** All pictures in the order of their drawing. */
export async function imagesOf(bytes: Uint8Array): Promise<DrawnImage[]> {
  const task = getDocument({ data: bytes.slice(), verbosity: 0 });
  const pdf = await task.promise;
  try {
    const images: DrawnImage[] = [];
    for (let page = 1; page <= pdf.numPages; page++) {
      const { fnArray, argsArray } = await (await pdf.getPage(page)).getOperatorList();
      const stack: Matrix[] = [];
      let now: Matrix = [1, 0, 0, 1, 0, 0];
      fnArray.forEach((operator, index) => {
        if (operator === OPS.save) stack.push(now);
        if (operator === OPS.restore) now = stack.pop() ?? now;
        if (operator === OPS.transform) now = multiply(now, argsArray[index] as Matrix);
        if (operator === OPS.paintImageXObject) {
          const [a, b, c, d] = now;
          images.push({ page, width: Math.hypot(a, b), height: Math.hypot(c, d) });
        }
      });
    }
    return images;
  } finally {
    await task.destroy();
  }
}

function multiply(one: Matrix, other: Matrix): Matrix {
  const [a, b, c, d, e, f] = one;
  const [g, h, i, j, k, l] = [...other] as unknown as Matrix;
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ];
}
