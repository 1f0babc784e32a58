/** A consistent copy of a whole KV in one file, made while the server runs. */
import { fail, ok, type Result } from "../shared/result.ts";
import { type BackupHeader, BackupWriter } from "./backup_file.ts";
import { copySqlite, entriesOfCopy } from "./sqlite_snapshot.ts";

/** The database was written to so much that no two looks at it were the same. */
export interface KeptChanging {
  readonly code: "kept_changing";
}

/** What was saved. */
export interface BackupReport {
  entries: number;
  sha256: string;
}

const MAX_PASSES = 20;

/**
 * Copies the KV in the SQLite file `kvPath` to `file`. The copy is the state at one moment, expiry times included,
 * however much is written meanwhile.
 */
export async function backupFile(
  input: { kvPath: string; file: string; header: BackupHeader },
): Promise<Result<BackupReport, never>> {
  const copy = `${input.file}.snapshot`;
  await removeCopy(copy);
  const writer = await BackupWriter.create(input.file, input.header);
  try {
    copySqlite(input.kvPath, copy);
    await Deno.chmod(copy, 0o600);
    let entries = 0;
    for await (const line of entriesOfCopy(copy)) {
      await writer.add(line);
      entries++;
    }
    return ok({ entries, ...await writer.finish() });
  } catch (error) {
    await writer.discard().catch(() => {});
    throw error;
  } finally {
    await removeCopy(copy);
  }
}

/**
 * Copies a KV that isn't a file (a remote one, or one in memory) by listing it until a pass finds each key with the
 * versionstamp of the pass before. Versionstamps are never used twice, so every entry of the copy stood like that when
 * the last pass began: the copy is the state of that moment. Only a key that was made and deleted again between two
 * looks at it can be missing. When entries expire isn't known to the API, so the copy doesn't say; records with a
 * limited life carry `expiresAt` themselves. Keys and versionstamps of the whole database are held in memory.
 */
export async function backupByListing(
  kv: Deno.Kv,
  input: { file: string; header: BackupHeader },
): Promise<Result<BackupReport, KeptChanging>> {
  const writer = await BackupWriter.create(input.file, input.header);
  try {
    let known = new Map<string, { key: Deno.KvKey; versionstamp: string }>();
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const seen: typeof known = new Map();
      let changes = 0;
      for await (const entry of kv.list({ prefix: [] }, { consistency: "strong" })) {
        const name = nameOf(entry.key);
        seen.set(name, { key: entry.key, versionstamp: entry.versionstamp });
        if (known.get(name)?.versionstamp === entry.versionstamp) continue;
        changes++;
        await writer.add({ key: entry.key, value: entry.value, expiresAtMs: null });
      }
      for (const [name, { key }] of known) {
        if (seen.has(name)) continue;
        changes++;
        await writer.add({ key, isDeleted: true });
      }
      known = seen;
      if (changes === 0) return ok({ entries: known.size, ...await writer.finish() });
    }
    await writer.discard();
    return fail({ code: "kept_changing" });
  } catch (error) {
    await writer.discard().catch(() => {});
    throw error;
  }
}

/** A text that is different for different keys. */
function nameOf(key: Deno.KvKey): string {
  return key.map((part) =>
    part instanceof Uint8Array
      ? `b${part.toHex()}`
      : `${typeof part}:${JSON.stringify(String(part))}`
  ).join(",");
}

async function removeCopy(path: string): Promise<void> {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) {
    await Deno.remove(path + suffix).catch(() => {});
  }
}
