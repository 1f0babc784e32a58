/**
 * A PNG (ISO/IEC 15948) decoded and encoded anew: what is kept has been made here from pixels alone. It stands on paper,
 * so what is transparent becomes white, and every picture has three colours of eight bits.
 */
import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import { convertIndexedToRgb, decode, type DecodedPng, encode } from "fast-png";
import { BadPicture, type Picture } from "./picture.ts";

const SIGNATURE_LENGTH = 8;
/** Chunks that the pixels need: the others aren't even looked at. */
const NEEDED = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];
const CHANNELS = [1, 0, 3, 1, 2, 0, 4];

/** What IHDR says. */
interface Header {
  width: number;
  height: number;
  depth: number;
  channels: number;
  isInterlaced: boolean;
}

/** Width and height of a PNG that `detectType()` knows, in pixels. */
export function sizeOfPng(bytes: Uint8Array): { width: number; height: number } {
  const { width, height } = headerOf(bytes);
  return { width, height };
}

/**
 * The pixels as a new PNG. Its size is within limits.
 *
 * @throws BadPicture if it is damaged, or of a kind that isn't taken.
 */
export function cleanPng(bytes: Uint8Array): Picture {
  const header = headerOf(bytes);
  if (header.isInterlaced) throw new BadPicture("Save the PNG without interlacing.");
  const { width, height } = header;
  try {
    checkData(bytes, header);
    const decoded = decode(onlyNeeded(bytes));
    const data = onWhite(decoded);
    const encoded = encode({ width, height, data, channels: 3, depth: 8 }, { zlib: { level: 9 } });
    return { bytes: new Uint8Array(encoded), contentType: "image/png", width, height };
  } catch {
    throw new BadPicture("This file is damaged, or no picture.");
  }
}

/** Unpacked, the data must be as long as the header says: a small file can hold gigabytes. */
function checkData(bytes: Uint8Array, { width, height, depth, channels }: Header): void {
  const expected = height * (1 + Math.ceil(width * channels * depth / 8));
  const packed = Buffer.concat(
    chunksOf(bytes).flatMap(({ name, data }) => name === "IDAT" ? [data] : []),
  );
  const { length } = inflateSync(packed, { maxOutputLength: expected });
  if (length !== expected) throw new RangeError("the data is too short");
}

function headerOf(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    width: view.getUint32(16),
    height: view.getUint32(20),
    depth: bytes[24]!,
    channels: CHANNELS[bytes[25]!] || 1,
    isInterlaced: bytes[28] !== 0,
  };
}

function chunksOf(bytes: Uint8Array): Array<{ name: string; data: Uint8Array; whole: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const chunks = [];
  for (let at = SIGNATURE_LENGTH; at < bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    chunks.push({
      name: new TextDecoder("latin1").decode(bytes.subarray(at + 4, at + 8)),
      data: bytes.subarray(at + 8, end - 4),
      whole: bytes.subarray(at, end),
    });
    at = end;
  }
  return chunks;
}

function onlyNeeded(bytes: Uint8Array): Uint8Array {
  const needed = chunksOf(bytes).filter(({ name }) => NEEDED.includes(name));
  const parts = [bytes.subarray(0, SIGNATURE_LENGTH), ...needed.map(({ whole }) => whole)];
  return new Uint8Array(Buffer.concat(parts));
}

/** Three bytes a pixel, with white below what is transparent. */
function onWhite(png: DecodedPng): Uint8Array {
  const { data, channels, max, clear } = samplesOf(png);
  const isGrey = channels < 3;
  const hasAlpha = channels % 2 === 0;
  const pixels = new Uint8Array(png.width * png.height * 3);
  for (let at = 0, to = 0; at < data.length; at += channels) {
    const isClear = clear !== null && clear.every((sample, index) => data[at + index] === sample);
    const alpha = isClear ? 0 : hasAlpha ? data[at + channels - 1]! / max : 1;
    for (let color = 0; color < 3; color++) {
      const sample = data[isGrey ? at : at + color]! / max;
      pixels[to++] = Math.round((sample * alpha + 1 - alpha) * 255);
    }
  }
  return pixels;
}

interface Samples {
  data: DecodedPng["data"];
  channels: number;
  /** White. */
  max: number;
  /** The colour that is transparent. */
  clear: Uint16Array | null;
}

/** Whole samples of any kind of PNG: of palettes, the colours; of few greys, a palette of them. */
function samplesOf(png: DecodedPng): Samples {
  const { data, channels, depth, transparency = null } = png;
  if (!png.palette && depth >= 8) {
    return { data, channels, max: depth === 16 ? 65_535 : 255, clear: transparency };
  }
  const palette = png.palette ?? greysOf(depth, transparency?.[0] ?? null);
  const rgb = convertIndexedToRgb({ ...png, palette });
  return { data: rgb, channels: palette[0]!.length, max: 255, clear: null };
}

function greysOf(depth: number, clear: number | null): number[][] {
  const last = 2 ** depth - 1;
  return Array.from({ length: last + 1 }, (_, level) => {
    const grey = Math.round(level * 255 / last);
    return [grey, grey, grey, level === clear ? 0 : 255];
  });
}
