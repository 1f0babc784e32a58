/** Databases and files for tests of backup and restore. */
import type { BackupHeader } from "@/domain/operations/backup_file.ts";

/** A header as the commands write it. */
export const header: BackupHeader = {
  madeAt: "2026-03-01T12:00:00.000Z",
  secretKeyId: "0123abcd",
};

/** A directory of the test's own, removed at its end. */
export interface TestDirectory extends Disposable {
  path: string;
}

/** Makes a directory. */
export function makeDirectory(): TestDirectory {
  const path = Deno.makeTempDirSync({ prefix: "cloudnest-test-" });
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}

/** All keys and values of a KV. */
export async function contentOf(kv: Deno.Kv): Promise<Array<[Deno.KvKey, unknown]>> {
  const content: Array<[Deno.KvKey, unknown]> = [];
  for await (const entry of kv.list({ prefix: [] })) content.push([entry.key, entry.value]);
  return content;
}

/** Names of the files in a directory. */
export async function filesIn(path: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(path)) names.push(entry.name);
  return names.toSorted();
}
