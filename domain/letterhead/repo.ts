/**
 * Keys of letterheads: `["logos", sha256]` (a logo and where its content is) and `["logo"]` (the SHA-256 of the one that new
 * documents have). Logos are kept for good: documents name them by their content.
 */
import { z } from "zod";
import type { Tx } from "@/domain/shared/kv.ts";

const CURRENT = ["logo"];
const logoKey = (sha256: string) => ["logos", sha256];

const logoSchema = z.strictObject({
  schemaVersion: z.literal(1),
  sha256: z.string(),
  contentType: z.enum(["image/png", "image/jpeg"]),
  sizeBytes: z.int().positive(),
  width: z.int().positive(),
  height: z.int().positive(),
  uploadId: z.string(),
  chunkCount: z.int().positive(),
  uploadedAt: z.string(),
});

/** A stored logo. */
export type Logo = z.infer<typeof logoSchema>;

/** The SHA-256 of the logo that new documents have, as it is now. */
export async function readCurrentLogo(kv: Deno.Kv): Promise<string | null> {
  return (await kv.get<string>(CURRENT)).value;
}

/** The same under check. */
export async function getCurrentLogo(tx: Tx): Promise<string | null> {
  return await tx.get<string>(CURRENT);
}

/** Sets it, once it was read under check. */
export function setCurrentLogo(tx: Tx, sha256: string | null): void {
  if (sha256 === null) tx.delete(CURRENT);
  else tx.set(CURRENT, sha256);
}

/** A logo by its content's SHA-256. */
export async function readLogo(kv: Deno.Kv, sha256: string): Promise<Logo | null> {
  return parse((await kv.get(logoKey(sha256))).value);
}

/** A logo under check. */
export async function getLogoRecord(tx: Tx, sha256: string): Promise<Logo | null> {
  return parse(await tx.get(logoKey(sha256)));
}

/** Writes a logo that `getLogoRecord()` didn't find. */
export function addLogo(tx: Tx, logo: Logo): void {
  tx.set(logoKey(logo.sha256), logoSchema.parse(logo));
}

function parse(stored: unknown): Logo | null {
  return stored === null ? null : logoSchema.parse(stored);
}
