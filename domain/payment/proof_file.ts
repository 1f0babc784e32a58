/** Taking in a file: never more bytes than allowed, whatever its sender says about its size. */
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import { detectType, type ProofType } from "./file_type.ts";
import { safeFileName } from "./file_name.ts";
import { MAX_PROOF_BYTES } from "./view.ts";

/** What `File` is, as far as it is needed here. */
export interface UploadedFile {
  readonly name: string;
  readonly size: number;
  stream(): ReadableStream<Uint8Array>;
}

/** A checked file in memory. */
export interface ProofFile {
  bytes: Uint8Array<ArrayBuffer>;
  type: ProofType;
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

/**
 * Reads into one buffer of the size that the file says it has, or more if that isn't true; `null` at the first byte above
 * the limit.
 */
export async function readAtMost(
  file: UploadedFile,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  let bytes = new Uint8Array(file.size);
  let length = 0;
  for await (const part of file.stream()) {
    const end = length + part.length;
    if (end > limit) return null;
    if (end > bytes.length) {
      const larger = new Uint8Array(Math.min(limit, 2 * end));
      larger.set(bytes);
      bytes = larger;
    }
    bytes.set(part, length);
    length = end;
  }
  return bytes.subarray(0, length);
}

function bad(message: string): Result<never, BadFile> {
  return fail({ code: "bad_file", message });
}
