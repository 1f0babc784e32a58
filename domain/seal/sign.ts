/**
 * Signatures over texts, as JSON Web Signatures (RFC 7515, with Ed25519 by RFC 8037): whoever has a text, its signature and
 * the public keys can check it with any library for them.
 */
import { canonicalJson } from "@/domain/shared/canonical_json.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { toBase64Url } from "@/domain/shared/ids.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { readPublicKey, type SealKey, stageCurrentKey } from "./keys.ts";

/** A signature with the key that made it. */
export interface Signature {
  keyId: string;
  /** 64 bytes, base64url. */
  signature: string;
}

const encoder = new TextEncoder();

/** Signs a text on the caller's commit with the key of the day. No check, but for the very first key. */
export async function stageSignature(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids" | "secrets">,
  text: string,
): Promise<Signature> {
  const key = await stageCurrentKey(tx, deps);
  const data = encoder.encode(signingInput(key.keyId, text));
  const signature = await crypto.subtle.sign("Ed25519", await open(deps, key), data);
  return { keyId: key.keyId, signature: toBase64Url(new Uint8Array(signature)) };
}

/** Whether a signature is the house's own over exactly this text. */
export async function isSigned(
  kv: Deno.Kv,
  text: string,
  { keyId, signature }: Signature,
): Promise<boolean> {
  const publicKey = await readPublicKey(kv, keyId);
  if (publicKey === null) return false;
  const key = await crypto.subtle.importKey("raw", bytesOf(publicKey), "Ed25519", false, [
    "verify",
  ]);
  const data = encoder.encode(signingInput(keyId, text));
  return await crypto.subtle.verify("Ed25519", key, bytesOf(signature), data);
}

/** Text and signature in the compact form of RFC 7515. */
export function toJws(text: string, { keyId, signature }: Signature): string {
  return `${signingInput(keyId, text)}.${signature}`;
}

function signingInput(keyId: string, text: string): string {
  const header = canonicalJson({ alg: "EdDSA", kid: keyId });
  return `${toBase64Url(encoder.encode(header))}.${toBase64Url(encoder.encode(text))}`;
}

function open(deps: Pick<Deps, "secrets">, { keyId, sealed }: SealKey): Promise<CryptoKey> {
  return deps.secrets.openKey(
    "seal_key",
    { context: keyId, sealed },
    (secret) =>
      crypto.subtle.importKey("pkcs8", Uint8Array.fromBase64(secret), "Ed25519", false, ["sign"]),
  );
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(text, { alphabet: "base64url" });
}
