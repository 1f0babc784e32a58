/**
 * What a file is, by its content: PDF, PNG, JPEG or WebP, and nothing that is also something else. Not the signature
 * alone counts, but the structure from the first byte to the last, because a file that merely begins like a picture
 * can be a web page or an archive as well. What telephones append to their pictures (films, notes of the camera) is cut
 * off, whatever it may be.
 */

/** The types that are known. */
export type FileType = "application/pdf" | "image/png" | "image/jpeg" | "image/webp";

/** The extension that each type is shown with. */
export const EXTENSIONS: Readonly<Record<FileType, string>> = {
  "application/pdf": "pdf",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
};

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Markup that has no business in a picture. */
const MARKUP = /<(?:!doctype|html|head|body|script|iframe|svg|\?php)[\s>/]/i;
/** What makes a PDF do something when it is opened. */
const ACTIVE_PDF = /\/(?:JavaScript|Launch)\b/;

/** What a file was found to be. */
export interface DetectedFile {
  type: FileType;
  /** Bytes from the first that belong to it; what is behind them has to be left out. */
  length: number;
}

/** What a file is; `null` if it is none of ours, damaged, or more than one thing at once. */
export function detectType(bytes: Uint8Array): DetectedFile | null {
  if (isPdf(bytes)) return { type: "application/pdf", length: bytes.length };
  const picture = detectPicture(bytes);
  return picture && !MARKUP.test(latin1(bytes.subarray(0, picture.length))) ? picture : null;
}

function detectPicture(bytes: Uint8Array): DetectedFile | null {
  const jpeg = readJpeg(bytes);
  if (jpeg !== null) return { type: "image/jpeg", length: jpeg.length };
  if (isPng(bytes)) return { type: "image/png", length: bytes.length };
  return isWebp(bytes) ? { type: "image/webp", length: bytes.length } : null;
}

/** PNG (ISO/IEC 15948): chunks with right sums from IHDR to IEND, an IDAT among them, nothing behind. */
function isPng(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, PNG_SIGNATURE)) return false;
  const view = viewOf(bytes);
  let hasData = false;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) return false;
    const name = latin1(bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(name)) return false;
    if ((at === 8) !== (name === "IHDR")) return false;
    if (
      name === "IHDR" && (length !== 13 || view.getUint32(16) === 0 || view.getUint32(20) === 0)
    ) {
      return false;
    }
    if (view.getUint32(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) return false;
    if (name === "IDAT") hasData = true;
    if (name === "IEND") return hasData && length === 0 && end === bytes.length;
    at = end;
  }
  return false;
}

/** A segment of a JPEG with its marker's second byte; the bytes from the marker to the next one. */
export interface JpegSegment {
  marker: number;
  start: number;
  end: number;
}

/**
 * A JPEG's (ISO/IEC 10918-1) segments from behind SOI to before the first EOI behind a scan, with a frame before it, and
 * where it ends. `null` for anything else.
 */
export function readJpeg(bytes: Uint8Array): { segments: JpegSegment[]; length: number } | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const segments: JpegSegment[] = [];
  let hasFrame = false;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const start = at;
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9) || length < 2) return null;
    const isFrame = marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) hasFrame = true;
    at += 2 + length;
    const isScan = marker === 0xda;
    if (isScan && !hasFrame) return null;
    if (isScan) at = endOfScan(bytes, at);
    segments.push({ marker, start, end: at });
    if (isScan && bytes[at] === 0xff && bytes[at + 1] === 0xd9) return { segments, length: at + 2 };
  }
  return null;
}

/** Where the coded data of a scan ends: at the first marker that isn't a stuffed byte or a restart. */
function endOfScan(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at + 1 < bytes.length) {
    const next = bytes[at + 1]!;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) break;
    at++;
  }
  return at;
}

/** WebP (RFC 9649): a RIFF as long as the file, with picture data among chunks that fill it exactly. */
function isWebp(bytes: Uint8Array): boolean {
  if (bytes.length < 20 || latin1(bytes.subarray(0, 4)) !== "RIFF") return false;
  if (latin1(bytes.subarray(8, 12)) !== "WEBP") return false;
  const view = viewOf(bytes);
  if (view.getUint32(4, true) + 8 !== bytes.length) return false;
  let hasPicture = false;
  let at = 12;
  while (at + 8 <= bytes.length) {
    const name = latin1(bytes.subarray(at, at + 4));
    if (at === 12 && !["VP8 ", "VP8L", "VP8X"].includes(name)) return false;
    if (["VP8 ", "VP8L", "ANMF"].includes(name)) hasPicture = true;
    const length = view.getUint32(at + 4, true);
    at += 8 + length + length % 2;
  }
  return hasPicture && at === bytes.length;
}

/** PDF (ISO 32000): the header at the first byte, a cross-reference, nothing but line ends behind the last %%EOF. */
function isPdf(bytes: Uint8Array): boolean {
  if (!/^%PDF-[12]\.\d/.test(latin1(bytes.subarray(0, 9)))) return false;
  const text = latin1(bytes);
  const end = text.lastIndexOf("%%EOF");
  if (end < 0 || !/^[\s\0]*$/.test(text.slice(end + 5))) return false;
  if (!/startxref\s+\d+\s*$/.test(text.slice(Math.max(0, end - 64), end))) return false;
  return !ACTIVE_PDF.test(text);
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** One character a byte: for looking at bytes as text. */
function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

const CRC_TABLE: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as in PNG's annex D. */
function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC_TABLE[(value ^ byte) & 255]! ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
