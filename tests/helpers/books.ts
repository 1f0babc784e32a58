/** Audits of the books as the jobs do them, part by part, without the other jobs. */
import { expect } from "expect";
import { auditPart, readBooksCheck, startAudit } from "@/domain/books/mod.ts";
import { readPayoutStop } from "@/domain/ledger/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";

/** The part of an audit that is to be done next; `null` if none runs. */
export async function nextPart(deps: Deps): Promise<{ auditId: string; part: number } | null> {
  const { value } = await deps.kv.get<{ id: string; part: number }>(["books_audit"]);
  return value && { auditId: value.id, part: value.part };
}

/** Begins an audit and does all of its parts, each of so many records; how many there were. */
export async function auditBooks(deps: Deps, records = 50_000): Promise<number> {
  await startAudit(deps);
  let parts = 0;
  for (let next = await nextPart(deps); next; next = await nextPart(deps), parts++) {
    unwrap(await auditPart(deps, { ...next, limit: { records, seconds: 60 } }));
  }
  return parts;
}

/**
 * That an audit in several parts finds nothing, after whatever has happened: debits equal credits, no wallet is below zero,
 * every wallet credit has its cause, every number that was given is on one document, and payouts aren't stopped.
 */
export async function expectRightBooks(deps: Deps): Promise<void> {
  await auditBooks(deps, 40);
  const check = await readBooksCheck(deps.kv);
  expect([check!.problems, check!.isRight]).toEqual([[], true]);
  expect(await readPayoutStop(deps.kv)).toBe(null);
}
