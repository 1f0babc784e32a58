/** The public keys as a JSON Web Key Set (RFC 7517, with Ed25519 by RFC 8037), for checking signatures anywhere. */
import { listPublicKeys } from "./keys.ts";

/** A public key as others read it. */
export interface PublicJwk {
  kty: "OKP";
  crv: "Ed25519";
  alg: "EdDSA";
  use: "sig";
  kid: string;
  x: string;
}

/** All keys that ever signed, newest first. */
export async function publicKeySet(kv: Deno.Kv): Promise<{ keys: PublicJwk[] }> {
  const keys = (await listPublicKeys(kv)).map(({ keyId, publicKey }): PublicJwk => ({
    kty: "OKP",
    crv: "Ed25519",
    alg: "EdDSA",
    use: "sig",
    kid: keyId,
    x: publicKey,
  }));
  return { keys };
}
