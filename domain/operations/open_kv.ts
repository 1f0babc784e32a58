/** Opens the database that the configuration names. */
import type { Config } from "../shared/config.ts";
import { patientKv } from "../shared/patient_kv.ts";
import { fail, ok, type Result } from "../shared/result.ts";

/** The database can't be opened, or isn't fit to be served from; `message` is one line for the operator. */
export interface CannotOpen {
  readonly code: "cannot_open";
  readonly message: string;
}

/** What `KV_PATH` can be. */
export type KvPlace = "memory" | "file" | "remote" | "platform";

/** Where the data is. */
export function kvPlace(kvPath: string | null): KvPlace {
  if (kvPath === null) return "platform";
  if (kvPath === ":memory:") return "memory";
  return /^https?:\/\//.test(kvPath) ? "remote" : "file";
}

/** Opens the KV; a file and its directory are made, readable by their owner only, if they aren't there. */
export async function openKv(
  config: Pick<Config, "kvPath">,
): Promise<Result<Deno.Kv, CannotOpen>> {
  const { kvPath } = config;
  try {
    if (kvPath === null) return ok(await Deno.openKv());
    if (kvPlace(kvPath) !== "file") return ok(await Deno.openKv(kvPath));
    await makeFile(kvPath);
    return ok(patientKv(await Deno.openKv(kvPath)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail({ code: "cannot_open", message: `can't open KV_PATH ${kvPath}: ${reason}` });
  }
}

async function makeFile(path: string): Promise<void> {
  const end = path.lastIndexOf("/");
  if (end > 0) await Deno.mkdir(path.slice(0, end), { recursive: true, mode: 0o700 });
  (await Deno.open(path, { create: true, write: true, mode: 0o600 })).close();
}
