/** Begins and ends every request: its state, its id, and its line in the log. */
import { HttpError } from "fresh";
import type { Deps } from "@/domain/shared/deps.ts";
import { networkOf, UNKNOWN_NETWORK } from "@/domain/shared/network.ts";
import { type Ctx, define } from "./state.ts";

const MAX_LOGGED_PATH = 200;

/** Fills `ctx.state` and logs one line a request: no query strings, which may carry secrets, and no bodies. */
export function beginRequest(deps: Deps) {
  return define.middleware(async (ctx) => {
    const startedAt = performance.now();
    const requestId = deps.ids.next("req");
    ctx.state.deps = deps;
    ctx.state.requestId = requestId;
    ctx.state.signedIn = null;
    ctx.state.caller = null;
    ctx.state.hasStaleSession = false;
    ctx.state.flash = null;
    ctx.state.client = {
      ip: clientIp(ctx, deps.config.trustProxy),
      userAgent: ctx.req.headers.get("user-agent") ?? "",
      requestId,
    };
    let status = 500;
    try {
      const response = await ctx.next();
      status = response.status;
      return response;
    } catch (error) {
      if (error instanceof HttpError) status = error.status;
      throw error;
    } finally {
      logRequest(ctx, { status, durationMs: performance.now() - startedAt });
    }
  });
}

function logRequest(
  ctx: Ctx,
  { status, durationMs }: { status: number; durationMs: number },
): void {
  const { deps, requestId, signedIn, caller } = ctx.state;
  deps.log.info("request", {
    requestId,
    method: ctx.req.method,
    path: ctx.url.pathname.slice(0, MAX_LOGGED_PATH),
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    accountId: (signedIn ?? caller)?.account.id,
  });
}

/**
 * The address of the person's machine. Behind a trusted proxy that is the last hop of `X-Forwarded-For`, the one that the
 * proxy itself wrote; anything before it, and the whole header without such a proxy, may be forged. What isn't an address
 * there is left for the address that the connection comes from.
 */
function clientIp(ctx: Ctx, trustProxy: boolean): string {
  const lastHop = ctx.req.headers.get("x-forwarded-for")?.split(",").at(-1) ?? "";
  const forwarded = trustProxy ? withoutPort(lastHop.trim()) : "";
  if (networkOf(forwarded) !== UNKNOWN_NETWORK) return forwarded;
  const { remoteAddr } = ctx.info;
  return "hostname" in remoteAddr ? remoteAddr.hostname : "";
}

/** The address of `192.0.2.1:4711`, `[2001:db8::1]:4711` or `[2001:db8::1]`, as some proxies write it. */
function withoutPort(hop: string): string {
  return /^\[(.*)\](?::\d+)?$/.exec(hop)?.[1] ?? hop.replace(/^([\d.]+):\d+$/, "$1");
}
