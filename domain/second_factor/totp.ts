/**
 * One-time codes by time (RFC 6238): SHA-1, 6 digits, steps of 30 seconds, which is what every authenticator app knows.
 * A code is taken one step early or late, for clocks that are off, and each step once.
 *
 * `otpauth` does the arithmetic: it is small, maintained, and tested against the RFC's vectors.
 */
import { HOTP, Secret, TOTP } from "otpauth";

const STEP_SECONDS = 30;
const DIGITS = 6;
const WINDOW_STEPS = 1;
/** As long as the hash's output (RFC 4226 section 4, R6). */
export const SECRET_BYTES = 20;

/** The secret of random bytes, in base 32 as apps take it. */
export function secretOf(bytes: Uint8Array<ArrayBuffer>): string {
  return new Secret({ buffer: bytes.buffer }).base32;
}

/** The address that a QR code carries to the app: whose account it is for, and the secret. */
export function totpUri(input: { secret: string; issuer: string; label: string }): string {
  const { secret, issuer, label } = input;
  return new TOTP({
    issuer,
    label,
    algorithm: "SHA1",
    digits: DIGITS,
    period: STEP_SECONDS,
    secret: Secret.fromBase32(secret),
  }).toString();
}

/** The number of the time step of an instant. */
export function stepOf(now: Temporal.Instant): number {
  return Math.floor(now.epochMilliseconds / 1000 / STEP_SECONDS);
}

/** The step that a code belongs to, if that is near now and after `lastStep`; `null` for any other code. */
export function matchStep(
  input: { secret: string; code: string; now: Temporal.Instant; lastStep: number },
): number | null {
  if (!isTotpCode(input.code)) return null;
  const secret = Secret.fromBase32(input.secret);
  const current = stepOf(input.now);
  let matched: number | null = null;
  for (let step = current - WINDOW_STEPS; step <= current + WINDOW_STEPS; step++) {
    const token = input.code;
    const delta = HOTP.validate({ token, secret, counter: step, digits: DIGITS, window: 0 });
    if (delta !== null && step > input.lastStep) matched ??= step;
  }
  return matched;
}

/** Whether a text has the form of a code. */
export function isTotpCode(text: string): boolean {
  return /^\d{6}$/.test(text);
}
