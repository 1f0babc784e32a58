/** Takes the second factor of an account away that is closed for good. */
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { emptySecondFactor } from "./model.ts";
import { loadSecondFactor, stagePasskeyEnd, stageSecondFactor } from "./repo.ts";

/** Deletes the app's secret, recovery codes, passkeys and remembered devices. */
export async function eraseSecondFactor(
  deps: Pick<Deps, "kv" | "lanes">,
  accountId: string,
): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const factor = await loadSecondFactor(tx, accountId);
      for (const { id } of factor?.passkeys ?? []) stagePasskeyEnd(tx, id);
      stageSecondFactor(tx, emptySecondFactor(accountId));
      return ok(undefined);
    }),
  );
}
