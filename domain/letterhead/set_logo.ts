/** Staff give the company a logo, or take it away: for documents that are issued from then on. */
import { stageAudit } from "@/domain/audit/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import {
  dropUpload,
  type OpenUpload,
  stageKeepUpload,
  type UploadedFile,
  writeUpload,
} from "@/domain/upload/mod.ts";
import { type LogoFile, readLogoFile } from "./read_logo.ts";
import {
  addLogo,
  getCurrentLogo,
  getLogoRecord,
  type Logo,
  readLogo,
  setCurrentLogo,
} from "./repo.ts";

interface Input {
  actor: StaffActor;
  requestId?: string;
}

/**
 * Makes a picture the logo of what is issued from now on; needs `settings.edit`. Messages are beside `file`. The same
 * picture is kept once. Nothing is written unless everything about it is right.
 */
export async function setLogo(
  deps: Deps,
  input: Input & { file: UploadedFile | null },
): Promise<Result<{ sha256: string }, ValidationError | NotFound | Conflict>> {
  const { actor, file } = input;
  if (!actor.permissions.has("settings.edit")) return notFound();
  if (!file || file.size === 0) return invalid({ file: "Choose the file with your logo." });
  const read = await readLogoFile(file);
  if (!read.ok) return invalid({ file: read.error.message });
  const isKnown = await readLogo(deps.kv, read.value.sha256) !== null;
  const upload = isKnown ? null : await writeUpload(deps, read.value.bytes);
  const set = await transact(
    deps,
    (tx) => stageLogo(tx, deps, { ...input, ...read.value, upload }),
  );
  const isUsed = set.ok && set.value.isKept;
  if (upload && !isUsed) await dropUpload(deps, upload);
  return set.ok ? ok({ sha256: read.value.sha256 }) : set;
}

/** Takes the logo away; needs `settings.edit`. Documents that have it keep it. Does nothing where there is none. */
export async function removeLogo(
  deps: Deps,
  input: Input,
): Promise<Result<void, NotFound | Conflict>> {
  if (!input.actor.permissions.has("settings.edit")) return notFound();
  return await transact(deps, async (tx) => {
    const before = await getCurrentLogo(tx);
    if (before === null) return ok(undefined);
    setCurrentLogo(tx, null);
    stageLogoAudit(tx, deps, { ...input, before, after: null });
    return ok(undefined);
  });
}

/** Checks which logo there is, the picture's record, and its upload. */
async function stageLogo(
  tx: Tx,
  deps: Deps,
  input: Input & LogoFile & { upload: OpenUpload | null },
): Promise<Result<{ isKept: boolean }, Conflict>> {
  const { sha256, contentType, bytes, width, height, upload } = input;
  const before = await getCurrentLogo(tx);
  const known = await getLogoRecord(tx, sha256);
  const isKept = known === null && upload !== null;
  if (isKept) {
    if (!await stageKeepUpload(tx, upload)) return fail({ code: "conflict" });
    const logo: Logo = {
      schemaVersion: 1,
      ...{ sha256, contentType, width, height },
      sizeBytes: bytes.length,
      uploadId: upload.id,
      chunkCount: upload.chunkCount,
      uploadedAt: isoNow(deps.clock),
    };
    addLogo(tx, logo);
  }
  if (before === sha256) return ok({ isKept });
  setCurrentLogo(tx, sha256);
  const { length: sizeBytes } = bytes;
  const after = { sha256, contentType, sizeBytes, width, height };
  stageLogoAudit(tx, deps, { ...input, before, after });
  return ok({ isKept });
}

function stageLogoAudit(
  tx: Tx,
  deps: Deps,
  { actor, requestId, before, after }: Input & {
    before: string | null;
    after: Record<string, unknown> | null;
  },
): void {
  stageAudit(tx, deps, {
    actor,
    action: after ? "logo.changed" : "logo.removed",
    subject: { kind: "settings", id: "logo" },
    ...(before !== null && { before: { sha256: before } }),
    ...(after && { after }),
    requestId,
  });
}
