/** What the API answers when something is wrong: problem details (RFC 9457), from one table that the documentation shows. */
import { HttpError } from "fresh";
import type { Failure, ValidationError } from "@/domain/shared/result.ts";
import { retryAfterOf } from "../problems.ts";
import type { Ctx } from "../state.ts";

/** A kind of problem. */
interface Kind {
  status: number;
  title: string;
  /** What happened, and what to do next. */
  detail: string;
}

/** All problems by their code, which programs can rely on. */
export const PROBLEMS = {
  bad_json: {
    status: 400,
    title: "The body isn't JSON",
    detail: "The body can't be read as JSON in UTF-8, or is nested more deeply than anything here.",
  },
  no_token: {
    status: 401,
    title: "A token is missing",
    detail: "Send `Authorization: Bearer <token>` with a personal access token or an access token.",
  },
  bad_token: {
    status: 401,
    title: "The token isn't accepted",
    detail: "It is unknown, has expired or was revoked, or may not be used from this address.",
  },
  bad_credentials: {
    status: 401,
    title: "E-mail address and password don't belong together",
    detail: "Check both and try again.",
  },
  second_factor_required: {
    status: 401,
    title: "A code is needed",
    detail: "The account has two-factor authentication: send the code of your app as `code`, too.",
  },
  bad_code: {
    status: 401,
    title: "The code isn't right",
    detail: "Send the newest code of your app. Each code is good for one log-in.",
  },
  bad_refresh_token: {
    status: 401,
    title: "The refresh token isn't accepted",
    detail: "It is unknown or was used, or its session has ended. Log in again.",
  },
  second_factor_owed: {
    status: 403,
    title: "Two-factor authentication must be switched on",
    detail: "Staff need it for everything. Switch it on in the dashboard, under Security.",
  },
  insufficient_scope: {
    status: 403,
    title: "The token doesn't allow this",
    detail: "Make a token with the scope that the answer's WWW-Authenticate header names.",
  },
  insufficient_funds: {
    status: 402,
    title: "There isn't enough in the wallet",
    detail: "Nothing was paid. Fill the wallet, pay a smaller part, or pay in another way.",
  },
  not_found: {
    status: 404,
    title: "There is no such thing",
    detail: "It doesn't exist, or it isn't yours.",
  },
  method_not_allowed: {
    status: 405,
    title: "The method isn't supported here",
    detail: "The answer's Allow header names the methods that are.",
  },
  not_acceptable: {
    status: 406,
    title: "The API answers in JSON only",
    detail: "Send `Accept: application/json`, or no Accept header.",
  },
  conflict: {
    status: 409,
    title: "Somebody else changed the same thing at this moment",
    detail: "Try again.",
  },
  not_open: {
    status: 409,
    title: "The invoice isn't open",
    detail: "It is paid, void or given up: there is nothing to pay.",
  },
  not_from_wallet: {
    status: 409,
    title: "This invoice can't be paid from the wallet",
    detail: "It fills the wallet itself. Pay it in another way.",
  },
  nothing_due: {
    status: 409,
    title: "Nothing is due",
    detail: "The invoice is paid, or what is due is on its way already.",
  },
  not_offered: {
    status: 409,
    title: "The asset isn't on offer",
    detail: "`assets` of the invoice's crypto state names those that are.",
  },
  too_small: {
    status: 409,
    title: "So little can't be sent on this chain",
    detail: "Choose another asset, or pay in another way.",
  },
  rate_paused: {
    status: 409,
    title: "Nobody knows a rate just now",
    detail: "The price sources don't agree. Try again in some minutes, or choose another asset.",
  },
  idempotency_key_reused: {
    status: 409,
    title: "The key was used for another request",
    detail:
      "Nothing was done. Make a new Idempotency-Key for each act, and keep it when you retry.",
  },
  too_slow: {
    status: 408,
    title: "The body took too long to arrive",
    detail: "Nothing was done. Send the request again.",
  },
  too_long: {
    status: 413,
    title: "The body is too long",
    detail: "No body that the API takes has more than 8 KiB.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The body must be JSON",
    detail: "Send it as `Content-Type: application/json`, not compressed.",
  },
  validation: {
    status: 422,
    title: "The request doesn't fit",
    detail: "`errors` says what is wrong, and where.",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    detail: "Try again after as many seconds as the Retry-After header names.",
  },
  internal: {
    status: 500,
    title: "Something broke on our side",
    detail: "Try again later. If it stays, write to us and name the request id.",
  },
} as const satisfies Record<string, Kind>;

/** The code of a problem. */
export type ProblemCode = keyof typeof PROBLEMS;

/** What is wrong with one part of a request. */
export interface ProblemPart {
  /** A field of the body, a query parameter, or `""` for the request as a whole. */
  field: string;
  detail: string;
}

/** What an answer has beyond its code. */
export interface ProblemOptions {
  headers?: Record<string, string>;
  errors?: ProblemPart[];
}

/** Whether a request is for the API, by its path: also where there is nothing. */
export function isApiPath(ctx: Pick<Ctx, "url">): boolean {
  const { pathname } = ctx.url;
  return pathname === "/api/v1" || pathname.startsWith("/api/v1/");
}

/** An answer that names a problem. */
export function apiProblem(
  ctx: Pick<Ctx, "state">,
  code: ProblemCode,
  { headers = {}, errors }: ProblemOptions = {},
): Response {
  const { status, title, detail } = PROBLEMS[code];
  const { deps, requestId } = ctx.state;
  const body = {
    type: `${deps.config.appUrl}/api/docs#problem-${code}`,
    title,
    status,
    detail,
    code,
    request_id: requestId,
    ...(errors && { errors }),
  };
  const challenge: Record<string, string> = status === 401 && !("www-authenticate" in headers)
    ? { "www-authenticate": 'Bearer realm="CloudNest"' }
    : {};
  return Response.json(body, {
    status,
    headers: { "content-type": "application/problem+json", ...challenge, ...headers },
  });
}

/** Answers with the problem that a use-case's error is. */
export function failureProblem(ctx: Pick<Ctx, "state">, error: Failure): Response {
  const wait = retryAfterOf(error);
  const headers: Record<string, string> = wait === null ? {} : { "retry-after": String(wait) };
  const code = codeOf(error.code);
  if (code !== "validation") return apiProblem(ctx, code, { headers });
  const { fields } = error as ValidationError;
  const errors = Object.entries(fields).map(([field, detail]) => ({ field, detail }));
  return apiProblem(ctx, code, { errors });
}

/** Answers with the problem that was thrown on a path of the API. */
export function answerProblem(ctx: Pick<Ctx, "state">, error: unknown): Response {
  if (!(error instanceof HttpError)) return apiProblem(ctx, "internal");
  const failure = error.cause as Failure | undefined;
  if (typeof failure?.code === "string" && Object.hasOwn(PROBLEMS, failure.code)) {
    return failureProblem(ctx, failure);
  }
  return apiProblem(ctx, BY_STATUS[error.status] ?? "internal");
}

/** The codes of what the framework and the middlewares throw. */
const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: "bad_json",
  404: "not_found",
  405: "method_not_allowed",
  408: "too_slow",
  409: "conflict",
  413: "too_long",
  415: "unsupported_media_type",
  422: "validation",
};

/** A log-in whose second step came too late begins anew: for a program, that is a conflict with itself. */
function codeOf(code: string): ProblemCode {
  return Object.hasOwn(PROBLEMS, code) ? code as ProblemCode : "conflict";
}
