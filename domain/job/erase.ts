/** Takes a person out of the jobs: their ids and states stay, texts with the person in them go. */
import type { Deps } from "../shared/deps.ts";
import { type ErasedPart, type ErasePart, namesAddress, withoutPerson } from "../shared/erasing.ts";
import { transact } from "../shared/kv.ts";
import { ok, unwrap } from "../shared/result.ts";
import type { Job } from "./model.ts";
import { pageJobs, readJob, writeJob } from "./repo.ts";

/** Erases the next part of the jobs, newest first. */
export async function eraseJobs(
  deps: Pick<Deps, "kv" | "lanes">,
  part: ErasePart,
): Promise<ErasedPart> {
  const { email, needles } = part;
  const page = await pageJobs(deps.kv, null, {
    limit: 100,
    ...(part.after !== null && { after: part.after }),
  });
  const concerns = ({ payload, lastError }: Job) =>
    namesAddress(JSON.stringify([payload, lastError]), email);
  let changed = 0;
  for (const { id } of page.items.filter(concerns)) {
    unwrap(
      await transact(deps, async (tx) => {
        const job = await readJob(tx, id);
        if (!job) return ok(undefined);
        const { payload, lastError } = withoutPerson(
          { payload: job.payload, lastError: job.lastError },
          { needles: [email, ...needles] },
        );
        writeJob(tx, job, { ...job, payload, lastError });
        return ok(undefined);
      }),
    );
    changed++;
  }
  return { changed, next: page.next };
}
