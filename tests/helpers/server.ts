/** The server as it is deployed: the built `_fresh/server.js` under `deno serve`, in a process of its own. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(import.meta.resolve("@/"));
const ENTRY = join(ROOT, "_fresh", "server.js");
const READY_TIMEOUT_MS = 60_000;

/** A server that runs. */
export interface ServerProcess extends AsyncDisposable {
  /** Origin, on this machine. */
  url: string;
  port: number;
  pid: number;
  /** Standard output and error until now. */
  output(): string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

/** Builds the app unless a build is there: `deno task test` makes a fresh one first. */
export async function ensureBuild(): Promise<void> {
  if (await Deno.stat(ENTRY).then(() => true, () => false)) return;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "fresh.config.ts", "build"],
    cwd: ROOT,
    stdout: "null",
  }).output();
  if (!success) throw new Error(`the build failed: ${new TextDecoder().decode(stderr)}`);
}

/**
 * Starts the server with these environment variables over those of the test, without any of the latter's that configure
 * CloudNest. Resolves once it listens, or as soon as it is spawned with `waitUntilReady: false`.
 */
export async function startServer(
  env: Record<string, string>,
  { waitUntilReady = true }: { waitUntilReady?: boolean } = {},
): Promise<ServerProcess> {
  const port = freePort();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["serve", "-A", "--no-check", "--host=127.0.0.1", `--port=${port}`, ENTRY],
    cwd: ROOT,
    clearEnv: true,
    env: { ...inherited(), PORT: String(port), APP_URL: `http://localhost:${port}`, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  let isOver = false;
  const ended = child.status.then((status) => {
    isOver = true;
    return status;
  });
  const reading = [child.stdout, child.stderr].map(async (stream) => {
    for await (const chunk of stream) output += new TextDecoder().decode(chunk);
  });

  async function kill(): Promise<void> {
    if (!isOver) child.kill("SIGKILL");
    await ended;
    await Promise.all(reading);
  }

  const server: ServerProcess = {
    url: `http://localhost:${port}`,
    port,
    pid: child.pid,
    output: () => output,
    kill,
    [Symbol.asyncDispose]: kill,
  };
  if (!waitUntilReady) return server;
  const endsAt = performance.now() + READY_TIMEOUT_MS;
  while (!await listens(port)) {
    if (isOver || performance.now() > endsAt) {
      await kill();
      throw new Error(`the server didn't start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return server;
}

/** A port that nobody listens on. */
function freePort(): number {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  return listener.addr.port;
}

async function listens(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}

/** What a process needs to run at all, and nothing that configures CloudNest. */
function inherited(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "TEMP", "SYSTEMROOT", "DENO_DIR", "NO_COLOR", "LANG"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
