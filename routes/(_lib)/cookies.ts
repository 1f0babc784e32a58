/** Cookies of CloudNest: for this host only, out of reach of scripts, and not sent along by other sites' forms. */
import type { Config } from "@/domain/shared/config.ts";

/** The cookies that are set. */
export type CookieName = "session" | "flash" | "challenge" | "device" | "browser";

/** The name under which a cookie goes over the wire: with the `__Host-` prefix (RFC 6265bis) on https. */
export function cookieName(config: Pick<Config, "appUrl">, name: CookieName): string {
  return isHttps(config) ? `__Host-cloudnest_${name}` : `cloudnest_${name}`;
}

/** The value of a cookie of a request; `null` if it has none. */
export function readCookie(
  headers: Headers,
  config: Pick<Config, "appUrl">,
  name: CookieName,
): string | null {
  const prefix = `${cookieName(config, name)}=`;
  for (const pair of headers.get("cookie")?.split(";") ?? []) {
    const trimmed = pair.trim();
    if (trimmed.startsWith(prefix)) return trimmed.slice(prefix.length) || null;
  }
  return null;
}

/** A `Set-Cookie` header. `value` is a token: nothing that needs escaping. */
export function cookieHeader(
  config: Pick<Config, "appUrl">,
  cookie: { name: CookieName; value: string; maxAgeSeconds: number },
): string {
  const parts = [
    `${cookieName(config, cookie.name)}=${cookie.value}`,
    "Path=/",
    `Max-Age=${Math.max(Math.floor(cookie.maxAgeSeconds), 0)}`,
    "HttpOnly",
    "SameSite=Lax",
  ];
  if (isHttps(config)) parts.push("Secure");
  return parts.join("; ");
}

/** A `Set-Cookie` header that removes a cookie. */
export function removeCookieHeader(config: Pick<Config, "appUrl">, name: CookieName): string {
  return cookieHeader(config, { name, value: "", maxAgeSeconds: 0 });
}

function isHttps(config: Pick<Config, "appUrl">): boolean {
  return config.appUrl.startsWith("https:");
}
