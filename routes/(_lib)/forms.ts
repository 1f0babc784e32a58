/**
 * Reads posted forms: `application/x-www-form-urlencoded` or `multipart/form-data`, under limits that hold before
 * anything is parsed. Fields that the schema doesn't have are refused, and so are fields that come twice but may come
 * once (lists are posted as `name[]`).
 */
import { HttpError } from "fresh";
import type { z } from "zod";
import type { ValidationError } from "@/domain/shared/result.ts";
import { plainIssue, toValidationError } from "@/domain/shared/validation.ts";
import { readBytes } from "./bodies.ts";
import type { Ctx } from "./state.ts";

const MAX_FORM_BYTES = 64 * 1024;
const MAX_FIELDS = 100;
/** Never sent back to the page. */
const SECRET_FIELDS = new Set(["password", "current_password", "code", "answer"]);

/** What was typed, to fill the form again; without passwords and files. */
export interface Typed {
  /** Fields that come once, by name. */
  texts: Record<string, string>;
  /** Fields of the form `name[]`, by name without the brackets. */
  lists: Record<string, string[]>;
}

/** A form that was read: its checked value, or messages by field. */
export type FormResult<T> =
  | { ok: true; value: T; typed: Typed }
  | { ok: false; error: ValidationError; typed: Typed };

/**
 * Reads the form of a request against a schema: strings, arrays of strings for `name[]` (their keys without brackets;
 * give them `.default([])`), and `File` for files.
 *
 * @throws HttpError 415 for another content type, 413 for more than `maxBytes` (64 KiB unless told) or 100 fields, 400
 * for what can't be parsed.
 */
export async function readForm<S extends z.ZodObject>(
  ctx: Ctx,
  schema: S,
  { maxBytes = MAX_FORM_BYTES, openFields = [] }: {
    maxBytes?: number;
    /** Fields that go back to the page though they are called like secrets. */
    openFields?: readonly string[];
  } = {},
): Promise<FormResult<z.output<S>>> {
  const entries = await readEntries(ctx.req, maxBytes);
  const typed: Typed = { texts: {}, lists: {} };
  const values = new Map<string, unknown>();
  for (const [field, value] of entries) {
    const name = field.endsWith("[]") ? field.slice(0, -2) : field;
    const isList = name !== field;
    if (!Object.hasOwn(schema.shape, name)) return refuse(typed, "", UNKNOWN_FIELD);
    const known = values.get(name);
    if (known !== undefined && (!isList || !Array.isArray(known))) {
      return refuse(typed, name, "This was sent more than once. Fill it in once.");
    }
    const isSecret = SECRET_FIELDS.has(name) && !openFields.includes(name);
    if (typeof value === "string" && !isSecret) keep(typed, { name, value, isList });
    if (typeof value !== "string" && value.size === 0 && value.name === "") continue;
    values.set(name, isList ? [...(known as unknown[] | undefined ?? []), value] : value);
  }
  const parsed = schema.safeParse(Object.fromEntries(values), { error: plainIssue });
  if (parsed.success) return { ok: true, value: parsed.data, typed };
  return { ok: false, error: toValidationError(parsed.error), typed };
}

/** Nothing typed yet: for a form that is shown for the first time. */
export function nothingTyped(texts: Record<string, string> = {}): Typed {
  return { texts, lists: {} };
}

const UNKNOWN_FIELD = "This form has fields that we don't know. Reload the page and try again.";

function refuse(typed: Typed, field: string, message: string): FormResult<never> {
  return { ok: false, error: { code: "validation", fields: { [field]: message } }, typed };
}

function keep(
  typed: Typed,
  { name, value, isList }: { name: string; value: string; isList: boolean },
): void {
  if (isList) (typed.lists[name] ??= []).push(value);
  else typed.texts[name] = value;
}

async function readEntries(
  request: Request,
  maxBytes: number,
): Promise<Array<[string, FormDataEntryValue]>> {
  const contentType = request.headers.get("content-type") ?? "";
  const isMultipart = /^multipart\/form-data *;/i.test(contentType);
  if (!isMultipart && !/^application\/x-www-form-urlencoded *(;|$)/i.test(contentType)) {
    throw new HttpError(415);
  }
  const bytes = await readBytes(request, { maxBytes });
  if (bytes === null) throw new HttpError(413);
  if (!isMultipart) {
    const text = new TextDecoder().decode(bytes);
    if (text.split("&", MAX_FIELDS + 1).length > MAX_FIELDS) throw new HttpError(413);
    return [...new URLSearchParams(text)];
  }
  if (countParts(bytes, contentType) > MAX_FIELDS) throw new HttpError(413);
  return await parseMultipart(bytes, contentType);
}

async function parseMultipart(
  bytes: Uint8Array,
  contentType: string,
): Promise<Array<[string, FormDataEntryValue]>> {
  const body = new Response(bytes as BodyInit, { headers: { "content-type": contentType } });
  try {
    return [...await body.formData()];
  } catch (cause) {
    throw new HttpError(400, undefined, { cause });
  }
}

/** How often the boundary stands in the bytes: parts, before any of them is parsed. Stops above the limit. */
function countParts(bytes: Uint8Array, contentType: string): number {
  const boundary = /boundary="?([^";]{1,70})"?/i.exec(contentType)?.[1];
  if (!boundary) throw new HttpError(400);
  const mark = new TextEncoder().encode(`--${boundary}`);
  let count = 0;
  for (
    let at = indexOf(bytes, mark, 0);
    at !== -1 && count <= MAX_FIELDS + 1;
    at = indexOf(bytes, mark, at + mark.length)
  ) count++;
  return count - 1;
}

function indexOf(bytes: Uint8Array, mark: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(mark[0]!, from); at !== -1; at = bytes.indexOf(mark[0]!, at + 1)) {
    let same = 1;
    while (same < mark.length && bytes[at + same] === mark[same]) same++;
    if (same === mark.length) return at;
  }
  return -1;
}
