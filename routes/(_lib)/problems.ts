/** From the errors of use-cases to HTTP: one table of statuses, for forms that show errors and for error pages. */
import { HttpError } from "fresh";
import type { Failure, ValidationError } from "@/domain/shared/result.ts";

const STATUS = {
  validation: 422,
  bad_credentials: 422,
  bad_code: 422,
  bad_passkey: 422,
  not_found: 404,
  link_expired: 410,
  conflict: 409,
  out_of_stock: 409,
  already_paid: 409,
  not_ready: 409,
  insufficient_funds: 402,
  rate_limited: 429,
} as const;

const UNKNOWN_STATUS = 409;

/** The HTTP status of a use-case's error; codes that aren't in the table are conflicts with the state of things. */
export function statusOf(error: Failure): (typeof STATUS)[keyof typeof STATUS] {
  return Object.hasOwn(STATUS, error.code)
    ? STATUS[error.code as keyof typeof STATUS]
    : UNKNOWN_STATUS;
}

/** Answers with the error page of a use-case's error: `if (!result.ok) return problem(result.error);`. */
export function problem(error: Failure): never {
  throw new HttpError(statusOf(error), undefined, { cause: error });
}

/** Status and headers of a form that is shown again with its errors, for `page()`. */
export function formStatus(error: Failure): { status: number; headers: Record<string, string> } {
  const wait = retryAfterOf(error);
  return {
    status: statusOf(error),
    headers: wait === null ? {} : { "retry-after": String(wait) },
  };
}

/** The seconds to wait that an error names; `null` if it names none. */
export function retryAfterOf(error: unknown): number | null {
  const seconds = (error as { retryAfterSeconds?: unknown } | null)?.retryAfterSeconds;
  return typeof seconds === "number" ? seconds : null;
}

/** A time to wait, in words: rounded up: `45 seconds`, `15 minutes`, `1 hour`. */
export function waitText(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours === 1 ? "1 hour" : `${hours} hours`;
}

/** The messages of an error for the form that it is about: by field, or about the form as a whole. */
export function formErrors(error: Failure): Readonly<Record<string, string>> {
  if (error.code === "validation") return (error as ValidationError).fields;
  const wait = retryAfterOf(error);
  return {
    "": wait === null
      ? "We are busy right now. Try again in a moment."
      : `Too many tries. Try again in ${waitText(wait)}.`,
  };
}
