/**
 * Personal access tokens: `cn_pat_` and 32 random bytes. A token is shown once and stored as its SHA-256, under which it
 * is looked up: nothing is compared character by character, and the database tells nobody a token.
 */
import { z } from "zod";
import { API_SCOPES, type ApiTokenView } from "./view.ts";

/** Random bytes of a token. */
export const TOKEN_BYTES = 32;
/** What every token begins with, so that scanners for leaked secrets know it. */
export const TOKEN_PREFIX = "cn_pat_";
/** Exactly what was made here: 43 characters carry 32 bytes, and leave two bits of the last one unused. */
const TOKEN = /^cn_pat_[\w-]{42}[AEIMQUYcgkosw048]$/;

/** How old `lastUsedAt` may get before a request writes it anew: most requests only read. */
export const TOUCH_AFTER_SECONDS = 5 * 60;

/** A stored token. */
export const apiTokenSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(API_SCOPES)),
  ranges: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  lastUsedNetwork: z.string().nullable(),
});

/** A token without its secret. */
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** The tokens of an account: one record, so that two that are made at once can't both be the twentieth. */
export const tokenListSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tokens: z.array(z.strictObject({ id: z.string(), name: z.string(), digest: z.string() })),
});

/** The tokens of an account, oldest first. */
export type TokenList = z.infer<typeof tokenListSchema>;

/** Whether a text has the exact form of a token. */
export function isApiToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Whether a token has come to its end. */
export function isExpired(token: Pick<ApiToken, "expiresAt">, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(token.expiresAt, now) <= 0;
}

/** A token as its owner sees it. */
export function toView(token: ApiToken, now: Temporal.Instant): ApiTokenView {
  const { id, name, scopes, ranges, createdAt, expiresAt, lastUsedAt, lastUsedNetwork } = token;
  return {
    id,
    name,
    scopes,
    ranges,
    createdAt,
    expiresAt,
    isExpired: isExpired(token, now),
    lastUsedAt,
    lastUsedNetwork,
  };
}
