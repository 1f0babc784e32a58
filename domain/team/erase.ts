/** Takes an account out of all teams: its own, and those that it was let into. */
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { readMembers, readTeams, stageMemberEnd } from "./repo.ts";

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
}
