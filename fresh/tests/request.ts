/** Asking an app questions without a network. */
import type { App } from "../src/mod.ts";

/** Sends one request to an app. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** The app's handler as a function of path and options. */
export function ask<State>(app: App<State>): Ask {
  const handler = app.handler();
  return (path, init) => handler(new Request(new URL(path, "http://localhost"), init));
}

/** Status and body of an answer. */
export async function read(response: Promise<Response>): Promise<[number, string]> {
  const answer = await response;
  return [answer.status, await answer.text()];
}

/** Runs a function while `console.error()` and `console.warn()` are noted instead of printed. */
export async function withQuietConsole(run: () => Promise<void>): Promise<unknown[][]> {
  const { error, warn } = console;
  const calls: unknown[][] = [];
  console.error = console.warn = (...args: unknown[]) => void calls.push(args);
  try {
    await run();
  } finally {
    Object.assign(console, { error, warn });
  }
  return calls;
}
