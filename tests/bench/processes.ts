/** Servers as processes of their own, ended when the measurement is over. */
import { fileURLToPath } from "node:url";

/** A server that runs. */
export interface RunningServer extends AsyncDisposable {
  port: number;
}

const READY_TIMEOUT_MS = 60_000;

/** Starts a script of this folder that prints its port. */
export async function startScript(name: string): Promise<RunningServer> {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const deadline = setTimeout(() => child.kill("SIGKILL"), READY_TIMEOUT_MS);
  const port = Number(await firstLine(child.stdout));
  clearTimeout(deadline);
  if (!Number.isInteger(port) || port <= 0) throw new Error(`${name} didn't start`);
  return {
    port,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream() as never)) {
    text += chunk;
    if (text.includes("\n")) break;
  }
  return text.split("\n")[0] ?? "";
}
