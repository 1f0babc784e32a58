/** Secrets that a test has typed, was shown, or has made the server make: none of them may stand anywhere in the clear. */
import { expect } from "expect";

/** Shorter ones could stand anywhere by chance. */
const MIN_LENGTH = 6;

/** Fails where a text holds one of the secrets, in whatever spelling. Both have names that say what they are. */
export function expectNoSecrets(
  secrets: Readonly<Record<string, string>>,
  texts: Readonly<Record<string, string>>,
): void {
  for (const [what, secret] of Object.entries(secrets)) {
    expect([what, secret.length >= MIN_LENGTH]).toEqual([what, true]);
    for (const [where, text] of Object.entries(texts)) {
      const found = [...spellingsOf(secret)].filter((spelling) => text.includes(spelling));
      expect([what, where, found]).toEqual([what, where, []]);
    }
  }
}

/** A secret as it is, and as it would be quoted, escaped or encoded. */
function spellingsOf(secret: string): Set<string> {
  const bytes = new TextEncoder().encode(secret);
  return new Set([
    secret,
    encodeURIComponent(secret),
    secret.replaceAll(" ", "+"),
    JSON.stringify(secret).slice(1, -1),
    bytes.toBase64().replace(/=+$/, ""),
    bytes.toHex(),
  ]);
}
