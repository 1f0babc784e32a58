/**
 * The seal of an invoice: the house's signature over everything that was frozen when it was issued, and a code by which
 * anybody who holds it can ask whether it is genuine. The buyer is part of it as a salted digest, so that the signature
 * still holds once the buyer is erased. Keys, both owned by the invoice:
 * `["invoice_seals", invoiceId]`, `["invoice_codes", code]`.
 */
import { z } from "zod";
import { isSigned, stageSignature, toJws } from "@/domain/seal/mod.ts";
import { canonicalJson } from "@/domain/shared/canonical_json.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf } from "@/domain/shared/digest.ts";
import { ERASED } from "@/domain/shared/erasing.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Invoice } from "./model.ts";

/** 100 random bits. */
const CODE_LENGTH = 20;
const SALT_BYTES = 18;

const sealSchema = z.strictObject({
  schemaVersion: z.literal(1),
  invoiceId: z.string(),
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

const sealKey = (invoiceId: string) => ["invoice_seals", invoiceId];
const codeKey = (code: string) => ["invoice_codes", code];

/** What is signed: all that never changes, in the one text that these values have. */
export function statementOf(invoice: Invoice, buyerDigest: string): string {
  const { number, kind, issuedAt, dueOn, currency, lines, notes, reference } = invoice;
  const { subtotal, tax, total, seller, taxRule } = invoice;
  return canonicalJson({
    format: "cloudnest-invoice/1",
    number,
    kind,
    issuedAt,
    dueOn,
    currency,
    lines,
    subtotal,
    tax,
    total,
    seller,
    buyerDigest,
    taxRule,
    notes,
    reference,
  });
}

/** Seals an invoice on the commit that writes it. */
export async function stageSeal(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids" | "secrets">,
  invoice: Invoice,
): Promise<Seal> {
  const buyerSalt = deps.ids.token(SALT_BYTES);
  const buyerDigest = digestOfBuyer(invoice, buyerSalt);
  const signed = await stageSignature(tx, deps, statementOf(invoice, buyerDigest));
  const seal: Seal = {
    schemaVersion: 1,
    invoiceId: invoice.id,
    code: deps.ids.code(CODE_LENGTH),
    ...signed,
    buyerDigest,
    buyerSalt,
    sealedAt: isoNow(deps.clock),
  };
  tx.set(sealKey(invoice.id), sealSchema.parse(seal));
  tx.set(codeKey(seal.code), invoice.id);
  return seal;
}

/** Seals an invoice of before there were seals, once: a check more. Whether it had none. */
export async function stageMissingSeal(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids" | "secrets">,
  invoice: Invoice,
): Promise<boolean> {
  if (await tx.get(sealKey(invoice.id)) !== null) return false;
  await stageSeal(tx, deps, invoice);
  return true;
}

/** The seal of an invoice; `null` for one of before there were seals. */
export async function readSeal(kv: Deno.Kv, invoiceId: string): Promise<Seal | null> {
  const stored = (await kv.get(sealKey(invoiceId))).value;
  return stored === null ? null : sealSchema.parse(stored);
}

/** The id of the invoice that a code is on; `null` if it is on none. */
export async function findByCode(kv: Deno.Kv, typed: string): Promise<string | null> {
  const code = readCode(typed);
  return code === null ? null : (await kv.get<string>(codeKey(code))).value;
}

/** Whether an invoice is still what was signed. */
export async function isGenuine(kv: Deno.Kv, invoice: Invoice, seal: Seal): Promise<boolean> {
  const { buyerSalt, buyerDigest } = seal;
  const isErased = invoice.buyer.name === ERASED && buyerSalt === null;
  if (!isErased && (!buyerSalt || digestOfBuyer(invoice, buyerSalt) !== buyerDigest)) return false;
  return await isSigned(kv, statementOf(invoice, buyerDigest), seal);
}

/** An invoice with its signature, to be checked without this server: a JWS in the compact form of RFC 7515. */
export function signedInvoice(invoice: Invoice, seal: Seal): string {
  return toJws(statementOf(invoice, seal.buyerDigest), seal);
}

/** Forgets what the buyer's digest was made with, on the commit that erases the buyer. */
export async function stageEraseSealedBuyer(tx: Tx, invoiceId: string): Promise<void> {
  const stored = await tx.get(sealKey(invoiceId));
  if (stored !== null) {
    tx.set(sealKey(invoiceId), sealSchema.parse({ ...sealSchema.parse(stored), buyerSalt: null }));
  }
}

/** A code in groups of five, as it is printed. */
export function printCode(code: string): string {
  return code.replace(/(.{5})(?=.)/g, "$1-");
}

/** A typed code in its stored form; letters that look like digits are those digits (Crockford's base 32). */
function readCode(typed: string): string | null {
  if (typed.length > 2 * CODE_LENGTH) return null;
  const code = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return code.length === CODE_LENGTH && /^[0-9A-HJKMNP-TV-Z]+$/.test(code) ? code : null;
}

function digestOfBuyer({ buyer }: Invoice, salt: string): string {
  return digestOf(canonicalJson({ buyer, salt }));
}
