/**
 * Recovery codes: ten characters of Crockford's base 32 in two groups, 50 random bits each, so that a plain digest is
 * enough to store. Each works once.
 */
import { digestOf, isSameText } from "@/domain/shared/digest.ts";
import type { Ids } from "@/domain/shared/ids.ts";
import type { SecondFactor } from "./model.ts";

const COUNT = 10;
const GROUP_LENGTH = 5;

type StoredCodes = SecondFactor["recoveryCodes"];

/** Ten new codes, for their owner's eyes. */
export function makeRecoveryCodes(ids: Pick<Ids, "code">): string[] {
  return Array.from({ length: COUNT }, () => `${ids.code(GROUP_LENGTH)}-${ids.code(GROUP_LENGTH)}`);
}

/** Codes as they are stored. */
export function storeRecoveryCodes(accountId: string, codes: readonly string[]): StoredCodes {
  return codes.map((code) => ({ digest: digestOfCode(accountId, code)!, usedAt: null }));
}

/** The codes after `typed` was used at `at`; `null` if it isn't one that is left. */
export function spendRecoveryCode(
  input: { accountId: string; codes: StoredCodes; typed: string; at: string },
): StoredCodes | null {
  const digest = digestOfCode(input.accountId, input.typed);
  if (digest === null) return null;
  const found = input.codes.findIndex((code) =>
    code.usedAt === null && isSameText(code.digest, digest)
  );
  if (found === -1) return null;
  return input.codes.map((code, index) => index === found ? { ...code, usedAt: input.at } : code);
}

/** The digest of a code in any spelling: small letters, without the dash, O for 0, I or L for 1. */
function digestOfCode(accountId: string, typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(code) ? digestOf(`recovery:${accountId}:${code}`) : null;
}
