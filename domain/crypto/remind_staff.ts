/** The task that reminds staff, once, of payments on chains that have waited for their decision for three days. */
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok } from "@/domain/shared/result.ts";
import { entriesToRemind, withReminded } from "./open_entries.ts";
import { dueReminders, getChainPayment, setChainPayment } from "./repo.ts";
import { stageReminderMail } from "./staff_mails.ts";

/** Chain payments of one run: the next one is a minute away. */
const MAX_PER_RUN = 100;
/** Mails that one commit stages at the most; what is more comes with the next run. */
const MAX_MAILS = 5;

/** Reminds staff of all that is due. Run every minute. */
export async function remindStaff(deps: Deps): Promise<void> {
  const due = await dueReminders(deps.kv, { now: isoNow(deps.clock), limit: MAX_PER_RUN });
  for (const id of due) {
    try {
      await remindOf(deps, id);
    } catch (error) {
      deps.log.error("crypto.remind_failed", { id, error });
    }
  }
}

/** At most six checks: the chain payment, and a mail each. */
async function remindOf(deps: Deps, id: string): Promise<void> {
  await transact(deps, async (tx) => {
    const before = await getChainPayment(tx, id);
    if (!before) return ok(undefined);
    const entries = entriesToRemind(before, deps.clock.now()).slice(0, MAX_MAILS);
    for (const entry of entries) await stageReminderMail(tx, deps, { payment: before, entry });
    setChainPayment(tx, before, withReminded(before, entries, isoNow(deps.clock)));
    return ok(undefined);
  });
}
