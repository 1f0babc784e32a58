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
