/** What was decided about somebody's money has to be kept for a time; then the words about it go, and kind, sum and times stay. */
import type { Deps } from "@/domain/shared/deps.ts";
import { ERASED } from "@/domain/shared/erasing.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { getApprovalRecord, writeApproval } from "./repo.ts";

/** Takes the person out of what an approval was about. Running it again changes nothing. */
export async function eraseApproval(deps: Pick<Deps, "kv" | "lanes">, id: string): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const before = await getApprovalRecord(tx, id);
      if (before && before.summary !== ERASED) {
        writeApproval(tx, before, { ...before, summary: ERASED, note: before.note && ERASED });
      }
      return ok(undefined);
    }),
  );
}
