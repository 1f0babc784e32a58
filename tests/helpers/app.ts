/**
 * The real application around the deps of a test: the same chain of middlewares, the same file routes and the same build as
 * on the server.
 */
import { cookieName } from "@/routes/(_lib)/cookies.ts";
import { createApp } from "@/routes/(_lib)/app.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { serveSnapshot } from "fresh/internal";
import { loadBuild } from "./build.ts";

/** What a form holds: texts, files, and lists for `name[]`. */
export type Fields = Readonly<Record<string, string | File | readonly string[]>>;

/** One request. */
export interface RequestOptions {
  /** The value of the session cookie. */
  session?: string | undefined;
  headers?: HeadersInit;
}

/** The application as a test sends requests to it. Redirects are answers, not followed. */
export interface TestApp {
  handler: (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;
  request(path: string, init?: RequestInit & RequestOptions): Promise<Response>;
  get(path: string, options?: RequestOptions): Promise<Response>;
  /** Posts a form: urlencoded, or multipart where it has files. */
  post(path: string, fields: Fields, options?: RequestOptions): Promise<Response>;
}

const ORIGIN = "http://localhost:8000";
const ROOT_URL = import.meta.resolve("@/");

/** The address that requests of tests come from (TEST-NET-1, RFC 5737). */
export const TEST_ADDRESS = "192.0.2.1";

const INFO: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: TEST_ADDRESS, port: 40_000 },
  completed: Promise.resolve(),
};

/** Puts the application together around `deps`. */
export async function makeApp(deps: Deps): Promise<TestApp> {
  const { fetch: inner } = serveSnapshot(createApp(deps), await loadBuild(), ROOT_URL);
  const handler = (request: Request, info: Deno.ServeHandlerInfo = INFO) => inner(request, info);

  function request(path: string, init: RequestInit & RequestOptions = {}): Promise<Response> {
    const { session, ...rest } = init;
    const headers = new Headers(rest.headers);
    if (session) headers.append("cookie", sessionCookie(deps, session));
    if (rest.method === "POST" && !headers.has("origin")) headers.set("origin", deps.config.appUrl);
    return handler(new Request(ORIGIN + path, { ...rest, headers, redirect: "manual" }));
  }

  return {
    handler,
    request,
    get: (path, options = {}) => request(path, options),
    post: (path, fields, options = {}) =>
      request(path, { ...options, method: "POST", body: toBody(fields) }),
  };
}

/** The session cookie as a request carries it. */
export function sessionCookie(deps: Pick<Deps, "config">, session: string): string {
  return `${cookieName(deps.config, "session")}=${session}`;
}

/** The session that an answer sets; `null` if it sets none. */
export function sessionOf(deps: Pick<Deps, "config">, response: Response): string | null {
  const prefix = `${cookieName(deps.config, "session")}=`;
  const cookie = response.headers.getSetCookie().find((each) => each.startsWith(prefix));
  return cookie?.slice(prefix.length).split(";")[0] || null;
}

function toBody(fields: Fields): FormData | URLSearchParams {
  const entries = Object.entries(fields).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.map((each: string): [string, string] => [`${name.replace(/\[\]$/, "")}[]`, each])
      : [[name, value] as [string, string | File]]
  );
  if (entries.every(([, value]) => typeof value === "string")) {
    return new URLSearchParams(entries as [string, string][]);
  }
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}
