/**
 * Reads JSON bodies under limits that hold before anything is parsed: bytes, depth, and how many values there are. Fields
 * that the schema doesn't have are refused.
 */
import type { z } from "zod";
import { readBytes } from "../bodies.ts";
import type { Ctx } from "../state.ts";
import { apiProblem, type ProblemPart } from "./problems.ts";

const MAX_BYTES = 8 * 1024;
const MAX_DEPTH = 8;
/** Names and list items together. */
const MAX_VALUES = 200;
const JSON_TYPE = /^application\/json *(; *charset *= *"?utf-8"? *)?$/i;

/** A body that was read, or the answer that says why not. */
export type JsonBody<T> = { ok: true; value: T } | { ok: false; response: Response };

/** Reads the body of a request against a strict schema. */
export async function readJson<S extends z.ZodType>(
  ctx: Ctx,
  schema: S,
): Promise<JsonBody<z.output<S>>> {
  const { headers } = ctx.req;
  const isPlain = (headers.get("content-encoding") ?? "identity") === "identity";
  if (!isPlain || !JSON_TYPE.test(headers.get("content-type") ?? "")) {
    return { ok: false, response: apiProblem(ctx, "unsupported_media_type") };
  }
  const bytes = await readBytes(ctx.req, { maxBytes: MAX_BYTES });
  if (bytes === null) return { ok: false, response: apiProblem(ctx, "too_long") };
  const parsed = parse(bytes);
  if (!parsed.ok) return { ok: false, response: apiProblem(ctx, "bad_json") };
  const checked = schema.safeParse(parsed.value);
  return checked.success
    ? { ok: true, value: checked.data }
    : { ok: false, response: apiProblem(ctx, "validation", { errors: partsOf(checked.error) }) };
}

/** What zod found, one part a field; values that were sent are never repeated. */
export function partsOf(error: z.ZodError): ProblemPart[] {
  const parts = new Map<string, string>();
  for (const issue of error.issues) {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
    for (const key of unknown) parts.set(key.slice(0, 100), "There is no such field.");
    const field = issue.path.map(String).join(".");
    if (unknown.length === 0 && !parts.has(field)) parts.set(field, issue.message);
  }
  return Array.from(parts, ([field, detail]) => ({ field, detail }));
}

function parse(bytes: Uint8Array): { ok: true; value: unknown } | { ok: false } {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return isModest(text) ? { ok: true, value: JSON.parse(text) } : { ok: false };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return { ok: false };
    throw error;
  }
}

/** Whether a text stays within depth and number of values; looks at its marks alone, before it is parsed. */
function isModest(text: string): boolean {
  let depth = 0;
  let values = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (isInString) {
      if (char === "\\") i++;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    else if (char === "," || char === ":") values++;
    if (depth > MAX_DEPTH || values > MAX_VALUES) return false;
  }
  return true;
}
