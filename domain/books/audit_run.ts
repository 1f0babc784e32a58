/**
 * The audit that runs: how far it is, and what it has found. It is kept between the jobs that do its parts; each part is
 * stored with what it found in one commit, so that whatever is killed is done again from its beginning and counted once.
 * Key: `["books_audit"]`, gone when its result is published.
 */
import { z } from "zod";
import { ledgerReportSchema } from "@/domain/ledger/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { PHASES } from "./phases.ts";

const KEY: Deno.KvKey = ["books_audit"];
/** After so long without a new part its job is lost, and another audit may begin. */
const LOST_AFTER = { hours: 2 };

const runSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  startedAt: z.string(),
  movedAt: z.string(),
  /** The part that is to be done next, from 0. */
  part: z.int().nonnegative(),
  phase: z.enum(PHASES),
  /** After what the walk of the phase goes on. */
  after: z.string(),
  report: z.strictObject({
    ledger: ledgerReportSchema,
    invoiceCount: z.int(),
    creditNoteCount: z.int(),
    paymentCount: z.int(),
    bookingCount: z.int(),
  }),
  problemCount: z.int().nonnegative(),
  /** The first of them. */
  problems: z.array(z.strictObject({ kind: z.string(), subject: z.string() })),
});

/** An audit that runs. */
export type AuditRun = z.infer<typeof runSchema>;

/** What is shown of it. */
export type RunningAudit = Pick<AuditRun, "startedAt" | "part" | "phase" | "problemCount">;

/** The audit that runs; `null` if none does. */
export async function readRun(kv: Deno.Kv): Promise<AuditRun | null> {
  const { value } = await kv.get(KEY);
  return value === null ? null : runSchema.parse(value);
}

/** The same under check. */
export async function loadRun(tx: Tx): Promise<AuditRun | null> {
  const stored = await tx.get(KEY);
  return stored === null ? null : runSchema.parse(stored);
}

/** Stages what was loaded on the same commit; `null` when it is done. */
export function stageRun(tx: Tx, run: AuditRun | null): void {
  if (run === null) tx.delete(KEY);
  else tx.set(KEY, runSchema.parse(run));
}

/** Whether a run still has somebody who does its parts. */
export function isAlive(deps: Pick<Deps, "clock">, { movedAt }: AuditRun): boolean {
  const lostAt = Temporal.Instant.from(movedAt).add(LOST_AFTER);
  return Temporal.Instant.compare(deps.clock.now(), lostAt) < 0;
}

/** The audit that runs, for the page that shows it. */
export async function readRunningAudit(
  deps: Pick<Deps, "kv" | "clock">,
): Promise<RunningAudit | null> {
  const run = await readRun(deps.kv);
  if (!run || !isAlive(deps, run)) return null;
  const { startedAt, part, phase, problemCount } = run;
  return { startedAt, part, phase, problemCount };
}
