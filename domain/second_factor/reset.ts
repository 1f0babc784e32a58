/** Takes the second factor off an account that goes on: of an owner who can't show it any more. Who may, is the caller's to say. */
import { type Account, stageAccountChange } from "@/domain/customer/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { stageNotice } from "./change.ts";
import { emptySecondFactor } from "./model.ts";
import { loadSecondFactor, stagePasskeyEnd, stageSecondFactor } from "./repo.ts";

/**
 * Stages the end of app, recovery codes, passkeys and remembered devices of an account that was loaded on the same commit, and
 * the mail that tells its owner; two checks at most.
 */
export async function stageSecondFactorReset(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids">,
  account: Account,
): Promise<void> {
  const factor = await loadSecondFactor(tx, account.id);
  for (const { id } of factor?.passkeys ?? []) stagePasskeyEnd(tx, id);
  stageSecondFactor(tx, emptySecondFactor(account.id));
  stageAccountChange(tx, { ...account, secondFactor: "none" });
  await stageNotice(tx, deps, account, "We switched it off for you. Set it up anew.");
}
