/**
 * What is known of the installation itself, at `["installation"]`: the secret that its sealed values were made with, and
 * when it was filled for the first time.
 */
import { z } from "zod";
import { isoNow } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { transact, type Tx } from "../shared/kv.ts";
import { ok, unwrap } from "../shared/result.ts";

const KEY: Deno.KvKey = ["installation"];

const installationSchema = z.object({
  schemaVersion: z.literal(1),
  secretKeyId: z.string(),
  seededAt: z.string().nullable(),
});

/** The record of an installation. */
export type Installation = z.infer<typeof installationSchema>;

/** The installation's record, or `null` before the first start. */
export async function findInstallation(kv: Deno.Kv): Promise<Installation | null> {
  const entry = await kv.get<unknown>(KEY);
  return entry.value === null ? null : installationSchema.parse(entry.value);
}

/** Ties a new database to its secret; answers the key id of the one it is tied to. */
export async function tieToSecret(deps: Deps): Promise<string> {
  const secretKeyId = await deps.secrets.keyId();
  return unwrap(
    await transact(deps, async (tx) => {
      const known = await readInstallation(tx);
      if (known) return ok(known.secretKeyId);
      tx.set(KEY, { schemaVersion: 1, secretKeyId, seededAt: null });
      return ok(secretKeyId);
    }),
  );
}

/** Records that the installation has been filled. */
export async function markSeeded(deps: Deps): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const known = await readInstallation(tx);
      if (known?.seededAt === null) tx.set(KEY, { ...known, seededAt: isoNow(deps.clock) });
      return ok(undefined);
    }),
  );
}

async function readInstallation(tx: Tx): Promise<Installation | null> {
  const stored = await tx.get<unknown>(KEY);
  return stored === null ? null : installationSchema.parse(stored);
}
