/** Finds out who sends a request, and sets or removes the cookie that says so. */
import { isBrowserId, resolveSession, type SignedUp } from "@/domain/session/mod.ts";
import { cookieHeader, readCookie, removeCookieHeader } from "./cookies.ts";
import { forgetFlash, readFlash } from "./flash.ts";
import { type Ctx, define } from "./state.ts";

const BROWSER_ID_BYTES = 16;
/** The longest that browsers keep a cookie: 400 days. */
const BROWSER_SECONDS = 400 * 24 * 3600;

/** Resolves the session and the flash message of a request. Both cost nothing where there is no cookie. */
export const session = define.middleware(async (ctx) => {
  const { state, req } = ctx;
  const token = readCookie(req.headers, state.deps.config, "session");
  if (token !== null) {
    state.signedIn = await resolveSession(state.deps, token);
    state.hasStaleSession = state.signedIn === null;
    state.client.previousSessionId = state.signedIn?.sessionId;
  }
  state.client.deviceToken = readCookie(req.headers, state.deps.config, "device") ?? undefined;
  if (req.method === "POST") state.client.browserId = browserOf(ctx);
  state.flash = await readFlash(state.deps, req.headers);
  const response = await ctx.next();
  if (state.flash !== null) forgetFlash(state.deps, req, response);
  return response;
});

/** The browser's own cookie, or a new one for it: `setSessionCookie()` hands it out. */
function browserOf({ req, state }: Ctx): string {
  const known = readCookie(req.headers, state.deps.config, "browser");
  return isBrowserId(known) ? known : state.deps.ids.token(BROWSER_ID_BYTES);
}

/**
 * Sets the session cookie on an answer; it lives as long as its session may. The browser's own cookie, by which it is
 * known again at the next log-in, begins anew.
 */
export function setSessionCookie(ctx: Ctx, response: Response, started: SignedUp): Response {
  const { deps } = ctx.state;
  const maxAgeSeconds = deps.clock.now().until(started.expiresAt).total("seconds");
  const cookie = { name: "session", value: started.cookieToken, maxAgeSeconds } as const;
  response.headers.append("set-cookie", cookieHeader(deps.config, cookie));
  const { browserId } = ctx.state.client;
  if (browserId === undefined) return response;
  const browser = { name: "browser", value: browserId, maxAgeSeconds: BROWSER_SECONDS } as const;
  response.headers.append("set-cookie", cookieHeader(deps.config, browser));
  return response;
}

/** Removes the session cookie with an answer. */
export function removeSessionCookie(ctx: Ctx, response: Response): Response {
  response.headers.append("set-cookie", removeCookieHeader(ctx.state.deps.config, "session"));
  return response;
}
