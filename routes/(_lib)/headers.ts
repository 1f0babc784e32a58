/** Security and caching headers of every answer. */
import { App, csp } from "fresh";
import type { Config } from "@/domain/shared/config.ts";
import { accessOf } from "./access.ts";
import { type Ctx, define, type State } from "./state.ts";

/** Two years. */
const HSTS: [name: string, value: string] = ["strict-transport-security", "max-age=63072000"];

/** Pages whose answers depend on who asks, besides those that only signed-in people see. */
const PRIVATE_PAGES = new Set([
  "/invite",
  "/login",
  "/forgot-password",
  "/reset-password",
  "/verify-email",
  "/confirm-email",
  "/not-me",
  "/login/two-factor",
  "/login/passkey",
  "/register",
  "/logout",
]);

const FIXED_HEADERS: ReadonlyArray<[name: string, value: string]> = [
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  ["referrer-policy", "same-origin"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  [
    "permissions-policy",
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
  ],
];

/**
 * The content policy: everything from this site, scripts with the nonce of their page, no inline styles, no frames, no
 * plug-ins.
 */
export const contentPolicy = csp<State>({
  useNonce: true,
  csp: [
    "style-src 'self'",
    "media-src 'none'",
    "worker-src 'none'",
    "base-uri 'none'",
    "manifest-src 'self'",
  ],
});

/** The headers that every page is sent with, for staff to read; the nonce is another one on each page. */
export async function describeHeaders(
  config: Pick<Config, "appUrl">,
): Promise<Array<[name: string, value: string]>> {
  const probe = new App<State>().use(contentPolicy).get("/", () => new Response()).handler();
  const sent = await probe(new Request(config.appUrl));
  const policy = (sent.headers.get("content-security-policy") ?? "")
    .replace("script-src 'self' 'unsafe-inline'", "script-src 'self' 'nonce-…'");
  return [
    ["content-security-policy", strictPolicy(policy, config)],
    ...(isHttps(config) ? [HSTS] : []),
    ...FIXED_HEADERS,
  ];
}

/** The policy of files that people have sent: whatever they are, they do nothing. */
const FILE_POLICY = "sandbox; default-src 'none'";

/** Sets the headers. Stands outside of `contentPolicy`, whose header it makes strict. */
export const secureHeaders = define.middleware(async (ctx) => {
  const answer = await ctx.next();
  const { config } = ctx.state.deps;
  const response = new Response(answer.body, answer);
  const { headers } = response;
  for (const [name, value] of FIXED_HEADERS) headers.set(name, value);
  headers.set("x-request-id", ctx.state.requestId);
  if (isHttps(config)) headers.set(...HSTS);
  const policy = headers.get("content-security-policy");
  const isFile = headers.get("content-disposition")?.startsWith("attachment") ?? false;
  if (isFile) headers.set("content-security-policy", FILE_POLICY);
  else if (policy !== null) headers.set("content-security-policy", strictPolicy(policy, config));
  // The rest of a body that took too long would be taken for the next request (RFC 9110, section 15.5.9).
  if (response.status === 408) headers.set("connection", "close");
  if (!headers.has("cache-control")) headers.set("cache-control", cachingOf(ctx, response));
  return response;
});

/**
 * An answer without a nonce (a redirect, a file) gets no inline scripts at all; and without https there is nothing to
 * upgrade to, so browsers aren't told to.
 */
function strictPolicy(policy: string, config: Pick<Config, "appUrl">): string {
  return policy.split("; ")
    .filter((directive) => directive !== "upgrade-insecure-requests" || isHttps(config))
    .join("; ")
    .replaceAll(" 'unsafe-inline'", "");
}

/** Whatever depends on a person is never stored; pages for everybody may be, but are asked for again. */
function cachingOf(ctx: Ctx, response: Response): string {
  const { signedIn } = ctx.state;
  const isPublic = ctx.route !== null && accessOf(ctx.route) === "public" &&
    !PRIVATE_PAGES.has(ctx.route);
  const isSame = signedIn === null && isPublic && response.ok &&
    !response.headers.has("set-cookie");
  return isSame ? "no-cache" : "private, no-store";
}

function isHttps(config: Pick<Config, "appUrl">): boolean {
  return config.appUrl.startsWith("https:");
}
