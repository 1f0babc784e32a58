/** Everything that a process needs to serve: the database, the secret, and what the first start fills in. */
import { systemClock } from "../shared/clock.ts";
import type { Config } from "../shared/config.ts";
import type { Deps } from "../shared/deps.ts";
import { systemIds } from "../shared/ids.ts";
import { makeLanes } from "../shared/lanes.ts";
import { makeLog } from "../shared/log.ts";
import { fail, ok, type Result } from "../shared/result.ts";
import { makeSecretBox } from "../shared/secret_box.ts";
import { type DemoLogIn, fillDemo } from "./demo.ts";
import { type CannotSeed, type FirstStart, seedOnce } from "./first_start.ts";
import { findInstallation, tieToSecret } from "./installation.ts";
import { type CannotOpen, kvPlace, openKv } from "./open_kv.ts";
import { RESTORE_MARK } from "./restore.ts";
import { findSecretFile, loadSecretFile, newSecret, secretPath } from "./secret_file.ts";

/** What `openDeps()` opened. */
export interface Opened {
  deps: Deps;
  /** The owner made by this start; `null` on every later one. */
  firstStart: FirstStart | null;
  /** A log-in of the demonstration set, if this start made it. */
  demo: DemoLogIn | null;
}

/**
 * Opens the database and the secret and seeds a new installation, with `DEMO=1` also the demonstration set. Both failures carry one line for the operator. Close
 * with `deps.kv.close()`.
 */
export async function openDeps(config: Config): Promise<Result<Opened, CannotOpen | CannotSeed>> {
  const opened = await openKv(config);
  if (!opened.ok) return opened;
  const kv = opened.value;
  const prepared = await prepare(kv, config);
  if (!prepared.ok) kv.close();
  return prepared;
}

async function prepare(
  kv: Deno.Kv,
  config: Config,
): Promise<Result<Opened, CannotOpen | CannotSeed>> {
  if ((await kv.get(RESTORE_MARK)).value !== null) {
    return cannotOpen("a restore of this database was broken off; run it again with --force");
  }
  const isNew = await findInstallation(kv) === null;
  const secret = await loadSecret(config, { isNew });
  if (!secret.ok) return secret;
  const deps = makeSystemDeps(kv, config, secret.value);
  if (await tieToSecret(deps) !== await deps.secrets.keyId()) {
    return cannotOpen("CLOUDNEST_SECRET isn't the one that this database was made with");
  }
  const seeded = await seedOnce(deps);
  if (!seeded.ok) return seeded;
  const demo = config.demo ? await fillDemo(deps) : null;
  return ok({ deps, firstStart: seeded.value, demo });
}

/** Real time, real ids, logs on standard error. */
function makeSystemDeps(kv: Deno.Kv, config: Config, secret: string): Deps {
  return {
    kv,
    config,
    clock: systemClock,
    ids: systemIds(systemClock),
    secrets: makeSecretBox(secret),
    log: makeLog((line) => console.error(line), () => systemClock.now()),
    lanes: makeLanes(),
  };
}

/** The configured secret or the one beside the file; only a new database gets a new one. */
async function loadSecret(
  config: Config,
  { isNew }: { isNew: boolean },
): Promise<Result<string, CannotOpen>> {
  if (config.secret) return ok(config.secret);
  const place = kvPlace(config.kvPath);
  if (place === "memory") return ok(newSecret());
  if (place !== "file") {
    return cannotOpen(
      "CLOUDNEST_SECRET must be set where the database isn't a file of this machine",
    );
  }
  const path = secretPath(config.kvPath!);
  try {
    const secret = isNew ? await loadSecretFile(path) : await findSecretFile(path);
    if (secret !== null) return ok(secret);
    return cannotOpen(`${path} is missing: set the CLOUDNEST_SECRET of this database`);
  } catch (error) {
    return cannotOpen(
      `can't use the secret file: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function cannotOpen(message: string): Result<never, CannotOpen> {
  return fail({ code: "cannot_open", message });
}
