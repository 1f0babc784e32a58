/**
 * A JPEG (ISO/IEC 10918-1) made of the segments that its picture needs, and no others: no notes, places, thumbnails or
 * profiles. What can't be told apart at sight, such as four colours, is refused.
 */
import { readJpeg } from "@/domain/upload/mod.ts";
import { BadPicture, type Picture } from "./picture.ts";

/** Frames of Huffman-coded pictures: baseline, extended, progressive. */
const FRAMES = [0xc0, 0xc1, 0xc2];
/** Huffman tables, scans, quantisation tables, restart intervals. */
const NEEDED = [...FRAMES, 0xc4, 0xda, 0xdb, 0xdd];
/** Adobe's segment says which way three colours are coded; it is twelve bytes long. */
const ADOBE = 0xee;
const ADOBE_LENGTH = 2 + 14;
const SOI = [0xff, 0xd8];
const EOI = [0xff, 0xd9];

/**
 * The picture alone.
 *
 * @throws BadPicture if it is of a kind that isn't taken.
 */
export function cleanJpeg(bytes: Uint8Array): Picture {
  const parts: Uint8Array[] = [];
  let frame: Uint8Array | null = null;
  for (const { marker, start, end } of readJpeg(bytes)?.segments ?? []) {
    const segment = bytes.subarray(start, end);
    const isAdobe = marker === ADOBE && segment.length === ADOBE_LENGTH &&
      new TextDecoder("latin1").decode(segment.subarray(4, 9)) === "Adobe";
    if (FRAMES.includes(marker)) {
      if (frame) throw new BadPicture("This JPEG holds more than one picture. Save it again.");
      frame = segment;
    }
    if (NEEDED.includes(marker) || isAdobe) parts.push(segment);
    else if (!isNote(marker)) {
      throw new BadPicture("This kind of JPEG isn't known. Save it as PNG.");
    }
  }
  if (!frame) throw new BadPicture("This file is damaged, or no picture.");
  const view = new DataView(frame.buffer, frame.byteOffset);
  const [bits, height, width, colors] = [frame[4], view.getUint16(5), view.getUint16(7), frame[9]];
  if (bits !== 8 || colors !== 1 && colors !== 3) {
    throw new BadPicture("This JPEG has colours for print (CMYK). Save it with RGB colours.");
  }
  return {
    bytes: joined([new Uint8Array(SOI), ...parts, new Uint8Array(EOI)]),
    contentType: "image/jpeg",
    width,
    height,
  };
}

/** Application segments and comments: left out. */
function isNote(marker: number): boolean {
  return marker >= 0xe0 && marker <= 0xef || marker === 0xfe;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
