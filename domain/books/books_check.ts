/** When the books were last audited, and what came of it. Key: `["books_check"]`. */
import { z } from "zod";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { verifyBooks } from "./verify_books.ts";

const KEY: Deno.KvKey = ["books_check"];
const checkSchema = z.strictObject({
  schemaVersion: z.literal(1),
  at: z.string(),
  isRight: z.boolean(),
});

/** Audits the books and notes the result, which the log has in full. */
export async function checkBooks(deps: Deps): Promise<void> {
  const report = await verifyBooks(deps);
  if (report.ok) deps.log.info("books.verified", { ...report.value });
  else deps.log.error("books.differ", { ...report.error });
  const check = { schemaVersion: 1, at: isoNow(deps.clock), isRight: report.ok } as const;
  await deps.kv.set(KEY, checkSchema.parse(check));
}

/** The last audit; `null` before the first one. */
export async function readBooksCheck(
  kv: Deno.Kv,
): Promise<{ at: string; isRight: boolean } | null> {
  const { value } = await kv.get(KEY);
  if (value === null) return null;
  const { at, isRight } = checkSchema.parse(value);
  return { at, isRight };
}
