/** Taking in a proof of payment: a short list of types, by content. */
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import { detectType, type FileType, readAtMost, type UploadedFile } from "@/domain/upload/mod.ts";
import { safeFileName } from "./file_name.ts";
import { MAX_PROOF_BYTES } from "./view.ts";

/** A checked file in memory. */
export interface ProofFile {
  bytes: Uint8Array<ArrayBuffer>;
  type: FileType;
  fileName: string;
  sha256: string;
}

/** Why a file isn't taken. */
export interface BadFile {
  readonly code: "bad_file";
  readonly message: string;
}

const TOO_LARGE = "The file is larger than 5 MB. Upload a smaller one.";
const EMPTY = "The file is empty. Choose another one.";
const WRONG_TYPE = "Upload a PDF, PNG, JPEG or WebP file. This one is something else, or damaged.";

/** Reads and checks a file; stops reading at the first byte too many. */
export async function readProofFile(file: UploadedFile): Promise<Result<ProofFile, BadFile>> {
  if (file.size > MAX_PROOF_BYTES) return bad(TOO_LARGE);
  const bytes = await readAtMost(file, MAX_PROOF_BYTES);
  if (bytes === null) return bad(TOO_LARGE);
  if (bytes.length === 0) return bad(EMPTY);
  const found = detectType(bytes);
  if (!found) return bad(WRONG_TYPE);
  const content = bytes.subarray(0, found.length);
  const digest = await crypto.subtle.digest("SHA-256", content);
  return ok({
    bytes: content,
    type: found.type,
    fileName: safeFileName(file.name, found.type),
    sha256: new Uint8Array(digest).toHex(),
  });
}

function bad(message: string): Result<never, BadFile> {
  return fail({ code: "bad_file", message });
}
