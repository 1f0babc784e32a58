/** Audits the books as the jobs do, part by part, without the other jobs. */
import { auditPart, startAudit } from "@/domain/books/mod.ts";
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
