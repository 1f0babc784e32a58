/**
 * The build and the server on one machine:
 * `build` writes `_fresh/`, `serve` runs what was built, `dev` rebuilds and reloads the browser on every change.
 */
import { Builder } from "fresh/dev";
import { twindStylesheet } from "./components/styles/mod.ts";
import { loadConfig } from "./domain/shared/config.ts";

const ROOT = import.meta.dirname!;

/** The builder of this project: for the commands below, and for tests that build in memory. */
export function makeBuilder(): Builder {
  const builder = new Builder({ root: ROOT });
  builder.onTransformStaticFile(
    { pluginName: "stylesheet", filter: /[\\/]static[\\/]styles\.css$/ },
    async () => ({ content: await twindStylesheet(ROOT) }),
  );
  return builder;
}

async function build(): Promise<void> {
  await makeBuilder().build();
}

async function dev(): Promise<void> {
  Deno.env.set("CLOUDNEST_DEV", "1");
  const { port, host } = settings();
  await makeBuilder().listen(() => import("./main.ts"), { port, hostname: host });
}

/** Listens before anything is opened or made: a start that can't listen changes and prints nothing. */
async function serve(): Promise<void> {
  const { port, host } = settings();
  const ready = Promise.withResolvers<Deno.ServeHandler>();
  const server = listen({ port, hostname: host }, async (request, info) => {
    const handler = await ready.promise;
    return await handler(request, info);
  });
  const entry = new URL("./_fresh/server.js", import.meta.url).href;
  const { default: handler } = await import(entry) as { default: { fetch: Deno.ServeHandler } };
  const { shutDown } = await import("./main.ts");
  ready.resolve(handler.fetch);
  announce(server.addr);
  await stopSignal();
  await server.shutdown();
  await shutDown();
}

function listen(
  { port, hostname }: { port: number; hostname: string },
  handler: Deno.ServeHandler,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ port, hostname, onListen: () => {} }, handler);
  } catch (error) {
    const isTaken = error instanceof Deno.errors.AddrInUse;
    const reason = isTaken ? "the port is in use" : error instanceof Error ? error.message : error;
    console.error(
      `CloudNest can't start: can't listen on HOST ${hostname}, PORT ${port}: ${reason}`,
    );
    Deno.exit(1);
  }
}

function announce({ hostname, port }: Deno.NetAddr): void {
  const isAnywhere = hostname === "0.0.0.0" || hostname === "::";
  const host = isAnywhere ? "localhost" : hostname.includes(":") ? `[${hostname}]` : hostname;
  console.log(`CloudNest is ready: http://${host}:${port}/`);
}

/** Resolves when the process is asked to end. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    Deno.addSignalListener("SIGINT", () => resolve());
    if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", () => resolve());
  });
}

/** The configuration; a bad value is reported and ends the process here, before anything else is loaded. */
function settings(): { port: number; host: string } {
  const config = loadConfig(Deno.env.toObject());
  if (config.ok) return config.value;
  console.error(`CloudNest can't start: ${config.error.variable} ${config.error.message}`);
  Deno.exit(1);
}

if (import.meta.main) {
  const commands: Record<string, () => Promise<void>> = { build, dev, serve };
  const command = commands[Deno.args[0] ?? ""];
  if (!command) {
    console.error("Usage: deno run -A fresh.config.ts build | serve | dev");
    Deno.exit(2);
  }
  await command();
  if (command !== dev) Deno.exit(0);
}
