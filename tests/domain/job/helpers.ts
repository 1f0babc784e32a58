/** Jobs for tests. */
import { type JobHandlers, type JobInput, stageJob } from "@/domain/job/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";

/** Stages one job in a commit of its own. */
export async function addJob(deps: Deps, input: Partial<JobInput> & { id: string }): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      await stageJob(tx, deps, { kind: "note", payload: {}, ...input });
      return ok(undefined);
    }),
  );
}

/** A handler of `note` jobs that writes down which it ran. */
export function noting(): { ran: string[]; handlers: JobHandlers } {
  const ran: string[] = [];
  return {
    ran,
    handlers: {
      note: (_deps, job) => {
        ran.push(job.id);
        return Promise.resolve(ok(undefined));
      },
    },
  };
}
