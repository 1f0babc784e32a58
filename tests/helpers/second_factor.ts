/** Second factors of tests: codes worked out independently of the library under test, and an app that is switched on. */
import { createHmac } from "node:crypto";
import { beginTotpSetup, confirmTotpSetup, getSecondFactor } from "@/domain/second_factor/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";

/** Where the requests of these tests come from. */
export const FACTOR_CLIENT = { ip: "192.0.2.1", userAgent: "test" };

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code of a secret at an instant, by RFC 6238 and RFC 4226 section 5.3. */
export function codeAt(secret: string, now: Temporal.Instant): string {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(now.epochMilliseconds / 30_000)));
  const mac = createHmac("sha1", fromBase32(secret)).update(new Uint8Array(counter.buffer))
    .digest();
  const offset = mac[19]! & 15;
  const number = new DataView(new Uint8Array(mac).buffer).getUint32(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** A code that is not right now, nor a step early or late. */
export function wrongCode(secret: string, now: Temporal.Instant): string {
  const right = [-30, 0, 30].map((seconds) => codeAt(secret, now.add({ seconds })));
  return ["000000", "000001", "000002", "000003"].find((code) => !right.includes(code))!;
}

/** Switches an authenticator app on for an account; its first code is used up by that. */
export async function turnOnTotp(
  deps: Deps,
  accountId: string,
): Promise<{ secret: string; recoveryCodes: string[] }> {
  const owner = { accountId, client: FACTOR_CLIENT };
  unwrap(await beginTotpSetup(deps, { ...owner, password: null }));
  const { secret } = (await getSecondFactor(deps, accountId)).setup!;
  const code = codeAt(secret, deps.clock.now());
  const { recoveryCodes } = unwrap(await confirmTotpSetup(deps, { ...owner, code }));
  return { secret, recoveryCodes: recoveryCodes ?? [] };
}

function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const char of text.replace(/=+$/, "")) {
    value = (value << 5) | BASE32.indexOf(char);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 255);
      value &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(bytes);
}
