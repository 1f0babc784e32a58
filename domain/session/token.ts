/**
 * Signed tokens: JWTs by HS256 (RFC 7519, RFC 7515) with `kid`, issuer, audience and times, all of which are checked.
 * Keys are 32 random bytes in KV, sealed; the algorithm is fixed here and never taken from a token.
 *
 * `jose` does the work: it is the maintained implementation, and has no dependencies.
 */
import { errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { Deps } from "@/domain/shared/deps.ts";
import { toBase64Url } from "@/domain/shared/ids.ts";
import { currentKey, isKid, MAX_TOKEN_SECONDS, signingKeyKey, usableKey } from "./signing_key.ts";

const ALGORITHM = "HS256";
const HMAC = { name: "HMAC", hash: "SHA-256" };
/** Longer than any token that is issued here. */
const MAX_TOKEN_LENGTH = 4096;

/** Tokens that are kept as proven for each key: as many as there are people who click within a minute on one machine. */
const MAX_PROVEN = 500;

/** What a token is for: one that was issued for one purpose is refused for another. */
export type Audience = "session" | "flash" | "api";

type TokenDeps = Pick<Deps, "kv" | "clock" | "ids" | "config" | "secrets" | "lanes">;

/**
 * Tokens that a key was found to have signed, by audience and text. That stays true for as long as the key is the key, and
 * proving it again would cost a request more than all else that is looked up for it.
 */
const proven = new WeakMap<CryptoKey, Map<string, JWTPayload>>();

/** A token's claims before its signature is checked, enough to know what to look up. */
export interface UnverifiedToken {
  kid: string;
  claims: Record<string, unknown>;
}

/**
 * Signs `claims` for `audience` with the newest key; the token ends at `expiresAt`, an ISO time.
 *
 * @throws RangeError for a token that would outlive its key.
 */
export async function signToken(
  deps: TokenDeps,
  input: { audience: Audience; claims: Record<string, unknown>; expiresAt: string },
): Promise<string> {
  const now = deps.clock.now();
  if (now.until(input.expiresAt).total("seconds") > MAX_TOKEN_SECONDS) {
    throw new RangeError("a token lives for 30 days at the most");
  }
  const { kid, sealed } = await currentKey(deps);
  const key = await openKey(deps, kid, sealed);
  return await new SignJWT(input.claims)
    .setProtectedHeader({ alg: ALGORITHM, kid, typ: "JWT" })
    .setIssuer(deps.config.appUrl)
    .setAudience(input.audience)
    .setIssuedAt(seconds(now))
    .setExpirationTime(seconds(Temporal.Instant.from(input.expiresAt)))
    .sign(key);
}

/** Splits a token without trusting it; `null` if it can't be one of ours. */
export function readUnverified(token: string): UnverifiedToken | null {
  if (token.length > MAX_TOKEN_LENGTH) return null;
  const [head, body, signature, ...rest] = token.split(".");
  if (!head || !body || !signature || rest.length > 0) return null;
  const header = parsePart(head);
  const claims = parsePart(body);
  if (!header || !claims || header.alg !== ALGORITHM || !decode(signature)) return null;
  return isKid(header.kid) ? { kid: header.kid, claims } : null;
}

/**
 * Checks signature, algorithm, issuer, audience and time of a token whose key was looked up by its `kid`, and returns
 * its claims; `null` if anything is wrong.
 */
export async function verifyToken(
  deps: TokenDeps,
  input: { token: string; kid: string; sealedKey: string; audience: Audience },
): Promise<Record<string, unknown> | null> {
  const key = await openKey(deps, input.kid, input.sealedKey);
  const now = deps.clock.now();
  const name = `${input.audience}:${input.token}`;
  const known = proven.get(key)?.get(name);
  if (known) return known.exp! > seconds(now) ? known : null;
  try {
    const { payload } = await jwtVerify(input.token, key, {
      algorithms: [ALGORITHM],
      issuer: deps.config.appUrl,
      audience: input.audience,
      typ: "JWT",
      requiredClaims: ["iat", "exp", "iss", "aud"],
      currentDate: new Date(now.epochMilliseconds),
    });
    // A flash message is read once.
    if (input.audience !== "flash") keepProven(key, name, payload);
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/** Reads a token that has no record of its own: key look-up and check in one. */
export async function openToken(
  deps: TokenDeps,
  input: { token: string; audience: Audience },
): Promise<Record<string, unknown> | null> {
  const unverified = readUnverified(input.token);
  if (!unverified) return null;
  const { value } = await deps.kv.get(signingKeyKey(unverified.kid));
  const sealedKey = usableKey(value, deps.clock.now());
  if (sealedKey === null) return null;
  return await verifyToken(deps, { ...input, kid: unverified.kid, sealedKey });
}

function openKey(deps: TokenDeps, kid: string, sealed: string): Promise<CryptoKey> {
  return deps.secrets.openKey("signing_key", { context: kid, sealed }, (text) => {
    const bytes = Uint8Array.fromBase64(text, { alphabet: "base64url" });
    return crypto.subtle.importKey("raw", bytes, HMAC, false, ["sign", "verify"]);
  });
}

/** The one that has been known for longest makes room. */
function keepProven(key: CryptoKey, name: string, payload: JWTPayload): void {
  const tokens = proven.get(key) ?? new Map<string, JWTPayload>();
  proven.set(key, tokens);
  const [oldest] = tokens.keys();
  if (oldest !== undefined && tokens.size >= MAX_PROVEN) tokens.delete(oldest);
  tokens.set(name, payload);
}

/** A part as an object; only in the form in which it is written here, so that no name can come twice. */
function parsePart(part: string): Record<string, unknown> | null {
  try {
    const text = new TextDecoder().decode(decode(part) ?? undefined);
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) &&
        JSON.stringify(value) === text
      ? value as Record<string, unknown>
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The bytes of a part; `null` unless it is written in the one canonical way, without loose bits at its end. */
function decode(part: string): Uint8Array | null {
  if (!/^[\w-]+$/.test(part) || part.length % 4 === 1) return null;
  const bytes = Uint8Array.fromBase64(part, { alphabet: "base64url" });
  return toBase64Url(bytes) === part ? bytes : null;
}

function seconds(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / 1000);
}
