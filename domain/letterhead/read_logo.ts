/** Taking in a logo: a PNG or a JPEG by its content, of a sensible size, made anew so that nothing hides in it. */
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import { detectType, readAtMost, type UploadedFile } from "@/domain/upload/mod.ts";
import { cleanJpeg } from "./clean_jpeg.ts";
import { cleanPng, sizeOfPng } from "./clean_png.ts";
import { BadPicture, type Picture } from "./picture.ts";
import { MAX_KEPT_LOGO_BYTES, MAX_LOGO_BYTES, MAX_LOGO_SIDE, MIN_LOGO_SIDE } from "./view.ts";

/** A logo that can be kept. */
export interface LogoFile extends Picture {
  /** Of `bytes`, in hex. */
  sha256: string;
}

/** Why a file isn't taken. */
export interface BadLogo {
  readonly code: "bad_logo";
  readonly message: string;
}

const TOO_LARGE = "The file is larger than 1 MB. Upload a smaller one.";
const TOO_RICH =
  "The picture has too many details to be in every document. Save it in a smaller size.";
const WRONG_TYPE = "Upload a PNG or JPEG file. This one is something else, or damaged.";
const WRONG_SIZE =
  `The logo must be ${MIN_LOGO_SIDE} to ${MAX_LOGO_SIDE} pixels wide, and as high.`;

/** Reads, checks and remakes a file; stops reading at the first byte too many. */
export async function readLogoFile(file: UploadedFile): Promise<Result<LogoFile, BadLogo>> {
  const bytes = file.size > MAX_LOGO_BYTES ? null : await readAtMost(file, MAX_LOGO_BYTES);
  if (bytes === null) return bad(TOO_LARGE);
  let picture: Picture;
  try {
    const found = pictureOf(bytes);
    if (!found) return bad(WRONG_TYPE);
    picture = found;
  } catch (error) {
    if (error instanceof BadPicture) return bad(error.message);
    throw error;
  }
  if (!isFitting(picture)) return bad(WRONG_SIZE);
  if (picture.bytes.length > MAX_KEPT_LOGO_BYTES) return bad(TOO_RICH);
  const digest = await crypto.subtle.digest("SHA-256", picture.bytes);
  return ok({ ...picture, sha256: new Uint8Array(digest).toHex() });
}

/** `null` for any other type. A PNG's size is looked at before it is unpacked. */
function pictureOf(bytes: Uint8Array): Picture | null {
  const found = detectType(bytes);
  switch (found?.type) {
    case "image/png":
      if (!isFitting(sizeOfPng(bytes))) throw new BadPicture(WRONG_SIZE);
      return cleanPng(bytes);
    case "image/jpeg":
      return cleanJpeg(bytes.subarray(0, found.length));
    default:
      return null;
  }
}

function isFitting({ width, height }: { width: number; height: number }): boolean {
  return [width, height].every((side) => side >= MIN_LOGO_SIDE && side <= MAX_LOGO_SIDE);
}

function bad(message: string): Result<never, BadLogo> {
  return fail({ code: "bad_logo", message });
}
