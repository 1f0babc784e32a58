/**
 * Keys of API tokens:
 * - `["api_tokens", digest]`: the token's record, under its SHA-256
 * - `["api_tokens_of", accountId]`: which tokens an account has; every change of them checks it
 */
import { getAll, type Tx } from "@/domain/shared/kv.ts";
import { commitIfFree } from "@/domain/shared/patient_kv.ts";
import { type ApiToken, apiTokenSchema, type TokenList, tokenListSchema } from "./model.ts";

const tokenKey = (digest: string): Deno.KvKey => ["api_tokens", digest];
const listKey = (accountId: string): Deno.KvKey => ["api_tokens_of", accountId];

/** A token with its version; `null` if nobody has it. */
export async function readToken(
  kv: Deno.Kv,
  digest: string,
): Promise<{ token: ApiToken; versionstamp: string } | null> {
  const { value, versionstamp } = await kv.get(tokenKey(digest));
  return value === null || versionstamp === null
    ? null
    : { token: apiTokenSchema.parse(value), versionstamp };
}

/** All tokens of an account, oldest first. */
export async function readTokensOf(kv: Deno.Kv, accountId: string): Promise<ApiToken[]> {
  const { tokens } = parseList((await kv.get(listKey(accountId))).value);
  const stored = await getAll<unknown>(kv, tokens.map(({ digest }) => tokenKey(digest)));
  return stored.filter((token) => token !== null).map((token) => apiTokenSchema.parse(token));
}

/** Which tokens an account has, checked on commit. */
export async function loadTokenList(tx: Tx, accountId: string): Promise<TokenList> {
  return parseList(await tx.get(listKey(accountId)));
}

/** Stages a new token at the end of its account's list, which was loaded on the same commit. */
export function stageNewToken(
  tx: Tx,
  list: TokenList,
  entry: { token: ApiToken; digest: string },
): void {
  const { token, digest } = entry;
  tx.create(tokenKey(digest), apiTokenSchema.parse(token));
  const tokens = [...list.tokens, { id: token.id, name: token.name, digest }];
  tx.set(listKey(token.accountId), tokenListSchema.parse({ ...list, tokens }));
}

/** Stages the end of tokens of a list that was loaded on the same commit. */
export function stageTokenEnds(
  tx: Tx,
  list: TokenList,
  input: { accountId: string; ids: ReadonlySet<string> },
): void {
  for (const { id, digest } of list.tokens) {
    if (input.ids.has(id)) tx.delete(tokenKey(digest));
  }
  const tokens = list.tokens.filter(({ id }) => !input.ids.has(id));
  if (tokens.length === 0) tx.delete(listKey(input.accountId));
  else tx.set(listKey(input.accountId), tokenListSchema.parse({ ...list, tokens }));
}

/** Writes when a token was last used, unless it has changed or ended since it was read, or others keep the file busy. */
export async function touchToken(
  kv: Deno.Kv,
  token: ApiToken,
  at: { digest: string; versionstamp: string },
): Promise<void> {
  const key = tokenKey(at.digest);
  const op = kv.atomic().check({ key, versionstamp: at.versionstamp });
  await commitIfFree(op.set(key, apiTokenSchema.parse(token)));
}

function parseList(stored: unknown): TokenList {
  return stored === null ? { schemaVersion: 1, tokens: [] } : tokenListSchema.parse(stored);
}
