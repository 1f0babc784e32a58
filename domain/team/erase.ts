/** Takes an account out of all teams: its own, and those that it was let into. */
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { forgetRevision, holdTeam, readMembers, readTeams, stageMemberEnd } from "./repo.ts";

/**
 * Stages the end of the memberships that an account has given since a time; one check, so that nobody joins in between. The
 * value is who is out.
 */
export async function stageEndOfMembers(
  tx: Tx,
  deps: Pick<Deps, "kv">,
  { customerId, since }: { customerId: string; since: Temporal.Instant },
): Promise<string[]> {
  await holdTeam(tx, customerId);
  const members = (await readMembers(deps.kv, customerId))
    .filter(({ addedAt }) => Temporal.Instant.compare(addedAt, since) >= 0);
  for (const member of members) stageMemberEnd(tx, member);
  return members.map(({ personId }) => personId);
}

/** Ends all memberships in the account and of the account. */
export async function eraseTeams(
  deps: Pick<Deps, "kv" | "lanes">,
  accountId: string,
): Promise<void> {
  const members = [
    ...await readMembers(deps.kv, accountId),
    ...await readTeams(deps.kv, accountId),
  ];
  unwrap(
    await transact(deps, (tx) => {
      for (const member of members) stageMemberEnd(tx, member);
      return Promise.resolve(ok(undefined));
    }),
  );
  await forgetRevision(deps.kv, accountId);
}
