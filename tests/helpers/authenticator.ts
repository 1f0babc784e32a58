/**
 * An authenticator in software (https://www.w3.org/TR/webauthn-3/): P-256 keys, no attestation, and a hand on everything
 * that a real one wouldn't let be changed.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** What to get wrong. */
export interface Tampering {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  isVerified?: boolean;
  counter?: number;
  userHandle?: string;
}

/** A key that was made for one account of one site. */
export class SoftKey {
  readonly id: string;
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  #counter = 0;

  constructor(
    readonly site: { origin: string; rpId: string },
    id: Uint8Array = crypto.getRandomValues(new Uint8Array(16)),
  ) {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#privateKey = pair.privateKey;
    this.#publicKey = pair.publicKey;
    this.id = base64url(id);
  }

  /** The answer to the options of a registration, as JSON text. */
  register(options: { challenge: string }, tampering: Tampering = {}): string {
    const id = Uint8Array.fromBase64(this.id, { alphabet: "base64url" });
    const { x, y } = this.#publicKey.export({ format: "jwk" });
    const coordinates = [x!, y!].map((each) =>
      Uint8Array.fromBase64(each, { alphabet: "base64url" })
    );
    // COSE_Key: EC2, ES256, P-256, x, y
    const cose = bytes([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], coordinates[0]!, [
      0x22,
      0x58,
      32,
    ], coordinates[1]!);
    const authData = bytes(
      this.#head(tampering, 0x40),
      new Uint8Array(16),
      [id.length >> 8, id.length & 255],
      id,
      cose,
    );
    const attestationObject = bytes(
      [0xa3, 0x63],
      text("fmt"),
      [0x64],
      text("none"),
      [0x67],
      text("attStmt"),
      [0xa0, 0x68],
      text("authData"),
      [0x59, authData.length >> 8, authData.length & 255],
      authData,
    );
    return this.#answer({
      clientDataJSON: base64url(this.#clientData("webauthn.create", options.challenge, tampering)),
      attestationObject: base64url(attestationObject),
      transports: ["internal"],
    });
  }

  /** The answer to the options of a log-in, as JSON text; each counts one up. */
  assert(options: { challenge: string }, tampering: Tampering = {}): string {
    this.#counter++;
    const authData = this.#head(tampering, 0);
    const clientData = this.#clientData("webauthn.get", options.challenge, tampering);
    const hash = createHash("sha256").update(clientData).digest();
    const signature = sign("sha256", bytes(authData, new Uint8Array(hash)), this.#privateKey);
    return this.#answer({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(new Uint8Array(signature)),
      ...(tampering.userHandle !== undefined &&
        { userHandle: base64url(text(tampering.userHandle)) }),
    });
  }

  #head({ rpId, isVerified = true, counter }: Tampering, flags: number): Uint8Array {
    const rpIdHash = createHash("sha256").update(rpId ?? this.site.rpId).digest();
    const count = new DataView(new ArrayBuffer(4));
    count.setUint32(0, counter ?? this.#counter);
    const all = flags | 1 | (isVerified ? 4 : 0);
    return bytes(new Uint8Array(rpIdHash), [all], new Uint8Array(count.buffer));
  }

  #clientData(type: string, challenge: string, tampering: Tampering): Uint8Array {
    return text(JSON.stringify({
      type: tampering.type ?? type,
      challenge: tampering.challenge ?? challenge,
      origin: tampering.origin ?? this.site.origin,
      crossOrigin: false,
    }));
  }

  #answer(response: Record<string, unknown>): string {
    return JSON.stringify({
      id: this.id,
      rawId: this.id,
      type: "public-key",
      response,
      clientExtensionResults: {},
    });
  }
}

function bytes(...parts: Array<Uint8Array | number[]>): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function base64url(value: Uint8Array): string {
  return value.toBase64({ alphabet: "base64url", omitPadding: true });
}
