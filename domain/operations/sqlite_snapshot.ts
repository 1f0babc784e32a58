/**
 * A copy of Deno KV's SQLite file at one moment, while others write to it: SQLite's own `VACUUM INTO` reads within one
 * transaction. Also the only way to learn when entries expire, which Deno KV doesn't tell.
 */
import { DatabaseSync } from "node:sqlite";
import type { BackupLine } from "./backup_file.ts";

/** Copies the database file `from` to `to`, which must not exist. */
export function copySqlite(from: string, to: string): void {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 10_000 });
  try {
    source.prepare("VACUUM INTO ?").run(to);
  } finally {
    source.close();
  }
}

/** All entries of a copy with their expiry. The copy is changed: nothing in it expires any more while it is read. */
export async function* entriesOfCopy(path: string): AsyncGenerator<BackupLine> {
  const expiries = takeExpiries(path);
  const kv = await Deno.openKv(path);
  try {
    let row = 0;
    for await (const entry of kv.list({ prefix: [] })) {
      yield { key: entry.key, value: entry.value, expiresAtMs: expiries.get(row) ?? null };
      row++;
    }
  } finally {
    kv.close();
  }
}

/** When entries expire, by their place in the order of keys, which is the order in which Deno KV lists them. */
function takeExpiries(path: string): Map<number, number> {
  const database = new DatabaseSync(path);
  try {
    const rows = database.prepare(`
      SELECT place, expiration_ms FROM
        (SELECT row_number() OVER (ORDER BY k) - 1 AS place, expiration_ms FROM kv)
      WHERE expiration_ms >= 0
    `).all();
    database.exec("UPDATE kv SET expiration_ms = -1");
    return new Map(rows.map((row) => [Number(row["place"]), Number(row["expiration_ms"])]));
  } finally {
    database.close();
  }
}
