/** `trailingSlashes()`: one form for the URL of each page. */
import type { Middleware } from "./mod.ts";

/**
 * Redirects to the one form of a URL: with a slash at the end, or without.
 *
 * ```ts
 * app.use(trailingSlashes("never"));
 * ```
 */
export function trailingSlashes<State>(mode: "always" | "never"): Middleware<State> {
  return (ctx) => {
    const { pathname, search } = ctx.url;
    const hasSlash = pathname.endsWith("/");
    if (pathname === "/" || hasSlash === (mode === "always")) return ctx.next();
    return ctx.redirect(hasSlash ? pathname.slice(0, -1) + search : `${pathname}/${search}`);
  };
}
