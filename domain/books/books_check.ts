/**
 * The last audit, published: when it ran, what it counted, what doesn't fit. A clean audit lets payouts out again that one
 * before has stopped, or an owner does, with a reason. Key: `["books_check"]`.
 */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import { checkPayoutStop, readPayoutStop, setPayoutStop } from "@/domain/ledger/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { readRunningAudit, type RunningAudit } from "./audit_run.ts";

const KEY: Deno.KvKey = ["books_check"];
const MAX_REASON_LENGTH = 500;

const checkSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** When it began, and when it was done; of old ones only the end is known. */
  startedAt: z.string().nullable().default(null),
  at: z.string(),
  /** In how many jobs. */
  parts: z.int().positive().default(1),
  isRight: z.boolean(),
  counts: z.strictObject({
    transfers: z.int(),
    wallets: z.int(),
    entries: z.int(),
    invoices: z.int(),
    credit_notes: z.int().default(0),
    payments: z.int(),
    bookings: z.int().default(0),
  }).nullable().default(null),
  problemCount: z.int().nonnegative().default(0),
  problems: z.array(z.strictObject({ kind: z.string(), subject: z.string() })).default([]),
});

/** What the last audit came to. */
export type BooksCheck = z.infer<typeof checkSchema>;

/** Publishes what an audit has come to, on the commit that ends it. */
export function stageBooksCheck(tx: Tx, check: BooksCheck): void {
  tx.set(KEY, checkSchema.parse(check));
}

/** The last audit; `null` before the first one. */
export async function readBooksCheck(kv: Deno.Kv): Promise<BooksCheck | null> {
  const { value } = await kv.get(KEY);
  return value === null ? null : checkSchema.parse(value);
}

/** The last audit, how far the one is that runs, and the stop of payouts; needs `books.view`. */
export async function getBooksReport(
  deps: Deps,
  { viewer }: { viewer: StaffActor },
): Promise<
  Result<
    { check: BooksCheck | null; running: RunningAudit | null; stoppedSince: string | null },
    NotFound
  >
> {
  if (!viewer.permissions.has("books.view")) return notFound();
  const [check, running, stop] = await Promise.all([
    readBooksCheck(deps.kv),
    readRunningAudit(deps),
    readPayoutStop(deps.kv),
  ]);
  return ok({ check, running, stoppedSince: stop?.since ?? null });
}

/** Lets payouts out though the books differ, until the next audit says so again; needs `payouts.release`. */
export async function liftPayoutStop(
  deps: Deps,
  input: { actor: StaffActor; reason: string; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | Conflict>> {
  const { actor, requestId } = input;
  if (!actor.permissions.has("payouts.release")) return notFound();
  const reason = input.reason.trim();
  if (reason === "") {
    return invalid({ reason: "Say why payouts may go out though the books differ." });
  }
  if (reason.length > MAX_REASON_LENGTH) {
    return invalid({ reason: `Use ${MAX_REASON_LENGTH} characters at most.` });
  }
  return await transact(deps, async (tx) => {
    const stop = await checkPayoutStop(tx);
    if (!stop) return ok(undefined);
    setPayoutStop(tx, null);
    stageAudit(tx, deps, {
      actor,
      action: "payouts.stop_lifted",
      subject: { kind: "books", id: "books" },
      before: { since: stop.since, problemCount: stop.problemCount },
      after: { reason },
      requestId,
    });
    return ok(undefined);
  });
}
