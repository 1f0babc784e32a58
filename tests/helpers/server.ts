/** The server as it is deployed: the built `_fresh/server.js` under `deno serve`, in a process of its own. */
import { BUILT_SERVER, ROOT } from "./build.ts";

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
    args: ["serve", "-A", "--no-check", "--host=127.0.0.1", `--port=${port}`, BUILT_SERVER],
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
