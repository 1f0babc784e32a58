/** Servers as processes of their own, ended when the measurement is over. */
import { fileURLToPath } from "node:url";

/** A server that runs. */
export interface RunningServer extends AsyncDisposable {
  port: number;
  /** Processor time that it has taken until now, in milliseconds; `null` where the system doesn't say (not Linux). */
  cpuMs(): Promise<number | null>;
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
    cpuMs: () => cpuMs(child.pid),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

/**
 * Processor time of a process until now; `null` where the system doesn't say. Fields 14 and 15 of /proc/[pid]/stat (proc(5)):
 * user and system time in ticks of 10 ms.
 */
export async function cpuMs(pid: number): Promise<number | null> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => null);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream() as never)) {
    text += chunk;
    if (text.includes("\n")) break;
  }
  return text.split("\n")[0] ?? "";
}
