/**
 * A copy of everything about a customer: one at a time, made by a job, kept for seven days.
 *
 * waiting → ready, and gone after its time. A copy that no job could make stops being in the way after a day.
 */
import { z } from "zod";

/** How long a copy can be downloaded. */
export const EXPORT_DAYS = 7;
/** After that a copy that is still waiting doesn't stop another one. */
export const GIVE_UP_HOURS = 24;

export const exportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  accountId: z.string(),
  state: z.enum(["waiting", "ready"]),
  requestedAt: z.string(),
  readyAt: z.string().nullable(),
  expiresAt: z.string(),
  /** The chunks of the ZIP; `null` until it is ready. */
  file: z.strictObject({
    id: z.string(),
    chunkCount: z.int().nonnegative(),
    sizeBytes: z.int().nonnegative(),
  }).nullable(),
});

/** A stored copy's record. */
export type DataExport = z.infer<typeof exportSchema>;

/** A copy's ZIP. */
export type ExportFile = NonNullable<DataExport["file"]>;

/** Whether a copy can't be downloaded any more, whatever KV still has of it. */
export function isOver(one: Pick<DataExport, "expiresAt">, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one.expiresAt, now) <= 0;
}
