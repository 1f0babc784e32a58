/**
 * Work that is due once a day. A process claims it for an hour and marks the day when it is done, so that a day whose
 * work was broken off is taken up again. Key: `["recurring_days", name]`.
 */
import { z } from "zod";
import { dayOf, toIso } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { transact } from "../shared/kv.ts";
import { fail, ok } from "../shared/result.ts";

const CLAIM_MINUTES = 60;

const dailyWorkSchema = z.strictObject({
  doneOn: z.string().nullable(),
  claimedUntil: z.string().nullable(),
});

/** Daily work: its name among all of it, and what is to be done. */
export interface DailyWork {
  name: string;
  run(deps: Deps): Promise<void>;
}

/** Does the work unless it is done for today (UTC), or another process is at it. */
export async function oncePerDay(deps: Deps, { name, run }: DailyWork): Promise<void> {
  const key = ["recurring_days", name];
  const now = deps.clock.now();
  const today = dayOf(now);
  const claimedUntil = toIso(now.add({ minutes: CLAIM_MINUTES }));
  const claim = await transact(deps, async (tx) => {
    const before = dailyWorkSchema.safeParse(await tx.get(key)).data;
    if (before?.doneOn === today) return fail({ code: "done_today" });
    // One that lasts longer than a claim can was made by a clock that was ahead.
    const other = before?.claimedUntil ?? null;
    if (other !== null && other > toIso(now) && other <= claimedUntil) {
      return fail({ code: "claimed" });
    }
    tx.set(key, { doneOn: before?.doneOn ?? null, claimedUntil });
    return ok(undefined);
  });
  if (!claim.ok) return;
  await run(deps);
  await deps.kv.set(key, { doneOn: today, claimedUntil: null });
}
