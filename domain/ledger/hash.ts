/**
 * The hash chain of a wallet: each entry's hash covers its transfer, its own figures and the hash before it, so
 * that a changed, missing or inserted entry shows.
 */
import type { Entry, Transfer } from "./model.ts";

/** JSON with the keys of every object in order: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => a < b ? -1 : 1)
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 in hexadecimal of an entry, without its own hash, together with its transfer. */
export async function entryHash(entry: Omit<Entry, "hash">, transfer: Transfer): Promise<string> {
  const { account, number, transferId, change, balance, previousHash, at } = entry;
  const text = canonicalJson({
    entry: { account, number, transferId, change, balance, previousHash, at },
    transfer,
  });
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}
