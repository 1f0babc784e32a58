/**
 * Encryption at rest: AES-256-GCM with keys derived from `CLOUDNEST_SECRET` by HKDF-SHA-256 (RFC 5869), one key a
 * purpose. What was sealed for one purpose or one record can't be opened as another.
 */

/** What a sealed text is for: each purpose has a key of its own. */
export type SecretPurpose =
  | "service_credentials"
  | "signing_key"
  | "totp"
  | "provider_token"
  | "mail_link"
  | "form_stamp"
  | "seal_key"
  | "erasure";

/** Seals and opens small texts. */
export interface SecretBox {
  /** Tells one secret from another without telling what it is: eight hex digits of its hash. */
  keyId(): Promise<string>;
  /** Seals `plaintext`; `context` (usually the record's id) must be the same to open it. */
  seal(purpose: SecretPurpose, context: string, plaintext: string): Promise<string>;
  /**
   * Opens what `seal()` made.
   *
   * @throws Error if the text was changed, was sealed for something else, or with another secret.
   */
  open(purpose: SecretPurpose, context: string, sealed: string): Promise<string>;
  /**
   * Opens a sealed key and imports it, as `open()` does otherwise. Keys in use are kept, imported: opening one takes as long
   * as the rest of a session's look-up. Whether a key may still be used is for its record to say, not for this.
   */
  openKey(
    purpose: SecretPurpose,
    sealed: { context: string; sealed: string },
    importKey: (text: string) => Promise<CryptoKey>,
  ): Promise<CryptoKey>;
}

const VERSION = "v1";
const IV_BYTES = 12;
/** Keys that are kept open: more than are ever in use at once. */
const MAX_OPEN_KEYS = 16;

/** A box whose keys come from `secret`, a text of at least 32 characters. */
export function makeSecretBox(secret: string): SecretBox {
  const encoder = new TextEncoder();
  const root = crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
  const keyId = crypto.subtle.digest("SHA-256", encoder.encode(`key-id:${secret}`))
    .then((digest) => new Uint8Array(digest, 0, 4).toHex());
  const keys = new Map<SecretPurpose, Promise<CryptoKey>>();
  const openKeys = new Map<string, CryptoKey>();

  function keyFor(purpose: SecretPurpose): Promise<CryptoKey> {
    let key = keys.get(purpose);
    if (!key) {
      key = root.then((base) =>
        crypto.subtle.deriveKey(
          {
            name: "HKDF",
            hash: "SHA-256",
            salt: new Uint8Array(32),
            info: encoder.encode(purpose),
          },
          base,
          { name: "AES-GCM", length: 256 },
          false,
          ["encrypt", "decrypt"],
        )
      );
      keys.set(purpose, key);
    }
    return key;
  }

  async function open(
    purpose: SecretPurpose,
    context: string,
    sealed: string,
  ): Promise<string> {
    const [version, sealedWith, iv, body, ...rest] = sealed.split(".");
    if (version !== VERSION || !iv || !body || rest.length > 0) {
      throw new Error("not a sealed text");
    }
    if (sealedWith !== await keyId) throw new Error("sealed with another CLOUDNEST_SECRET");
    const additionalData = encoder.encode(`${purpose}:${context}`);
    const opened = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: Uint8Array.fromBase64(iv), additionalData },
      await keyFor(purpose),
      Uint8Array.fromBase64(body),
    );
    return new TextDecoder().decode(opened);
  }

  return {
    keyId: () => keyId,
    async seal(purpose, context, plaintext) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const additionalData = encoder.encode(`${purpose}:${context}`);
      const sealed = await crypto.subtle.encrypt(
        { name: "AES-GCM", iv, additionalData },
        await keyFor(purpose),
        encoder.encode(plaintext),
      );
      return [VERSION, await keyId, iv.toBase64(), new Uint8Array(sealed).toBase64()].join(".");
    },
    open,
    async openKey(purpose, { context, sealed }, importKey) {
      const name = `${purpose}:${context}:${sealed}`;
      const known = openKeys.get(name);
      if (known) return known;
      const key = await importKey(await open(purpose, context, sealed));
      if (openKeys.size >= MAX_OPEN_KEYS) openKeys.clear();
      openKeys.set(name, key);
      return key;
    },
  };
}
