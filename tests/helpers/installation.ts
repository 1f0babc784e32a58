/** A database on disk as the server of a test will find it: opened as the server opens it, but with cheap passwords. */
import { openDeps } from "@/domain/operations/mod.ts";
import { loadConfig } from "@/domain/shared/config.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { TEST_SECRET } from "./deps.ts";

/** The environment of a server on a database in `folder`. */
export function installationEnv(
  folder: string,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    KV_PATH: `${folder}/test.kv`,
    // Servers of tests listen anywhere: sessions belong to the address that the app is configured with.
    APP_URL: "http://localhost:8000",
    CLOUDNEST_SECRET: TEST_SECRET,
    ADMIN_PASSWORD: "correct horse battery",
    ...more,
  };
}

/** Works on the database while no server runs; what is logged as information is dropped. */
export async function withInstallation<T>(
  env: Record<string, string>,
  work: (deps: Deps) => Promise<T>,
): Promise<T> {
  const config = { ...unwrap(loadConfig(env)), scrypt: { n: 2 ** 10, r: 8, p: 1 } };
  const { deps } = unwrap(await openDeps(config));
  try {
    return await work({ ...deps, log: { ...deps.log, info: () => {} } });
  } finally {
    deps.kv.close();
  }
}
