/** Takes invitations away: into an account that is closed for good, and of its owner into others. */
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { readAllInvitations, readInvitations, stageInvitationEnd } from "./repo.ts";

/** Stages the end of all open invitations into an account; no checks. The value says how many there were. */
export async function stageEndOfInvitations(
  tx: Tx,
  deps: Pick<Deps, "kv">,
  customerId: string,
): Promise<number> {
  const open = await readInvitations(deps.kv, customerId);
  for (const invitation of open) stageInvitationEnd(tx, invitation);
  return open.length;
}

/** Ends all open invitations into an account, by it, and to an address. They are few: each lives for three days. */
export async function eraseInvitations(
  deps: Pick<Deps, "kv" | "lanes">,
  { accountId, email }: { accountId: string; email: string },
): Promise<void> {
  for await (const invitation of readAllInvitations(deps.kv)) {
    const isInto = invitation.kind === "member" && invitation.customerId === accountId;
    if (!isInto && invitation.invitedBy !== accountId && invitation.email !== email) continue;
    unwrap(
      await transact(deps, (tx) => {
        stageInvitationEnd(tx, invitation);
        return Promise.resolve(ok(undefined));
      }),
    );
  }
}
