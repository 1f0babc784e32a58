/** Answers to a log-in: on to where somebody wanted to go, or on to the second step. */
import type { FinishedLogIn, SecondFactorRequired, SignedUp } from "@/domain/session/mod.ts";
import { cookieHeader, readCookie, removeCookieHeader } from "./cookies.ts";
import { setSessionCookie } from "./session.ts";
import type { Ctx } from "./state.ts";
import { keepNext } from "./urls.ts";

/** Sends somebody whose first step was right on to the second, which leads to `next`. */
export function toSecondStep(
  ctx: Ctx,
  required: SecondFactorRequired,
  next: string | null,
): Response {
  const { deps } = ctx.state;
  const response = ctx.redirect(keepNext("/login/two-factor", next), 303);
  const maxAgeSeconds = deps.clock.now().until(required.expiresAt).total("seconds");
  const cookie = { name: "challenge", value: required.challenge, maxAgeSeconds } as const;
  response.headers.append("set-cookie", cookieHeader(deps.config, cookie));
  return response;
}

/** The first step that a request brings along; `null` if there is none. */
export function firstStepOf(ctx: Ctx): string | null {
  return readCookie(ctx.req.headers, ctx.state.deps.config, "challenge");
}

/** Signs in with an answer: the session's cookie comes, the first step's goes, a remembered device gets its own. */
export function signInWith(
  ctx: Ctx,
  response: Response,
  started: SignedUp & Partial<Pick<FinishedLogIn, "device">>,
): Response {
  const { deps } = ctx.state;
  setSessionCookie(ctx, response, started);
  response.headers.append("set-cookie", removeCookieHeader(deps.config, "challenge"));
  if (started.device) {
    const { token: value, expiresAt } = started.device;
    const maxAgeSeconds = deps.clock.now().until(expiresAt).total("seconds");
    const cookie = { name: "device", value, maxAgeSeconds } as const;
    response.headers.append("set-cookie", cookieHeader(deps.config, cookie));
  }
  return response;
}

/** Whether a script asks and reads the answer: it gets JSON in place of pages and redirects. */
export function wantsJson(ctx: Ctx): boolean {
  return ctx.req.headers.get("accept") === "application/json";
}
