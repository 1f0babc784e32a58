/** `cors()`: lets pages of other origins read answers (Fetch standard, CORS protocol). */
import type { Context } from "../context.ts";
import { mutableResponse } from "../response.ts";
import type { Middleware } from "./mod.ts";

/** Options of {@linkcode cors}. */
export interface CORSOptions<State> {
  /** The origins that may read answers: one, several, `"*"`, or a function that gives the one to allow. */
  origin:
    | string
    | string[]
    | ((origin: string, ctx: Context<State>) => string | undefined | null);
  /** The methods that other origins may use. */
  allowMethods?: string[];
  /** The headers that other origins may send; the default is what they ask for. */
  allowHeaders?: string[];
  /** Seconds for which browsers remember the answer to a preflight. */
  maxAge?: number;
  /** Whether requests may carry cookies. */
  credentials?: boolean;
  /** The headers of an answer that other origins may read. */
  exposeHeaders?: string[];
}

const DEFAULT_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"];

/**
 * Sets the headers with which pages of other origins may read answers, and answers preflight requests.
 *
 * ```ts
 * app.use("/api", cors({ origin: "https://shop.example", credentials: true, maxAge: 600 }));
 * ```
 */
export function cors<State>(options?: CORSOptions<State>): Middleware<State> {
  const origin = options?.origin ?? "*";
  const allowedFor = allowedOrigin(origin);
  const answer = {
    credentials: options?.credentials,
    exposeHeaders: options?.exposeHeaders,
  };
  const preflight = {
    allowMethods: options?.allowMethods ?? DEFAULT_METHODS,
    allowHeaders: options?.allowHeaders,
    maxAge: options?.maxAge,
  };

  return async (ctx) => {
    const allowed = allowedFor(ctx.req.headers.get("origin") ?? "", ctx);
    const vary = allowed !== null && allowed !== "*" && origin !== "*" ? ["Origin"] : [];
    if (ctx.req.method === "OPTIONS") {
      return preflightResponse(ctx.req, {
        allowed,
        vary,
        ...answer,
        ...preflight,
      });
    }
    const response = mutableResponse(await ctx.next());
    setAnswerHeaders(response.headers, allowed, answer);
    addVary(response.headers, vary);
    return response;
  };
}

function allowedOrigin<State>(
  origin: CORSOptions<State>["origin"],
): (requested: string, ctx: Context<State>) => string | null {
  if (typeof origin === "function") {
    return (requested, ctx) => origin(requested, ctx) ?? null;
  }
  if (origin === "*") return () => "*";
  const origins = [origin].flat();
  return (requested) => origins.includes(requested) ? requested : null;
}

interface Answer {
  credentials: boolean | undefined;
  exposeHeaders: string[] | undefined;
}

interface Preflight extends Answer {
  allowed: string | null;
  vary: string[];
  allowMethods: string[];
  allowHeaders: string[] | undefined;
  maxAge: number | undefined;
}

function preflightResponse(req: Request, options: Preflight): Response {
  const { allowed, vary, allowMethods, maxAge } = options;
  const headers = new Headers();
  setAnswerHeaders(headers, allowed, options);
  if (maxAge !== undefined) {
    headers.set("access-control-max-age", String(maxAge));
  }
  if (allowMethods.length > 0) {
    headers.set("access-control-allow-methods", allowMethods.join(","));
  }

  const asked = req.headers.get("access-control-request-headers")?.split(/\s*,\s*/);
  const allowHeaders = options.allowHeaders?.length ? options.allowHeaders : asked;
  if (allowHeaders?.length) {
    headers.set("access-control-allow-headers", allowHeaders.join(","));
    vary.push("Access-Control-Request-Headers");
  }
  addVary(headers, vary);
  return new Response(null, { status: 204, statusText: "No Content", headers });
}

function setAnswerHeaders(headers: Headers, allowed: string | null, answer: Answer): void {
  if (allowed) headers.set("access-control-allow-origin", allowed);
  if (answer.credentials) {
    headers.set("access-control-allow-credentials", "true");
  }
  if (answer.exposeHeaders?.length) {
    headers.set("access-control-expose-headers", answer.exposeHeaders.join(","));
  }
}

function addVary(headers: Headers, names: string[]): void {
  if (names.length === 0) return;
  const existing = headers.get("vary")?.split(/\s*,\s*/) ?? [];
  headers.set("vary", [...new Set([...names, ...existing])].join(", "));
}
