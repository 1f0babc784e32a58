/** The query of a list: `limit`, `after` and sometimes `status`, each in its exact form; anything else is refused. */
import { z } from "zod";
import { type IdPrefix } from "@/domain/shared/ids.ts";
import type { Ctx } from "../state.ts";
import { partsOf } from "./body.ts";
import { apiProblem } from "./problems.ts";

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

/** A list's query: how many, after which id, in which state. */
export function listQuery<const S extends readonly [string, ...string[]]>(
  prefix: IdPrefix,
  statuses: S,
) {
  return z.strictObject({
    limit: z.string()
      .regex(/^([1-9]\d?|100)$/, `A whole number from 1 to ${MAX_LIMIT}.`)
      .default(String(DEFAULT_LIMIT)).transform(Number).pipe(z.int().min(1).max(MAX_LIMIT))
      .describe(`How many to answer; ${DEFAULT_LIMIT} unless told.`),
    after: z.string()
      .regex(new RegExp(`^${prefix}_[0-7][0-9A-HJKMNP-TV-Z]{25}$`), "The `next` of an answer.")
      .optional()
      .describe("The `next` of the answer before: the list goes on behind that entry."),
    status: z.enum(statuses, `One of ${statuses.join(", ")}.`).optional()
      .describe("Only those in that state."),
  });
}

/** A query that was read, or the answer that says why not. */
export type ReadQuery<T> = { ok: true; value: T } | { ok: false; response: Response };

/** Reads the query of a request against a strict schema; a parameter that comes twice is refused. */
export function readQuery<S extends z.ZodObject>(ctx: Ctx, schema: S): ReadQuery<z.output<S>> {
  const { searchParams } = ctx.url;
  const names = [...searchParams.keys()];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    const errors = [{ field: twice.slice(0, 100), detail: "Send this once." }];
    return { ok: false, response: apiProblem(ctx, "validation", { errors }) };
  }
  const checked = schema.safeParse(Object.fromEntries(searchParams));
  return checked.success
    ? { ok: true, value: checked.data }
    : { ok: false, response: apiProblem(ctx, "validation", { errors: partsOf(checked.error) }) };
}

/** The page that a query asks for. */
export function pageOf(query: { limit: number; after?: string | undefined }) {
  return { limit: query.limit, ...(query.after !== undefined && { after: query.after }) };
}
