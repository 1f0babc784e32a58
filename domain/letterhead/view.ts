/** What pages may know of letterheads: plain types and limits, safe for islands. */
import { z } from "zod";

/** Bytes of an uploaded logo at the most. */
export const MAX_LOGO_BYTES = 1024 * 1024;
/** Bytes of a logo as it is kept, and put into each PDF, at the most. */
export const MAX_KEPT_LOGO_BYTES = 300 * 1024;
/** Pixels of a side of a logo. */
export const MIN_LOGO_SIDE = 32;
export const MAX_LOGO_SIDE = 2000;

/** What a document is headed with, as it was when it was issued. */
export const letterheadSchema = z.strictObject({
  /** The name that the company went by. */
  name: z.string(),
  /** SHA-256 of the logo's content, in hex; `null` for none. */
  logo: z.string().regex(/^[0-9a-f]{64}$/).nullable(),
});

/** What a document is headed with. */
export type Letterhead = z.infer<typeof letterheadSchema>;

/** From this many times as wide as high, a logo is taken to hold the company's name. */
const WIDE = 1.8;

/** Whether a logo stands alone; beside any other, the company's name is printed. */
export function isWideLogo({ width, height }: { width: number; height: number }): boolean {
  return width >= WIDE * height;
}

/** The company's logo, for staff. */
export interface LogoView {
  sha256: string;
  contentType: "image/png" | "image/jpeg";
  sizeBytes: number;
  /** In pixels. */
  width: number;
  height: number;
  uploadedAt: string;
}
