import { expect } from "expect";
import { findAccountByEmail } from "@/domain/customer/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { openDeps } from "@/domain/operations/mod.ts";
import { RESTORE_MARK } from "@/domain/operations/restore.ts";
import { loadSecretFile, secretPath } from "@/domain/operations/secret_file.ts";
import type { Config } from "@/domain/shared/config.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { testConfig } from "@/tests/helpers/deps.ts";
import { filesIn, makeDirectory } from "./helpers.ts";

function configOf(kvPath: string, more: Partial<Config> = {}): Config {
  return testConfig({ kvPath, secret: null, adminPassword: null, ...more });
}

async function refusal(config: Config): Promise<string> {
  const opened = await openDeps(config);
  if (opened.ok) opened.value.deps.kv.close();
  return opened.ok ? "opened" : opened.error.message;
}

Deno.test("the first start makes the directory, the secret and the owner; later ones find them", async () => {
  using directory = makeDirectory();
  const kvPath = `${directory.path}/new/data/a.kv`;
  const first = unwrap(await openDeps(configOf(kvPath)));
  expect(first.firstStart).toEqual({
    ownerEmail: "owner@cloudnest.test",
    ownerPassword: expect.stringMatching(/^.{12,}$/),
  });
  const sealed = await first.deps.secrets.seal("totp", "x", "text");
  const owner = await findAccountByEmail(first.deps, "owner@cloudnest.test");
  expect(owner?.staffRole).toBe("owner");
  first.deps.kv.close();

  for (const path of [kvPath, secretPath(kvPath)]) {
    expect([path, (await Deno.stat(path)).mode! & 0o777]).toEqual([path, 0o600]);
  }
  expect((await Deno.stat(`${directory.path}/new/data`)).mode! & 0o777).toBe(0o700);
  const second = unwrap(await openDeps(configOf(kvPath)));
  expect(second.firstStart).toBeNull();
  expect(await second.deps.secrets.open("totp", "x", sealed)).toBe("text");
  second.deps.kv.close();
});

Deno.test("a password that the operator gave isn't told", async () => {
  const opened = unwrap(
    await openDeps(configOf(":memory:", { adminPassword: "given by the operator" })),
  );
  expect(opened.firstStart).toEqual({ ownerEmail: "owner@cloudnest.test", ownerPassword: null });
  opened.deps.kv.close();
});

Deno.test("example payment details are there on the operator's own machine and in demonstrations alone", async () => {
  const secret = "x".repeat(32);
  const cases: Array<[Partial<Config>, number]> = [
    [{ appUrl: "http://localhost:8000" }, 1],
    [{ appUrl: "https://cloudnest.example", secret }, 0],
    [{ appUrl: "http://192.168.1.5:8000", secret }, 0],
    [{ appUrl: "https://cloudnest.example", secret, demo: true }, 1],
  ];
  for (const [config, accounts] of cases) {
    const { deps } = unwrap(await openDeps(configOf(":memory:", config)));
    expect((await getSettings(deps, "bank")).accounts.length).toBe(accounts);
    expect((await getSettings(deps, "crypto")).addresses.length).toBe(accounts * 2);
    deps.kv.close();
  }
});

Deno.test("a secret that isn't the database's is refused, and so is a lost one", async () => {
  using directory = makeDirectory();
  const kvPath = `${directory.path}/a.kv`;
  unwrap(await openDeps(configOf(kvPath))).deps.kv.close();
  const other = configOf(kvPath, { secret: "another secret of more than 32 characters" });
  expect(await refusal(other)).toMatch(/^CLOUDNEST_SECRET isn't the one/);
  await Deno.remove(secretPath(kvPath));
  expect(await refusal(configOf(kvPath))).toMatch(/\.secret is missing/);
  expect((await filesIn(directory.path)).includes("a.kv.secret")).toBe(false);
  await Deno.writeTextFile(secretPath(kvPath), "short");
  expect(await refusal(configOf(kvPath))).toMatch(/holds less than 32 characters/);
});

Deno.test("what can't be opened is one line that says why", async () => {
  using directory = makeDirectory();
  await Deno.writeTextFile(`${directory.path}/file`, "x".repeat(5000));
  for (const kvPath of [`${directory.path}/file`, `${directory.path}/file/a.kv`]) {
    expect(await refusal(configOf(kvPath))).toMatch(/^can't open KV_PATH [^\n]+$/);
  }
});

Deno.test("a database whose restore was broken off isn't served from", async () => {
  using directory = makeDirectory();
  const kvPath = `${directory.path}/a.kv`;
  unwrap(await openDeps(configOf(kvPath))).deps.kv.close();
  const kv = await Deno.openKv(kvPath);
  await kv.set(RESTORE_MARK, {});
  kv.close();
  expect(await refusal(configOf(kvPath))).toMatch(/broken off/);
});

Deno.test("20 that need the secret file at once agree on one, and leave nothing else", async () => {
  using directory = makeDirectory();
  const path = `${directory.path}/a.secret`;
  const secrets = await Promise.all(Array.from({ length: 20 }, () => loadSecretFile(path)));
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]!.length).toBeGreaterThanOrEqual(43);
  expect(await filesIn(directory.path)).toEqual(["a.secret"]);
});
