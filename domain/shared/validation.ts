/** Turns what zod found into messages beside fields. */
import type { z } from "zod";
import type { ValidationError } from "./result.ts";

/** The first message of each field; what concerns no known field goes to `""`, the form as a whole. */
export function toValidationError(error: z.ZodError): ValidationError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? "");
    fields[field] ??= issue.code === "unrecognized_keys"
      ? "This form has fields that we don't know. Reload the page and try again."
      : issue.message;
  }
  return { code: "validation", fields };
}

/**
 * What is wrong in words for people, where a schema has none of its own: for `safeParse(form, { error: plainIssue })`.
 * `undefined` leaves it to zod.
 */
export function plainIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "too_big":
      return issue.origin === "string"
        ? `Use at most ${issue.maximum} characters.`
        : issue.origin === "array"
        ? `Choose at most ${issue.maximum}.`
        : undefined;
    case "too_small":
      if (issue.origin === "array") return `Choose at least ${issue.minimum}.`;
      if (issue.origin !== "string") return undefined;
      return issue.minimum === 1 ? "Fill this in." : `Use at least ${issue.minimum} characters.`;
    case "invalid_type":
      return issue.input === undefined ? "Fill this in." : undefined;
    case "invalid_value":
      return "Choose one of what is offered.";
    default:
      return undefined;
  }
}
