/**
 * The hash chain of a wallet: each entry's hash covers its transfer, its own figures and the hash before it, so
 * that a changed, missing or inserted entry shows.
 */
import { canonicalJson } from "@/domain/shared/canonical_json.ts";
import type { Entry, Transfer } from "./model.ts";

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
