/** Addresses that come from outside and are to be followed: known pages of this site, or nothing (open redirects). */
import { ACCESS, isApiAccess } from "./access.ts";

/** Longer than any address that a page here makes. */
const MAX_LENGTH = 500;
/** Any origin: only paths are compared. */
const BASE = "http://cloudnest.invalid";
/** Pages that make no sense after a log-in. */
const NEVER_NEXT = new Set([
  "/login",
  "/login/two-factor",
  "/login/passkey",
  "/register",
  "/forgot-password",
  "/reset-password",
  "/verify-email",
  "/confirm-email",
  "/not-me",
  "/logout",
  "/dashboard/switch",
  "/dashboard/security/confirm",
  "/admin/confirm",
  "/healthz",
  "/readyz",
  "/robots.txt",
  "/sitemap.xml",
  "/.well-known/invoice-keys.json",
]);

const PAGES = Object.entries(ACCESS)
  .filter(([route, access]) => !NEVER_NEXT.has(route) && !isApiAccess(access))
  .map(([pathname]) => new URLPattern({ pathname }));

/**
 * Where to go after a log-in: the path and query of a page of this site; `fallback` for anything else. What comes out is
 * the address as it was parsed, so that no browser can read something else into it.
 */
export function safeNext(text: string | null, fallback: string = "/dashboard"): string {
  return localPage(text) ?? fallback;
}

function localPage(text: string | null): string | null {
  if (text === null || text.length > MAX_LENGTH || !/^\/[\x21-\x7e]*$/.test(text)) return null;
  if (/^\/[/\\]/.test(text) || text.includes("\\") || !URL.canParse(text, BASE)) return null;
  const { origin, pathname, search } = new URL(text, BASE);
  if (origin !== BASE || pathname.startsWith("//")) return null;
  return PAGES.some((page) => page.test({ pathname })) ? pathname + search : null;
}

/** The log-in page that leads back to `path` afterwards. */
export function logInPath(path: string): string {
  const next = localPage(path);
  return next === null ? "/login" : `/login?next=${encodeURIComponent(next)}`;
}

/** `path` with `?next=` where that leads to a page of this site: links between log-in and registration keep it. */
export function keepNext(path: string, next: string | null): string {
  const page = localPage(next);
  return page === null ? path : `${path}?next=${encodeURIComponent(page)}`;
}
