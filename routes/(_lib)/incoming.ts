/** What is refused before any route sees it: changes asked for by other sites, and bodies of the wrong kind or length. */
import { csrf, HttpError } from "fresh";
import { drain, refuseLongBody } from "./bodies.ts";
import { type Ctx, define, type State } from "./state.ts";

/** The longest body that any route takes: an upload of 5 MB and the fields around it. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const FORM_TYPE = /^(application\/x-www-form-urlencoded|multipart\/form-data) *(;|$)/i;

/** Refuses posts that another site makes a browser send, by `Sec-Fetch-Site`. */
export const sameSite = csrf<State>({ origin: isOwnOrigin });

/**
 * Refuses every change whose `Origin` isn't this site, whatever else the request says. Clients that aren't browsers send
 * none; browsers that send none are held off by the cookies' `SameSite`.
 */
export const sameOrigin = define.middleware((ctx) => {
  const origin = ctx.req.headers.get("origin");
  if (SAFE_METHODS.has(ctx.req.method) || origin === null || isOwnOrigin(origin, ctx)) {
    return ctx.next();
  }
  throw new HttpError(403);
});

/**
 * Whether an origin is this site, under the name that it was asked by too. Where the site is on https, a page that came in
 * the clear under its name may be anybody's on the way.
 */
function isOwnOrigin(origin: string, ctx: Ctx): boolean {
  const { appUrl } = ctx.state.deps.config;
  const isInTheClear = appUrl.startsWith("https:") && ctx.url.protocol !== "https:";
  return origin === appUrl || !isInTheClear && origin === ctx.url.origin;
}

/** Refuses bodies that are no form, or longer than the longest one. */
export const formBodies = define.middleware((ctx) => {
  if (SAFE_METHODS.has(ctx.req.method) || isWithoutBody(ctx.req.headers)) return ctx.next();
  if (!FORM_TYPE.test(ctx.req.headers.get("content-type") ?? "")) throw new HttpError(415);
  refuseLongBody(ctx.req, MAX_BODY_BYTES);
  return ctx.next();
});

function isWithoutBody(headers: Headers): boolean {
  return !headers.has("content-type") && Number(headers.get("content-length") ?? 0) === 0;
}

/** Takes what nobody has read off the connection: a browser that is still sending wouldn't see the answer. */
export const drainBodies = define.middleware(async (ctx) => {
  const response = await ctx.next();
  await drain(ctx.req);
  return response;
});
