/**
 * Expected failures are values. A use-case returns a `Result` whose error is a closed union of `{ code }` objects;
 * exceptions are left for bugs and broken infrastructure.
 */

/** What every error value has: a snake_case code that names the failure. */
export interface Failure {
  readonly code: string;
}

/** Either a value, or the reason why there is none. */
export type Result<T, E extends Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** The value that a union of results can have. */
export type ValueOf<R> = R extends { readonly ok: true; readonly value: infer T } ? T : never;

/** The errors that a union of results can have. */
export type ErrorOf<R> = R extends { readonly ok: false; readonly error: infer E extends Failure }
  ? E
  : never;

/** The error of a body or form that doesn't fit: messages by field name, `""` for the form as a whole. */
export interface ValidationError {
  readonly code: "validation";
  readonly fields: Readonly<Record<string, string>>;
}

/** The object isn't there, or isn't for this person to see: the two can't be told apart. */
export interface NotFound {
  readonly code: "not_found";
}

/** Others wrote the same records first, more often than the retries allow. */
export interface Conflict {
  readonly code: "conflict";
}

/** Wraps a value as a success. */
export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** Wraps an error as a failure. */
export function fail<const E extends Failure>(error: E): { ok: false; error: E } {
  return { ok: false, error };
}

/** A validation failure; `fields` maps field names to a sentence for the person who typed. */
export function invalid(fields: Record<string, string>): { ok: false; error: ValidationError } {
  return fail({ code: "validation", fields });
}

/** The failure for what doesn't exist or may not be seen. */
export function notFound(): { ok: false; error: NotFound } {
  return fail({ code: "not_found" });
}

/**
 * The value of a result that can't have failed.
 *
 * @throws Error naming the code, if it did: that is a bug, not an expected failure.
 */
export function unwrap<T, E extends Failure>(result: Result<T, E>): T {
  if (result.ok) return result.value;
  throw new Error(`unexpected failure: ${JSON.stringify(result.error)}`);
}
