/** The job that makes a copy. It can be broken off and run again at any point: one try's file becomes the copy, once. */
import { stageMail } from "@/domain/mail/mod.ts";
import { loadAccount } from "@/domain/customer/mod.ts";
import type { JobHandler, JobRun } from "@/domain/job/mod.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { fail, ok } from "@/domain/shared/result.ts";
import { entriesOf } from "./documents.ts";
import { EXPORT_DAYS, type ExportFile } from "./export_model.ts";
import { ChunkWriter, deleteChunks, loadExport, readExport, stageExport } from "./export_repo.ts";
import { writeZip } from "./zip.ts";

const HOUR_MS = 3600_000;
/** KV may drop chunks some time after the end: expiry there is only "not before". */
const KEEP_MS = (EXPORT_DAYS * 24 + 1) * HOUR_MS;

/** Makes the copy of `payload.accountId`, unless it is made, was replaced, or the account is gone. */
export async function makeExport(deps: Deps, job: JobRun): ReturnType<JobHandler> {
  const accountId = String(job.payload["accountId"]);
  const exportId = String(job.payload["exportId"]);
  const asked = await readExport(deps.kv, accountId);
  if (asked?.id !== exportId || asked.state !== "waiting") return ok(undefined);

  const fileId = deps.ids.token(18);
  const writer = new ChunkWriter(deps.kv, fileId, KEEP_MS);
  let isKept = false;
  try {
    await writeZip(entriesOf(deps, accountId), { sink: writer, at: deps.clock.now() });
    const stored = await keep(deps, { accountId, exportId, file: writer.file });
    if (!stored.ok) return stored.error.code === "conflict" ? stored : ok(undefined);
    isKept = true;
    return ok(undefined);
  } finally {
    if (!isKept) await deleteChunks(deps.kv, fileId);
  }
}

/** Points the record to the file, unless another try was faster, and tells the customer. */
function keep(deps: Deps, input: { accountId: string; exportId: string; file: ExportFile }) {
  const { accountId, exportId, file } = input;
  return transact(deps, async (tx) => {
    const stored = await loadExport(tx, accountId);
    const account = await loadAccount(tx, accountId);
    if (stored?.id !== exportId || stored.state !== "waiting" || !account || account.erasedAt) {
      return fail({ code: "not_wanted" as const });
    }
    const expiresAt = toIso(deps.clock.now().add({ hours: EXPORT_DAYS * 24 }));
    const ready = { ...stored, state: "ready" as const, readyAt: isoNow(deps.clock) };
    stageExport(tx, { ...ready, expiresAt, file }, { expireInMs: KEEP_MS });
    await stageMail(tx, deps, {
      fact: `export_ready:${exportId}`,
      to: { email: account.email, name: account.name },
      accountId,
      template: "export_ready",
      variables: {
        customerName: account.name,
        expiresAt: `${expiresAt.slice(0, 10)} ${expiresAt.slice(11, 16)} UTC`,
        link: "/dashboard/profile/export",
      },
    });
    return ok(undefined);
  });
}
