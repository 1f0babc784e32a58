/**
 * The gate in front of the API: a bearer token with the scope that the table asks for, limits by network and by token, and
 * answers in JSON. Cookies are not looked at.
 */
import { HttpError } from "fresh";
import { type ApiCaller, resolveApiCaller } from "@/domain/api_token/mod.ts";
import { networkOf, type RateLimit, takeRateLimits } from "@/domain/session/mod.ts";
import { accessOf, isApiAccess } from "../access.ts";
import { type Ctx, define } from "../state.ts";
import { acceptsJson } from "./accept.ts";
import { apiProblem, failureProblem, isApiPath } from "./problems.ts";

/** RFC 6750 section 2.1. Longer than any token that is issued here is no token. */
const BEARER = /^Bearer +([\w.~+/-]{1,4096}=*)$/i;

const MINUTE_SECONDS = 60;
/** Requests by one token, in a minute. */
const TOKEN_LIMIT = 300;
/** Requests from one network, in a minute. */
const NETWORK_LIMIT = 600;
/** Requests without a token that is accepted, from one network, in a minute. */
const REFUSED_LIMIT = 60;

/** Lets a request through to its route if its token allows it. */
export const apiGate = define.middleware(async (ctx) => {
  if (!isApiPath(ctx)) return await ctx.next();
  const access = ctx.route === null ? null : accessOf(ctx.route);
  if (!isApiAccess(access)) throw new HttpError(404);
  if (!acceptsJson(ctx.req.headers.get("accept"))) return apiProblem(ctx, "not_acceptable");
  const { deps, client } = ctx.state;
  const network = networkOf(client.ip);
  if (access.api === "anyone") {
    const taken = await takeRateLimits(deps, [networkLimit(network)]);
    return taken.ok ? await ctx.next() : failureProblem(ctx, taken.error);
  }
  const token = bearerOf(ctx);
  const caller = token === null ? null : await resolveApiCaller(deps, { token, ip: client.ip });
  const taken = await takeRateLimits(deps, limitsOf(caller, network));
  if (!taken.ok) return failureProblem(ctx, taken.error);
  if (!caller) return refuse(ctx);
  ctx.state.caller = caller;
  if (caller.owesSecondFactor) return apiProblem(ctx, "second_factor_owed");
  if (!caller.scopes.has(access.api)) {
    const challenge = `Bearer realm="CloudNest", error="insufficient_scope", scope="${access.api}"`;
    return apiProblem(ctx, "insufficient_scope", { headers: { "www-authenticate": challenge } });
  }
  return await ctx.next();
});

/** Who asks, on a route of the API that needs a token. */
export function requireCaller(ctx: Pick<Ctx, "state">): ApiCaller {
  const { caller } = ctx.state;
  if (!caller) throw new HttpError(404);
  return caller;
}

function bearerOf(ctx: Ctx): string | null {
  return BEARER.exec(ctx.req.headers.get("authorization") ?? "")?.[1] ?? null;
}

/** RFC 6750 section 3.1: without any credentials, no error is named. */
function refuse(ctx: Ctx): Response {
  if (!ctx.req.headers.has("authorization")) return apiProblem(ctx, "no_token");
  return apiProblem(ctx, "bad_token", {
    headers: { "www-authenticate": 'Bearer realm="CloudNest", error="invalid_token"' },
  });
}

function limitsOf(caller: ApiCaller | null, network: string): RateLimit[] {
  const windowSeconds = MINUTE_SECONDS;
  const from = networkLimit(network);
  return caller === null
    ? [from, { scope: "api.refused", subject: network, limit: REFUSED_LIMIT, windowSeconds }]
    : [from, { scope: "api.caller", subject: caller.id, limit: TOKEN_LIMIT, windowSeconds }];
}

function networkLimit(network: string): RateLimit {
  const windowSeconds = MINUTE_SECONDS;
  return { scope: "api.network", subject: network, limit: NETWORK_LIMIT, windowSeconds };
}
