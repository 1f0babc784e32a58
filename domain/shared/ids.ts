/**
 * Identifiers: prefixed ULIDs (https://github.com/ulid/spec), which sort by the time of their making, and opaque
 * random tokens. Use-cases take them from `deps.ids`, so that tests can foresee them.
 */
import type { Clock } from "./clock.ts";

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

/** Makes identifiers. */
export interface Ids {
  /** A new id, `<prefix>_<ULID>`; ids of one process sort in the order of their making. */
  next(prefix: IdPrefix): string;
  /** A secret of `bytes` random bytes, base64url without padding. */
  token(bytes: number): string;
  /** A random text of `length` characters that people can read out: Crockford's base 32. */
  code(length: number): string;
}

/** Every kind of record has its own prefix. */
export type IdPrefix =
  | "acc"
  | "add"
  | "adj"
  | "apr"
  | "aud"
  | "bka"
  | "crn"
  | "chg"
  | "chp"
  | "cus"
  | "dc"
  | "drf"
  | "era"
  | "exp"
  | "img"
  | "inv"
  | "ivt"
  | "job"
  | "mal"
  | "msg"
  | "ord"
  | "pan"
  | "pay"
  | "pln"
  | "prf"
  | "prm"
  | "rcp"
  | "req"
  | "rfd"
  | "rol"
  | "ses"
  | "stl"
  | "stm"
  | "svc"
  | "tic"
  | "tok"
  | "trf";

/** Real ids: time from the clock, chance from the system. */
export function systemIds(clock: Clock): Ids {
  return makeIds(clock, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
}

/**
 * Ids from a clock and a source of random bytes. Within one millisecond, and while the clock stands behind what it
 * said before, the random part counts up, as the ULID specification's monotonic form does.
 */
export function makeIds(clock: Clock, randomBytes: (count: number) => Uint8Array): Ids {
  let lastMs = -1;
  let lastRandom: number[] = [];

  function ulid(): string {
    const nowMs = clock.now().epochMilliseconds;
    if (nowMs > lastMs) {
      lastMs = nowMs;
      lastRandom = Array.from(randomBytes(RANDOM_LENGTH), (byte) => byte & 31);
    } else {
      increment(lastRandom);
    }
    return encodeTime(lastMs) + lastRandom.map((digit) => ALPHABET[digit]).join("");
  }

  return {
    next: (prefix) => `${prefix}_${ulid()}`,
    token: (bytes) => toBase64Url(randomBytes(bytes)),
    code: (length) => Array.from(randomBytes(length), (byte) => ALPHABET[byte & 31]).join(""),
  };
}

/** Whether `text` is an id of that kind in its exact form: what a route checks before an id becomes part of a key. */
export function isId(prefix: IdPrefix, text: string): boolean {
  return text.startsWith(`${prefix}_`) &&
    /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text.slice(prefix.length + 1));
}

/** The instant at which an id was made, from the time in its ULID. */
export function idTime(id: string): Temporal.Instant {
  const ulid = id.slice(id.indexOf("_") + 1);
  let ms = 0;
  for (const char of ulid.slice(0, TIME_LENGTH)) ms = ms * 32 + ALPHABET.indexOf(char);
  return Temporal.Instant.fromEpochMilliseconds(ms);
}

/** The least id of a kind that can be made at an instant: where a range of ids by time begins or ends. */
export function leastIdAt(prefix: IdPrefix, at: Temporal.Instant): string {
  return `${prefix}_${encodeTime(at.epochMilliseconds)}${"0".repeat(RANDOM_LENGTH)}`;
}

/** Bytes as base64url without padding (RFC 4648 section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

function encodeTime(ms: number): string {
  let rest = ms;
  let text = "";
  for (let i = 0; i < TIME_LENGTH; i++) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function increment(digits: number[]): void {
  for (let i = digits.length - 1; i >= 0; i--) {
    if (digits[i]! < 31) {
      digits[i]!++;
      return;
    }
    digits[i] = 0;
  }
  throw new RangeError("more than 2^80 ids within one millisecond");
}
