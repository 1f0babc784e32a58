/** Answers of the API: only what their schema names, never stored by anyone on the way. */
import type { z } from "zod";

/** Answers with an object; whatever the schema doesn't name stays behind. */
export function answer<S extends z.ZodType>(
  schema: S,
  value: z.input<S>,
  status: number = 200,
): Response {
  return Response.json(schema.parse(value), { status });
}
