/** Answers to a posted form: on to another page, with a message that it shows once. */
import type { FlashMessage } from "@/components/ui/mod.ts";
import { openToken, signToken } from "@/domain/session/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { cookieHeader, readCookie, removeCookieHeader } from "./cookies.ts";
import type { Ctx } from "./state.ts";

/** How long the next page may take to come. */
const LIFETIME_SECONDS = 60;
const TONES: readonly string[] = ["info", "ok", "warn", "bad"];

/** Sends the browser on with 303, so that a reload doesn't post again; with `flash` the next page shows it once. */
export async function seeOther(
  ctx: Ctx,
  path: string,
  flash: FlashMessage | null = null,
): Promise<Response> {
  const response = ctx.redirect(path, 303);
  if (flash === null) return response;
  const { deps } = ctx.state;
  const value = await signToken(deps, {
    audience: "flash",
    claims: { tone: flash.tone, text: flash.text },
    expiresAt: toIso(deps.clock.now().add({ seconds: LIFETIME_SECONDS })),
  });
  const cookie = { name: "flash", value, maxAgeSeconds: LIFETIME_SECONDS } as const;
  response.headers.append("set-cookie", cookieHeader(deps.config, cookie));
  return response;
}

/** The message that came with a request. It is signed: a cookie that somebody planted shows nothing. */
export async function readFlash(deps: Deps, headers: Headers): Promise<FlashMessage | null> {
  const token = readCookie(headers, deps.config, "flash");
  const claims = token === null ? null : await openToken(deps, { token, audience: "flash" });
  if (!claims || typeof claims.text !== "string" || !TONES.includes(String(claims.tone))) {
    return null;
  }
  return { tone: claims.tone as FlashMessage["tone"], text: claims.text };
}

/** Removes the message once a page has shown it. */
export function forgetFlash(deps: Deps, request: Request, response: Response): void {
  const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
  if (!isPage || readCookie(request.headers, deps.config, "flash") === null) return;
  response.headers.append("set-cookie", removeCookieHeader(deps.config, "flash"));
}
