/** `ipFilter()`: lets requests in by the address that they come from. */
import type { Context } from "../context.ts";
import { isInRange, parseIp, parseIpRange } from "../ip_ranges.ts";
import type { Middleware } from "./mod.ts";

/** Addresses (`203.0.113.7`) and ranges (`10.0.0.0/8`, `2001:db8::/32`). */
export interface IpFilterRules {
  /** Who is refused, whatever the other list says. */
  denyList?: string[];
  /** Who is let in; where it is empty or missing, everybody that isn't refused. */
  allowList?: string[];
}

/** Options of {@linkcode ipFilter}. */
export interface IpFilterOptions {
  /** Answers a request that is refused; the default is status 403. */
  onBlocked?: <State>(
    remote: { addr: string; type: Deno.NetworkInterfaceInfo["family"] },
    ctx: Context<State>,
  ) => Response | Promise<Response>;
}

/**
 * Lets requests in by the address of the connection. Behind a proxy that is the proxy's address. Connections without
 * an address (Unix sockets) pass.
 *
 * ```ts
 * app.use("/admin", ipFilter({ allowList: ["10.0.0.0/8"], denyList: ["10.6.6.6"] }));
 * ```
 *
 * @throws TypeError for a rule that is no address or range
 */
export function ipFilter<State>(
  rules: IpFilterRules,
  options: IpFilterOptions = {},
): Middleware<State> {
  const denied = (rules.denyList ?? []).map(parseIpRange);
  const allowed = (rules.allowList ?? []).map(parseIpRange);
  const onBlocked = options.onBlocked ??
    (() => new Response("Forbidden", { status: 403 }));

  return (ctx) => {
    const { remoteAddr } = ctx.info;
    if (remoteAddr.transport !== "tcp" && remoteAddr.transport !== "udp") {
      return ctx.next();
    }

    const addr = remoteAddr.hostname;
    const ip = parseIp(addr);
    const isDenied = ip !== null &&
      denied.some((range) => isInRange(ip, range));
    const isAllowed = allowed.length === 0 ||
      ip !== null && allowed.some((range) => isInRange(ip, range));
    if (!isDenied && isAllowed) return ctx.next();
    return onBlocked({ addr, type: ip?.version === 4 ? "IPv4" : "IPv6" }, ctx);
  };
}
