import { expect } from "expect";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(import.meta.resolve("@/"));

/** Runs a command of `fresh.config.ts` with these variables, and none of the machine's own. */
async function run(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "fresh.config.ts", ...args],
    cwd: ROOT,
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", HOME: Deno.env.get("HOME") ?? "", ...env },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

const badValues: Array<[env: Record<string, string>, variable: string]> = [
  [{ PORT: "abc" }, "PORT"],
  [{ PORT: "65536" }, "PORT"],
  [{ APP_URL: "shop.example" }, "APP_URL"],
  [{ APP_URL: "https://shop.example" }, "CLOUDNEST_SECRET"],
  [{ CLOUDNEST_SECRET: "short" }, "CLOUDNEST_SECRET"],
  [{ TRUST_PROXY: "yes" }, "TRUST_PROXY"],
  [{ SENDGRID_API_KEY: "key" }, "MAIL_FROM"],
];

for (const [env, variable] of badValues) {
  Deno.test(`the server doesn't start with ${JSON.stringify(env)}, and says so in one line`, async () => {
    const { code, out, err } = await run(["serve"], { KV_PATH: ":memory:", ...env });

    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err.trim().split("\n")).toEqual([
      expect.stringMatching(new RegExp(`^CloudNest can't start: ${variable} must (be|have) `)),
    ]);
    expect(err).not.toContain("short");
  });
}

for (
  const [what, env] of [
    ["a port that is taken", {}],
    ["a host that doesn't exist", { HOST: "nonsense.invalid" }],
    ["an address of another machine", { HOST: "192.0.2.1" }],
  ] as const
) {
  Deno.test(`the server doesn't start on ${what}: it says so in one line, and makes nothing`, async () => {
    using taken = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    const dir = await Deno.makeTempDir();
    const port = String(taken.addr.port);

    const { code, out, err } = await run(["serve"], {
      KV_PATH: `${dir}/data/shop.kv`,
      PORT: port,
      ...env,
    });

    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err.trim().split("\n")).toEqual([
      expect.stringMatching(`^CloudNest can't start: can't listen on HOST .*, PORT ${port}: .`),
    ]);
    expect([...Deno.readDirSync(dir)]).toEqual([]);
    await Deno.remove(dir);
  });
}

Deno.test("fresh.config.ts without a command says which there are", async () => {
  const { code, err } = await run([], {});

  expect(code).toBe(2);
  expect(err).toContain("build | serve | dev");
});
