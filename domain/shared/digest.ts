/** Digests of secrets: what is stored in place of a random token or code, and how such texts are compared. */
import { createHash, timingSafeEqual } from "node:crypto";

/**
 * The SHA-256 of a text, base64url. Only for secrets of at least 50 random bits: what people think up needs a slow hash.
 */
export function digestOf(secret: string): string {
  return createHash("sha256").update(secret, "utf8").digest("base64url");
}

/** Whether two texts are the same, in a time that doesn't tell where they differ. */
export function isSameText(one: string, other: string): boolean {
  const [a, b] = [digestOf(one), digestOf(other)];
  return timingSafeEqual(new TextEncoder().encode(a), new TextEncoder().encode(b));
}
