/** The form for a new token. */
import { z } from "zod";
import type { Result, ValidationError } from "@/domain/shared/result.ts";
import { fail, ok } from "@/domain/shared/result.ts";
import { toValidationError } from "@/domain/shared/validation.ts";
import { parseRange } from "./ip_range.ts";
import {
  API_SCOPES,
  type ApiScope,
  MAX_RANGES,
  MAX_TOKEN_DAYS,
  MAX_TOKEN_NAME_LENGTH,
  MIN_TOKEN_DAYS,
} from "./view.ts";

/** What was typed. */
export interface TokenForm {
  name: string;
  scopes: readonly string[];
  /** Days that the token is to live. */
  days: string;
  /** Ranges of addresses, parted by commas, spaces or new lines; empty: any address. */
  ranges: string;
}

/** What a token is made from. */
export interface CheckedTokenForm {
  name: string;
  scopes: ApiScope[];
  days: number;
  ranges: string[];
}

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
const DAYS_MESSAGE = `Choose ${MIN_TOKEN_DAYS} to ${MAX_TOKEN_DAYS} days.`;
const MAX_RANGES_LENGTH = 2000;

const rangesField = z.string().max(MAX_RANGES_LENGTH, `Name at most ${MAX_RANGES} ranges.`)
  .transform((typed, context) => {
    const parsed = typed.split(/[\s,;]+/).filter((text) => text !== "").map(parseRange);
    const wrong = parsed.find((each) => !each.ok);
    if (wrong && !wrong.ok) {
      context.addIssue({ code: "custom", message: wrong.message });
      return z.NEVER;
    }
    return [...new Set(parsed.flatMap((each) => each.ok ? [each.range] : []))];
  })
  .pipe(z.array(z.string()).max(MAX_RANGES, `Name at most ${MAX_RANGES} ranges.`));

const formSchema = z.strictObject({
  name: z.string().transform((typed) => typed.normalize("NFC").trim().replace(/\s+/g, " ")).pipe(
    z.string().min(1, "Name the token after the program that will use it.")
      .max(MAX_TOKEN_NAME_LENGTH, `Use at most ${MAX_TOKEN_NAME_LENGTH} characters.`)
      .refine(
        (name) => !UNPRINTABLE.test(name),
        "Use letters, digits, spaces and punctuation only.",
      ),
  ),
  scopes: z.array(z.enum(API_SCOPES, "Choose from the list."))
    .min(1, "Choose what the program may do.")
    .refine((scopes) => new Set(scopes).size === scopes.length, "Choose each only once."),
  days: z.string().regex(/^[1-9]\d{0,2}$/, DAYS_MESSAGE).transform(Number)
    .refine((days) => days >= MIN_TOKEN_DAYS && days <= MAX_TOKEN_DAYS, DAYS_MESSAGE),
  ranges: rangesField,
});

/** Checks what was typed; errors by field: `name`, `scopes`, `days`, `ranges`. */
export function checkTokenForm(form: TokenForm): Result<CheckedTokenForm, ValidationError> {
  const parsed = formSchema.safeParse(form);
  return parsed.success ? ok(parsed.data) : fail(toValidationError(parsed.error));
}
