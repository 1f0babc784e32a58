/** `csrf()`: refuses requests that another site makes a browser send. */
import type { Context } from "../context.ts";
import { HttpError } from "../error.ts";
import type { Middleware } from "./mod.ts";

/** Options of {@linkcode csrf}. */
// deno-lint-ignore no-explicit-any -- options for an app of any state
export interface CsrfOptions<State = any> {
  /** The origins that may send requests: one, several, or a function that says. The default is the site itself. */
  origin?:
    | string
    | string[]
    | ((origin: string, context: Context<State>) => boolean);
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses with status 403 what another site makes a browser send. GET, HEAD and OPTIONS pass. Other methods pass where
 * `Sec-Fetch-Site` says `same-origin` or `none`, or where the `Origin` is allowed. A request with neither header passes:
 * it doesn't come from a browser of our days, so keep `SameSite` on session cookies.
 *
 * ```ts
 * app.use(csrf({ origin: ["https://shop.example", "https://admin.shop.example"] }));
 * ```
 */
export function csrf<State>(options: CsrfOptions<State> = {}): Middleware<State> {
  const isAllowed = allowedOrigins(options.origin);
  return (ctx) => {
    const { method, headers } = ctx.req;
    if (SAFE_METHODS.has(method)) return ctx.next();

    const site = headers.get("sec-fetch-site");
    if (site === "same-origin" || site === "none") return ctx.next();
    const origin = headers.get("origin");
    if (site === null && origin === null) return ctx.next();
    if (origin !== null && isAllowed(origin, ctx)) return ctx.next();
    throw new HttpError(403);
  };
}

function allowedOrigins<State>(
  allowed: CsrfOptions<State>["origin"],
): (origin: string, ctx: Context<State>) => boolean {
  if (!allowed) return (origin, ctx) => origin === ctx.url.origin;
  if (typeof allowed === "function") return allowed;
  const origins = [allowed].flat();
  return (origin) => origins.includes(origin);
}
