/**
 * The house's key pairs for signing documents (Ed25519, RFC 8032). One signs at a time; the public keys of all stay for
 * good, so that old documents can be checked. The private half is sealed, and deleted once its key is replaced. Keys:
 * - `["seal_keys", keyId]`: a key pair with its times
 * - `["seal_key"]`: the id of the one that signs
 */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, ok, type Result } from "@/domain/shared/result.ts";

const ID_BYTES = 12;
const CURRENT = ["seal_key"];

const storedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** 32 bytes, base64url. */
  publicKey: z.string(),
  /** PKCS #8, sealed; `null` once the key has been replaced. */
  sealed: z.string().nullable(),
  createdAt: z.string(),
  replacedAt: z.string().nullable(),
});

/** A stored key pair. */
export type StoredSealKey = z.infer<typeof storedSchema>;

/** A key that can sign. */
export interface SealKey {
  keyId: string;
  sealed: string;
}

/** A public key with its times. */
export interface PublicSealKey {
  keyId: string;
  publicKey: string;
  createdAt: string;
  replacedAt: string | null;
}

type KeyDeps = Pick<Deps, "kv" | "clock" | "ids" | "lanes" | "secrets">;

/** The key that signs; the first one is made on the caller's commit, which then has a check more. */
export async function stageCurrentKey(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids" | "secrets">,
): Promise<SealKey> {
  const keyId = await tx.peek<string>(CURRENT);
  const key = keyId === null ? null : parse(await tx.peek(keyOf(keyId)));
  if (keyId !== null && key?.sealed) return { keyId, sealed: key.sealed };
  await tx.get(CURRENT);
  return await stageNewKey(tx, deps);
}

/** Replaces the key that signs. Its private half is gone then; what it signed stays good. */
export function rotateSealKey(deps: KeyDeps): Promise<Result<{ keyId: string }, Conflict>> {
  return transact(deps, async (tx) => {
    const before = await tx.get<string>(CURRENT);
    const old = before === null ? null : parse(await tx.get(keyOf(before)));
    if (before !== null && old) {
      tx.set(
        keyOf(before),
        storedSchema.parse({ ...old, sealed: null, replacedAt: isoNow(deps.clock) }),
      );
    }
    const { keyId } = await stageNewKey(tx, deps);
    stageAudit(tx, deps, {
      actor: { kind: "system", id: "seal_keys.rotate" },
      action: "seal_key.rotated",
      subject: { kind: "seal_key", id: keyId },
      after: { replaced: before },
    });
    return ok({ keyId });
  });
}

/** All public keys, newest first. */
export async function listPublicKeys(kv: Deno.Kv): Promise<PublicSealKey[]> {
  const keys: PublicSealKey[] = [];
  for await (const { key, value } of kv.list({ prefix: ["seal_keys"] })) {
    const { publicKey, createdAt, replacedAt } = storedSchema.parse(value);
    keys.push({ keyId: String(key[1]), publicKey, createdAt, replacedAt });
  }
  return keys.sort((one, other) => one.createdAt < other.createdAt ? 1 : -1);
}

/** A public key by its id, base64url; `null` if there is none. */
export async function readPublicKey(kv: Deno.Kv, keyId: string): Promise<string | null> {
  return parse((await kv.get(keyOf(keyId))).value)?.publicKey ?? null;
}

async function stageNewKey(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids" | "secrets">,
): Promise<SealKey> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, [
    "sign",
    "verify",
  ]) as CryptoKeyPair;
  const [secret, publicBytes] = await Promise.all([
    crypto.subtle.exportKey("pkcs8", pair.privateKey),
    crypto.subtle.exportKey("raw", pair.publicKey),
  ]);
  const keyId = deps.ids.token(ID_BYTES);
  const sealed = await deps.secrets.seal("seal_key", keyId, new Uint8Array(secret).toBase64());
  const key: StoredSealKey = {
    schemaVersion: 1,
    publicKey: new Uint8Array(publicBytes).toBase64({
      alphabet: "base64url",
      omitPadding: true,
    }),
    sealed,
    createdAt: isoNow(deps.clock),
    replacedAt: null,
  };
  tx.create(keyOf(keyId), storedSchema.parse(key));
  tx.set(CURRENT, keyId);
  return { keyId, sealed };
}

function keyOf(keyId: string): Deno.KvKey {
  return ["seal_keys", keyId];
}

function parse(stored: unknown): StoredSealKey | null {
  return stored === null ? null : storedSchema.parse(stored);
}
