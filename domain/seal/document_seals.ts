/**
 * Seals of documents: the house's signature over everything that was frozen when one was issued, and a code by which
 * anybody who holds it can ask whether it is genuine. What is about the buyer is part of it as a salted digest, so that the
 * signature still holds once the buyer is erased. Keys of each kind, both owned by the document:
 * `["<kind>_seals", documentId]`, `["<kind>_codes", code]`.
 */
import { z } from "zod";
import { canonicalJson } from "@/domain/shared/canonical_json.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf } from "@/domain/shared/digest.ts";
import { ERASED } from "@/domain/shared/erasing.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { CODE_LENGTH, readCode } from "./code.ts";
import { isSigned, stageSignature, toJws } from "./sign.ts";

const SALT_BYTES = 18;

const sealSchema = z.strictObject({
  schemaVersion: z.literal(2),
  documentId: z.string(),
  code: z.string(),
  keyId: z.string(),
  signature: z.string(),
  buyerDigest: z.string(),
  /** `null` once the buyer is erased: nothing can be tried against the digest then. */
  buyerSalt: z.string().nullable(),
  sealedAt: z.string(),
});

/** A stored seal. */
export type Seal = z.infer<typeof sealSchema>;

/** A document that can be sealed. */
export interface SealedDocument {
  id: string;
  buyer: { name: string };
}

/** What is to be known of a kind of document. */
export interface SealedKind<D extends SealedDocument> {
  /** What its keys begin with. */
  name: "invoice" | "credit_note";
  /** All that never changes, but for what is about the buyer. */
  frozenOf(document: D): Record<string, unknown>;
  /** What is about the buyer, and erased with them. */
  personalOf(document: D): Record<string, unknown>;
}

type SealDeps = Pick<Deps, "clock" | "ids" | "secrets">;

/** The seals of one kind of document. */
export class DocumentSeals<D extends SealedDocument> {
  readonly #kind: SealedKind<D>;

  constructor(kind: SealedKind<D>) {
    this.#kind = kind;
  }

  /** The kind's name. */
  get name(): SealedKind<D>["name"] {
    return this.#kind.name;
  }

  /** Seals a document on the commit that writes it. No check, but two for the very first key of the house. */
  async stage(tx: Tx, deps: SealDeps, document: D): Promise<Seal> {
    const buyerSalt = deps.ids.token(SALT_BYTES);
    const buyerDigest = this.#digestOf(document, buyerSalt);
    const signed = await stageSignature(tx, deps, this.#statementOf(document, buyerDigest));
    const seal: Seal = {
      schemaVersion: 2,
      documentId: document.id,
      code: deps.ids.code(CODE_LENGTH),
      ...signed,
      buyerDigest,
      buyerSalt,
      sealedAt: isoNow(deps.clock),
    };
    tx.set(this.#sealKey(document.id), sealSchema.parse(seal));
    tx.set(this.#codeKey(seal.code), document.id);
    return seal;
  }

  /** Seals a document of before there were seals, once: a check more. Whether it had none. */
  async stageMissing(tx: Tx, deps: SealDeps, document: D): Promise<boolean> {
    if (await tx.get(this.#sealKey(document.id)) !== null) return false;
    await this.stage(tx, deps, document);
    return true;
  }

  /** The seal of a document; `null` for one of before there were seals. */
  async read(kv: Deno.Kv, documentId: string): Promise<Seal | null> {
    const stored = (await kv.get(this.#sealKey(documentId))).value;
    return stored === null ? null : parseSeal(stored);
  }

  /** The id of the document that a code is on; `null` if it is on none. */
  async findByCode(kv: Deno.Kv, typed: string): Promise<string | null> {
    const code = readCode(typed);
    return code === null ? null : (await kv.get<string>(this.#codeKey(code))).value;
  }

  /** Whether a document is still what was signed. */
  async isGenuine(kv: Deno.Kv, document: D, seal: Seal): Promise<boolean> {
    const { buyerSalt, buyerDigest } = seal;
    const isErased = document.buyer.name === ERASED && buyerSalt === null;
    const isSame = buyerSalt !== null && this.#digestOf(document, buyerSalt) === buyerDigest;
    if (!isErased && !isSame) return false;
    return await isSigned(kv, this.#statementOf(document, buyerDigest), seal);
  }

  /** A document with its signature, to be checked without this server: a JWS in the compact form of RFC 7515. */
  signed(document: D, seal: Seal): string {
    return toJws(this.#statementOf(document, seal.buyerDigest), seal);
  }

  /** Forgets what the buyer's digest was made with, on the commit that erases the buyer. */
  async stageErase(tx: Tx, documentId: string): Promise<void> {
    const stored = await tx.get(this.#sealKey(documentId));
    if (stored === null) return;
    const seal: Seal = { ...parseSeal(stored), buyerSalt: null };
    tx.set(this.#sealKey(documentId), sealSchema.parse(seal));
  }

  /** What is signed: the one text that these values have. */
  #statementOf(document: D, buyerDigest: string): string {
    return canonicalJson({ ...this.#kind.frozenOf(document), buyerDigest });
  }

  #digestOf(document: D, salt: string): string {
    return digestOf(canonicalJson({ ...this.#kind.personalOf(document), salt }));
  }

  #sealKey(documentId: string): Deno.KvKey {
    return [`${this.#kind.name}_seals`, documentId];
  }

  #codeKey(code: string): Deno.KvKey {
    return [`${this.#kind.name}_codes`, code];
  }
}

/** A stored seal in today's form: those of version 1 were all invoices'. */
function parseSeal(stored: unknown): Seal {
  const { schemaVersion, invoiceId, ...rest } = stored as Record<string, unknown>;
  return sealSchema.parse(
    schemaVersion === 1 ? { ...rest, schemaVersion: 2, documentId: invoiceId } : stored,
  );
}
