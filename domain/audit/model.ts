/**
 * Audit events: who did what to which object, in the commit that did it. They are never changed. What looks like a
 * secret is taken out before it is stored, whoever passed it.
 */
import { z } from "zod";

/** What an event is about. */
export interface AuditSubject {
  /** A noun of the domain: `order`, `invoice`, `account`. */
  kind: string;
  id: string;
}

const data = z.record(z.string(), z.unknown());

/** A stored event. */
export const auditEventSchema = z.object({
  schemaVersion: z.literal(1),
  id: z.string(),
  at: z.string(),
  actor: z.object({
    kind: z.enum(["staff", "customer", "system", "visitor"]),
    id: z.string(),
    /** Whose account they acted on, where it isn't their own. */
    onBehalfOf: z.string().optional(),
  }),
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  before: data.nullable(),
  after: data.nullable(),
  requestId: z.string().nullable(),
});

/** One event. */
export type AuditEvent = z.infer<typeof auditEventSchema>;

/** What takes the place of a secret. */
export const REMOVED = "[removed]";

const SECRET_NAME = new RegExp(
  "pass(word|wd|phrase|code)|secret|token|credential|hash|cookie|authorization|" +
    "(api|private|signing|secret)_?key|otp|recovery|mnemonic|seed",
  "i",
);
const MAX_TEXT = 1000;
const MAX_ITEMS = 50;
const MAX_DEPTH = 5;

/**
 * A copy of `value` fit for the log: what has the name of a secret is replaced, long texts and lists are cut, and
 * what is no plain data becomes its text. Numbers and booleans stay, whatever their name (`hasCredentials`).
 */
export function withoutSecrets(value: object): Record<string, unknown> {
  return plainObject(value, 0);
}

function plainObject(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const isSecret = SECRET_NAME.test(name) && part !== null &&
        !["number", "boolean", "undefined"].includes(typeof part);
      return [name, isSecret ? REMOVED : plain(part, depth + 1)];
    }),
  );
}

function plain(value: unknown, depth: number): unknown {
  if (typeof value === "string") {
    return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  }
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  if (value === undefined) return null;
  if (typeof value !== "object" || depth > MAX_DEPTH) return String(value).slice(0, MAX_TEXT);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => plain(item, depth + 1));
  return plainObject(value, depth);
}
