/** Puts a backup back into a KV. */
import { fail, ok, type Result } from "../shared/result.ts";
import { type BackupHeader, type BackupLine, DamagedBackup, readBackup } from "./backup_file.ts";
import { encode } from "./value_codec.ts";

/** A file that is no backup, or not a whole one. */
export interface DamagedFile {
  readonly code: "damaged";
  readonly message: string;
}

/** Why a backup wasn't restored; nothing was changed. */
export type RestoreFailure = DamagedFile | { readonly code: "not_empty" };

/** What was restored. */
export interface RestoreReport {
  entries: number;
  header: BackupHeader;
}

const MAX_BATCH_ENTRIES = 200;
const MAX_BATCH_CHARS = 400_000;

/** Set while a restore is under way: a database that has it is not whole. */
export const RESTORE_MARK: Deno.KvKey = ["restore_under_way"];

/**
 * Restores `file` into an empty KV, or with `isForced` into one whose content is to be replaced. The file is read twice:
 * first to see that it is whole, then to write it. What would have expired by `nowMs` is left out.
 *
 * A restore that is broken off leaves a mark, with which the server refuses to start; restore again with `isForced`.
 */
export async function restore(
  kv: Deno.Kv,
  input: { file: string; nowMs: number; isForced?: boolean },
): Promise<Result<RestoreReport, RestoreFailure>> {
  const checked = await checkBackup(input.file);
  if (!checked.ok) return checked;
  if (!input.isForced && !await isEmpty(kv)) return fail({ code: "not_empty" });
  await kv.set(RESTORE_MARK, { file: input.file });
  await clear(kv);
  const batch = new Batch(kv);
  for await (const line of readBackup(input.file)) {
    if ("key" in line) await batch.add(line, input.nowMs);
  }
  await batch.commit();
  await kv.delete(RESTORE_MARK);
  return ok({ entries: await count(kv), header: checked.value });
}

/** Reads the whole file and answers its header. */
export async function checkBackup(file: string): Promise<Result<BackupHeader, DamagedFile>> {
  let header: BackupHeader | null = null;
  try {
    for await (const line of readBackup(file)) {
      if ("madeAt" in line) header = line;
    }
  } catch (error) {
    if (error instanceof DamagedBackup) return damaged(error.message);
    throw error;
  }
  return header ? ok(header) : damaged("the file is empty");
}

function damaged(message: string): Result<never, DamagedFile> {
  return fail({ code: "damaged", message });
}

/** Collects writes into commits within the limits of all engines. */
class Batch {
  readonly #kv: Deno.Kv;
  #op: Deno.AtomicOperation;
  #entries = 0;
  #chars = 0;

  constructor(kv: Deno.Kv) {
    this.#kv = kv;
    this.#op = kv.atomic();
  }

  async add(line: BackupLine, nowMs: number): Promise<void> {
    const size = sizeOf(line);
    if (this.#entries >= MAX_BATCH_ENTRIES || this.#chars + size > MAX_BATCH_CHARS) {
      await this.commit();
    }
    const isGone = "isDeleted" in line || (line.expiresAtMs !== null && line.expiresAtMs <= nowMs);
    if (isGone) this.#op.delete(line.key);
    else {
      const expireIn = line.expiresAtMs === null ? {} : { expireIn: line.expiresAtMs - nowMs };
      this.#op.set(line.key, line.value, expireIn);
    }
    this.#entries++;
    this.#chars += size;
  }

  async commit(): Promise<void> {
    if (this.#entries > 0) await this.#op.commit();
    this.#op = this.#kv.atomic();
    this.#entries = 0;
    this.#chars = 0;
  }
}

/** About how many bytes an entry is at the most: V8 keeps two a character. */
function sizeOf(line: BackupLine): number {
  return "isDeleted" in line ? 100 : JSON.stringify(encode(line.value)).length * 2 + 100;
}

async function isEmpty(kv: Deno.Kv): Promise<boolean> {
  for await (const _ of kv.list({ prefix: [] }, { limit: 1 })) return false;
  return true;
}

/** Deletes everything but the mark. */
async function clear(kv: Deno.Kv): Promise<void> {
  let op = kv.atomic();
  let size = 0;
  for await (const entry of kv.list({ prefix: [] })) {
    if (entry.key[0] === RESTORE_MARK[0]) continue;
    op.delete(entry.key);
    if (++size % MAX_BATCH_ENTRIES === 0) {
      await op.commit();
      op = kv.atomic();
    }
  }
  await op.commit();
}

async function count(kv: Deno.Kv): Promise<number> {
  let entries = 0;
  for await (const _ of kv.list({ prefix: [] })) entries++;
  return entries;
}
