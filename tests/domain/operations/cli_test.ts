import { expect } from "expect";
import { runCommand } from "@/domain/operations/cli.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { contentOf, makeDirectory } from "./helpers.ts";

const CLI = new URL("../../../domain/operations/cli.ts", import.meta.url).pathname;

async function failureOf(args: string[], env: Record<string, string>): Promise<string> {
  const result = await runCommand(args, env);
  return result.ok ? "done" : result.error.message;
}

Deno.test("processes that start at once on a new database make one owner and one catalogue", async () => {
  using directory = makeDirectory();
  const kvPath = `${directory.path}/a.kv`;
  const outputs = await Promise.all(Array.from({ length: 3 }, async () => {
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", CLI, "seed"],
      env: { KV_PATH: kvPath, APP_URL: "", CLOUDNEST_SECRET: "", ADMIN_PASSWORD: "" },
    });
    const { code, stdout, stderr } = await command.output();
    expect([code, new TextDecoder().decode(stderr)]).toEqual([0, ""]);
    return new TextDecoder().decode(stdout);
  }));
  expect(outputs.filter((text) => /^Seeded.*password \S{12,}/.test(text)).length).toBe(1);
  using kv = await Deno.openKv(kvPath);
  expect((await Array.fromAsync(kv.list({ prefix: ["accounts"] }))).length).toBe(1);
  expect((await Array.fromAsync(kv.list({ prefix: ["catalog_plans"] }))).length).toBe(7);
});

Deno.test("backup and restore carry a seeded database to another place", async () => {
  using directory = makeDirectory();
  const [from, to] = [`${directory.path}/a.kv`, `${directory.path}/b.kv`];
  const file = `${directory.path}/backup`;
  unwrap(await runCommand(["seed"], { KV_PATH: from }));
  expect(unwrap(await runCommand(["backup", file], { KV_PATH: from }))).toMatch(
    /^Saved \d+ entries/,
  );
  const told = unwrap(await runCommand(["restore", file], { KV_PATH: to }));
  expect(told).toMatch(/^Restored \d+ entries as of 2.*\nSet the CLOUDNEST_SECRET/);
  {
    using a = await Deno.openKv(from);
    using b = await Deno.openKv(to);
    expect(await contentOf(b)).toStrictEqual(await contentOf(a));
  }
  expect(await failureOf(["seed"], { KV_PATH: to })).toMatch(/b\.kv\.secret is missing/);
  await Deno.copyFile(`${from}.secret`, `${to}.secret`);
  expect(unwrap(await runCommand(["seed"], { KV_PATH: to }))).toBe("There was nothing to seed.");
  expect(await failureOf(["restore", file], { KV_PATH: to })).toMatch(/isn't empty/);
  expect(unwrap(await runCommand(["restore", file, "--force"], { KV_PATH: to }))).not.toMatch(
    /Set the/,
  );
});

Deno.test("a restore that is refused leaves no database behind", async () => {
  using directory = makeDirectory();
  const file = `${directory.path}/backup`;
  await Deno.writeTextFile(file, "something else");

  const env = { KV_PATH: `${directory.path}/data/shop.kv` };
  expect(await failureOf(["restore", file], env)).toMatch(/is damaged/);
  expect(await failureOf(["restore", `${file}.none`], env)).toMatch(/there is no file/);

  expect([...Deno.readDirSync(directory.path)].map(({ name }) => name)).toEqual(["backup"]);
});

Deno.test("a command that can't be done says so in one line", async () => {
  using directory = makeDirectory();
  const env = { KV_PATH: `${directory.path}/none.kv` };
  const file = `${directory.path}/backup`;
  await Deno.writeTextFile(file, "something else");
  const cases: Array<[string[], RegExp]> = [
    [[], /^use: /],
    [["drop"], /^use: /],
    [["backup"], /^use: /],
    [["backup", file, "more"], /^use: /],
    [["restore", file, "--forced"], /^use: /],
    [["backup", file], /^there is no database/],
    [["billing", "--dry-run"], /^there is no database/],
    [["billing", "--at", "soon"], /^--at needs/],
    [["restore", `${directory.path}/nothing`], /^there is no file/],
    [["restore", file], /is damaged: .*nothing was changed$/],
  ];
  for (const [args, message] of cases) expect(await failureOf(args, env)).toMatch(message);
  expect(await failureOf(["seed"], { ...env, PORT: "x" })).toMatch(/^PORT must be/);
  expect(await Deno.readTextFile(file)).toBe("something else");
});

Deno.test("rotate-keys makes a new signing key, and with --revoke deletes the one before it", async () => {
  using directory = makeDirectory();
  const env = { KV_PATH: `${directory.path}/a.kv` };
  const countKeys = async () => {
    using kv = await Deno.openKv(env.KV_PATH);
    return (await Array.fromAsync(kv.list({ prefix: ["signing_keys"] }))).length;
  };

  expect(unwrap(await runCommand(["rotate-keys"], env))).toMatch(/new key; old keys deleted: 0/);
  expect(unwrap(await runCommand(["rotate-keys"], env))).toMatch(/in 30 days at the latest/);
  expect(await countKeys()).toBe(2);
  expect(unwrap(await runCommand(["rotate-keys", "--revoke"], env))).toMatch(/deleted: 2/);
  expect(await countKeys()).toBe(1);
  expect(await failureOf(["rotate-keys", "now"], env)).toMatch(/^use: /);
});

Deno.test("rotate-seal-key makes a new key for invoices and keeps the public half of the old one", async () => {
  using directory = makeDirectory();
  const env = { KV_PATH: `${directory.path}/a.kv` };
  const readKeys = async () => {
    using kv = await Deno.openKv(env.KV_PATH);
    const entries = await Array.fromAsync(
      kv.list<{ publicKey: string; sealed: string | null }>({ prefix: ["seal_keys"] }),
    );
    return entries.map(({ value }) => value);
  };

  const told = unwrap(await runCommand(["rotate-seal-key"], env));
  const [first] = await readKeys();
  unwrap(await runCommand(["rotate-seal-key"], env));

  expect(told).toMatch(/^Invoices are signed with the key [\w-]{16} from now on\.$/);
  const keys = await readKeys();
  expect(keys.filter(({ sealed }) => sealed !== null).length).toBe(1);
  expect(keys).toContainEqual({ ...first!, sealed: null, replacedAt: expect.any(String) });
  expect(await failureOf(["rotate-seal-key", "now"], env)).toMatch(/^use: /);
});

Deno.test("billing shows what is due without changing the database, and does it", async () => {
  using directory = makeDirectory();
  const env = { KV_PATH: `${directory.path}/a.kv` };
  unwrap(await runCommand(["seed"], env));
  const content = async () => {
    using kv = await Deno.openKv(env.KV_PATH);
    return await contentOf(kv);
  };
  const before = await content();

  const shown = unwrap(await runCommand(["billing", "--dry-run", "--days", "30"], env));

  expect(shown).toMatch(/^A rehearsal from .*; nothing was changed\.\nNothing to do\.$/);
  expect(await content()).toEqual(before);
  expect(unwrap(await runCommand(["billing"], env))).toBe("Nothing to do.");
});
