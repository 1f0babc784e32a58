/**
 * The nightly audit, published: when it ran, what it counted, what doesn't fit. When something doesn't, all payouts stop on
 * the commit that says so; a clean audit lets them out again, or an owner with a reason. Key: `["books_check"]`.
 */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import { type JobHandlers, stageJob } from "@/domain/job/mod.ts";
import { checkPayoutStop, readPayoutStop, setPayoutStop } from "@/domain/ledger/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  unwrap,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { verifyBooks } from "./verify_books.ts";

const KEY: Deno.KvKey = ["books_check"];
const JOB = "books.verify";
/** Problems that are kept; all of them are counted, and in the log. */
const MAX_SHOWN = 50;
const MAX_REASON_LENGTH = 500;
const ACTOR = { kind: "system", id: JOB } as const;

const checkSchema = z.strictObject({
  schemaVersion: z.literal(1),
  at: z.string(),
  isRight: z.boolean(),
  counts: z.strictObject({
    transfers: z.int(),
    wallets: z.int(),
    entries: z.int(),
    invoices: z.int(),
    payments: z.int(),
  }).nullable().default(null),
  problemCount: z.int().nonnegative().default(0),
  problems: z.array(z.strictObject({ kind: z.string(), subject: z.string() })).default([]),
});

/** What the last audit came to. */
export type BooksCheck = z.infer<typeof checkSchema>;

/** Audits the books, publishes the result, and stops or lets out payouts by it. */
export async function checkBooks(deps: Deps): Promise<void> {
  const result = await verifyBooks(deps);
  const report = result.ok ? result.value : result.error.report;
  const problems = result.ok ? [] : result.error.problems;
  if (result.ok) deps.log.info("books.verified", { ...report });
  else deps.log.error("books.differ", { ...result.error });
  const at = isoNow(deps.clock);
  const { ledger, invoiceCount, paymentCount } = report;
  const check: BooksCheck = checkSchema.parse({
    schemaVersion: 1,
    at,
    isRight: result.ok,
    counts: {
      transfers: ledger.transferCount,
      wallets: ledger.walletCount,
      entries: ledger.entryCount,
      invoices: invoiceCount,
      payments: paymentCount,
    },
    problemCount: problems.length,
    problems: problems.slice(0, MAX_SHOWN).map(({ kind, subject }) => ({ kind, subject })),
  });
  unwrap(
    await transact(deps, async (tx) => {
      const stop = await checkPayoutStop(tx);
      tx.set(KEY, check);
      if (result.ok === (stop === null)) return ok(undefined);
      setPayoutStop(
        tx,
        result.ok ? null : { schemaVersion: 1, since: at, problemCount: problems.length },
      );
      stageAudit(tx, deps, {
        actor: ACTOR,
        action: result.ok ? "payouts.resumed" : "payouts.stopped",
        subject: { kind: "books", id: "books" },
        after: { problemCount: problems.length },
      });
      return ok(undefined);
    }),
  );
}

/** The last audit; `null` before the first one. */
export async function readBooksCheck(kv: Deno.Kv): Promise<BooksCheck | null> {
  const { value } = await kv.get(KEY);
  return value === null ? null : checkSchema.parse(value);
}

/** The job that audits the books when staff ask for it. */
export const booksJobHandlers: JobHandlers = {
  [JOB]: async (deps) => {
    await checkBooks(deps);
    return ok(undefined);
  },
};

/** The last audit and the stop of payouts; needs `books.view`. */
export async function getBooksReport(
  deps: Deps,
  { viewer }: { viewer: StaffActor },
): Promise<Result<{ check: BooksCheck | null; stoppedSince: string | null }, NotFound>> {
  if (!viewer.permissions.has("books.view")) return notFound();
  const [check, stop] = await Promise.all([readBooksCheck(deps.kv), readPayoutStop(deps.kv)]);
  return ok({ check, stoppedSince: stop?.since ?? null });
}

/** Has the books audited by a job, once a minute at the most; needs `books.view`. */
export async function startBooksCheck(
  deps: Deps,
  input: { actor: StaffActor; requestId?: string },
): Promise<Result<void, NotFound | Conflict>> {
  const { actor, requestId } = input;
  if (!actor.permissions.has("books.view")) return notFound();
  return await transact(deps, async (tx) => {
    const minute = isoNow(deps.clock).slice(0, 16);
    if (!await stageJob(tx, deps, { id: `${JOB}:${minute}`, kind: JOB, payload: {} })) {
      return ok(undefined);
    }
    const subject = { kind: "books", id: "books" };
    stageAudit(tx, deps, { actor, action: "books.audit_asked", subject, requestId });
    return ok(undefined);
  });
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
