/** Finds out who sends a request, and sets or removes the cookie that says so. */
import { resolveSession, type SignedUp } from "@/domain/session/mod.ts";
import { cookieHeader, readCookie, removeCookieHeader } from "./cookies.ts";
import { forgetFlash, readFlash } from "./flash.ts";
import { type Ctx, define } from "./state.ts";

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
  state.flash = await readFlash(state.deps, req.headers);
  const response = await ctx.next();
  if (state.flash !== null) forgetFlash(state.deps, req, response);
  return response;
});

/** Sets the session cookie on an answer; it lives as long as its session may. */
export function setSessionCookie(ctx: Ctx, response: Response, started: SignedUp): Response {
  const { deps } = ctx.state;
  const maxAgeSeconds = deps.clock.now().until(started.expiresAt).total("seconds");
  const cookie = { name: "session", value: started.cookieToken, maxAgeSeconds } as const;
  response.headers.append("set-cookie", cookieHeader(deps.config, cookie));
  return response;
}

/** Removes the session cookie with an answer. */
export function removeSessionCookie(ctx: Ctx, response: Response): Response {
  response.headers.append("set-cookie", removeCookieHeader(ctx.state.deps.config, "session"));
  return response;
}
