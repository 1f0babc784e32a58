/** Makes a job in the commit that causes it. */
import { isoNow, toIso } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import type { Tx } from "../shared/kv.ts";
import { isJobId, type JsonObject } from "./model.ts";
import { isJobStaged, peekJob, readJob, writeJob } from "./repo.ts";

/** A job to be. */
export interface JobInput {
  /** Names the fact: letters, digits and `_.:@+-`, up to 200. */
  id: string;
  kind: string;
  /** What the handler needs; ids rather than copies, never secrets. */
  payload: JsonObject;
  /** Not before; at once unless told. */
  runAt?: Temporal.Instant;
  /** A record that the commit checks owns the fact that the id names, so that nobody else can stage it meanwhile. */
  isOwned?: boolean;
}

/**
 * Stages a job on the caller's commit; costs one check, or none if a checked record owns it. Does nothing if the job exists already, whatever became of
 * it, and then returns false.
 *
 * @throws TypeError if the id has other characters: that is a bug of the caller.
 */
export async function stageJob(
  tx: Tx,
  deps: Pick<Deps, "ids" | "clock">,
  input: JobInput,
): Promise<boolean> {
  if (!isJobId(input.id)) throw new TypeError(`not a job id: ${input.id}`);
  const stored = await (input.isOwned ? peekJob(tx, input.id) : readJob(tx, input.id));
  // Nothing may await between this question and the write: the same fact can be staged twice side by side.
  if (stored || isJobStaged(tx, input.id)) return false;
  writeJob(tx, null, {
    schemaVersion: 1,
    id: input.id,
    position: deps.ids.next("job"),
    kind: input.kind,
    payload: input.payload,
    state: "waiting",
    attempt: 0,
    dueAt: input.runAt ? toIso(input.runAt) : isoNow(deps.clock),
    leaseToken: null,
    lastError: null,
    createdAt: isoNow(deps.clock),
    finishedAt: null,
  });
  return true;
}
