/**
 * The operator's commands, for the database that the environment names:
 * `backup <file>`, `restore <file> [--force]`, `seed`, `rotate-keys [--revoke]`, `rotate-seal-key`.
 */
import { isoNow, systemClock } from "../shared/clock.ts";
import { type Config, loadConfig } from "../shared/config.ts";
import { fail, ok, type Result } from "../shared/result.ts";
import { makeSecretBox } from "../shared/secret_box.ts";
import { rotateSealKey } from "../seal/mod.ts";
import { deleteOldSigningKeys, rotateSigningKey } from "../session/mod.ts";
import { backupByListing, backupFile } from "./backup.ts";
import { billingCommand, readBillingArguments } from "./billing_command.ts";
import type { BackupHeader } from "./backup_file.ts";
import { findInstallation } from "./installation.ts";
import { openDeps } from "./open.ts";
import { kvPlace, openKv } from "./open_kv.ts";
import { checkBackup, restore } from "./restore.ts";
import { findSecretFile, secretPath } from "./secret_file.ts";

/** What went wrong, in one line. */
interface CommandFailure {
  readonly code: "command_failed";
  readonly message: string;
}

const USAGE =
  "use: backup <file> | restore <file> [--force] | seed | rotate-keys [--revoke] | rotate-seal-key";

/** Runs a command; the value is what to print. */
export async function runCommand(
  args: readonly string[],
  env: Record<string, string | undefined>,
): Promise<Result<string, CommandFailure>> {
  const config = loadConfig(env);
  if (!config.ok) return failed(`${config.error.variable} ${config.error.message}`);
  const [command, file, ...rest] = args;
  if (command === "billing") return await bill(config.value, args.slice(1));
  if (command === "seed" && file === undefined) return await seed(config.value);
  if (command === "rotate-keys" && rest.length === 0 && [undefined, "--revoke"].includes(file)) {
    return await rotateKeys(config.value, { isLeaked: file === "--revoke" });
  }
  if (command === "rotate-seal-key" && file === undefined) return await rotateSeal(config.value);
  if (command === "backup" && file && rest.length === 0) return await backup(config.value, file);
  const isForced = rest[0] === "--force";
  if (command === "restore" && file && rest.length === (isForced ? 1 : 0)) {
    return await restoreFrom(config.value, { file, isForced });
  }
  return failed(USAGE);
}

async function seed(config: Config): Promise<Result<string, CommandFailure>> {
  const opened = await openDeps(config);
  if (!opened.ok) return failed(opened.error.message);
  const { deps, firstStart, demo } = opened.value;
  deps.kv.close();
  const demoLine = demo
    ? `\nA customer of the demonstration set logs in as ${demo.email} with the password ${demo.password}`
    : "";
  if (!firstStart) return ok(`There was nothing ${demo ? "else " : ""}to seed.${demoLine}`);
  const password = firstStart.ownerPassword
    ? `with the password ${firstStart.ownerPassword}`
    : "with the password of ADMIN_PASSWORD";
  return ok(`Seeded. The owner logs in as ${firstStart.ownerEmail} ${password}${demoLine}`);
}

/** Does or shows what the night would do. */
async function bill(
  config: Config,
  args: readonly string[],
): Promise<Result<string, CommandFailure>> {
  const read = readBillingArguments(args);
  if (!read.ok) return failed(read.error.message);
  // Opening it would make one where there is none.
  if (kvPlace(config.kvPath) === "file" && !await exists(config.kvPath!)) {
    return failed(`there is no database at ${config.kvPath}`);
  }
  const opened = await openDeps(config);
  if (!opened.ok) return failed(opened.error.message);
  using _kv = opened.value.deps.kv;
  const done = await billingCommand(opened.value.deps, read.value);
  return done.ok ? done : failed(done.error.message);
}

/** Makes a new signing key. One that may have leaked is deleted at once: everybody has to log in again. */
async function rotateKeys(
  config: Config,
  { isLeaked }: { isLeaked: boolean },
): Promise<Result<string, CommandFailure>> {
  const opened = await openDeps(config);
  if (!opened.ok) return failed(opened.error.message);
  const { deps } = opened.value;
  using _kv = deps.kv;
  const rotated = await rotateSigningKey(deps, { isForced: true });
  if (!rotated.ok) return failed("other processes kept replacing the key; try again");
  const deleted = await deleteOldSigningKeys(deps, { isLeaked });
  return ok(
    `New tokens are signed with a new key; old keys deleted: ${deleted}.\n` +
      (isLeaked
        ? "Everybody has to log in again."
        : "The key before it is accepted until its tokens have expired, in 30 days at the latest."),
  );
}

/** Makes a new key for signing invoices. What was signed before stays good: the old public key is kept. */
async function rotateSeal(config: Config): Promise<Result<string, CommandFailure>> {
  const opened = await openDeps(config);
  if (!opened.ok) return failed(opened.error.message);
  const { deps } = opened.value;
  using _kv = deps.kv;
  const rotated = await rotateSealKey(deps);
  if (!rotated.ok) return failed("other processes kept replacing the key; try again");
  return ok(`Invoices are signed with the key ${rotated.value.keyId} from now on.`);
}

async function backup(config: Config, file: string): Promise<Result<string, CommandFailure>> {
  const place = kvPlace(config.kvPath);
  if (place === "file" && !await exists(config.kvPath!)) {
    return failed(`there is no database at ${config.kvPath}`);
  }
  const opened = await openKv(config);
  if (!opened.ok) return failed(opened.error.message);
  using kv = opened.value;
  const installation = await findInstallation(kv);
  const header: BackupHeader = {
    madeAt: isoNow(systemClock),
    secretKeyId: installation?.secretKeyId ?? null,
  };
  const saved = place === "file"
    ? await backupFile({ kvPath: config.kvPath!, file, header })
    : await backupByListing(kv, { file, header });
  if (!saved.ok) return failed("the database kept changing; try again when there is less to do");
  const { entries, sha256 } = saved.value;
  return ok(
    `Saved ${entries} entries to ${file} (SHA-256 ${sha256}).\n` +
      "Keep CLOUDNEST_SECRET apart from it: without the secret, sealed values can't be read.",
  );
}

async function restoreFrom(
  config: Config,
  input: { file: string; isForced: boolean },
): Promise<Result<string, CommandFailure>> {
  if (!await exists(input.file)) return failed(`there is no file ${input.file}`);
  // Before the database is opened, which makes it where there is none: an empty one would be seeded as a new shop.
  const checked = await checkBackup(input.file);
  if (!checked.ok) {
    return failed(`${input.file} is damaged: ${checked.error.message}; nothing was changed`);
  }
  const opened = await openKv(config);
  if (!opened.ok) return failed(opened.error.message);
  using kv = opened.value;
  const nowMs = systemClock.now().epochMilliseconds;
  const restored = await restore(kv, { ...input, nowMs });
  if (!restored.ok) {
    return failed(
      restored.error.code === "damaged"
        ? `${input.file} is damaged: ${restored.error.message}; nothing was changed`
        : "the database isn't empty; --force replaces what is in it",
    );
  }
  const { entries, header } = restored.value;
  const warning = await secretWarning(config, header);
  return ok(`Restored ${entries} entries as of ${header.madeAt}.${warning}`);
}

/** Doesn't make a secret where there is none: the backup's own is wanted. */
async function secretWarning(config: Config, header: BackupHeader): Promise<string> {
  if (header.secretKeyId === null) return "";
  const fromFile = kvPlace(config.kvPath) === "file"
    ? await findSecretFile(secretPath(config.kvPath!))
    : null;
  const secret = config.secret ?? fromFile;
  if (secret && await makeSecretBox(secret).keyId() === header.secretKeyId) return "";
  return "\nSet the CLOUDNEST_SECRET that the backup was made with before you start the server.";
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

function failed(message: string): Result<never, CommandFailure> {
  return fail({ code: "command_failed", message });
}

if (import.meta.main) {
  const result = await runCommand(Deno.args, Deno.env.toObject()).catch((error) =>
    failed(error instanceof Error ? error.message : String(error))
  );
  if (result.ok) console.log(result.value);
  else {
    console.error(result.error.message);
    Deno.exitCode = 1;
  }
}
