/** Files that wait for their mapping and get none: thrown away by staff, or after a week. */
import { stageAudit } from "@/domain/audit/mod.ts";
import type { StaffActor, SystemActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { deleteUpload } from "@/domain/upload/mod.ts";
import { deleteImport, draftsBefore, getImportRecord } from "./import_repo.ts";
import { type AlreadyMapped, findDraft } from "./map_columns.ts";

/** Days that a file waits for its mapping. */
const DRAFT_DAYS = 7;

/** Throws a file away that waits for its mapping; needs `payments.record`. */
export async function discardImport(
  deps: Deps,
  input: { actor: StaffActor; importId: string; requestId?: string },
): Promise<Result<void, NotFound | AlreadyMapped | Conflict>> {
  return await findDraft(deps, input.actor, input.importId)
    ? await discard(deps, input)
    : notFound();
}

/** Throws away files that have waited for their mapping too long; how many. Costs what waits. */
export async function clearOldDrafts(deps: Deps): Promise<number> {
  const oldest = deps.clock.now().subtract({ hours: DRAFT_DAYS * 24 });
  const actor = { kind: "system", id: "statements.clear" } as const;
  let count = 0;
  for await (const id of draftsBefore(deps.kv, oldest)) {
    if ((await discard(deps, { actor, importId: id })).ok) count++;
  }
  return count;
}

async function discard(
  deps: Deps,
  { actor, importId, requestId }: {
    actor: StaffActor | SystemActor;
    importId: string;
    requestId?: string;
  },
): Promise<Result<void, AlreadyMapped | Conflict>> {
  const discarded = await transact(deps, async (tx) => {
    const before = await getImportRecord(tx, importId);
    if (before?.status !== "mapping") return fail({ code: "already_mapped" });
    deleteImport(tx, before);
    stageAudit(tx, deps, {
      actor,
      action: "statement.discarded",
      subject: { kind: "statement", id: importId },
      before: { fileName: before.fileName, sha256: before.sha256 },
      requestId,
    });
    return ok(before.upload.id);
  });
  if (!discarded.ok) return discarded;
  await deleteUpload(deps.kv, discarded.value);
  return ok(undefined);
}
