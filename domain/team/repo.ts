/**
 * Memberships in KV. Keys:
 * - `["team_members", customerId, personId]`: the membership
 * - `["teams_by_person", personId, customerId]`: nothing; the accounts that a person was let into
 * - `["team_revisions", accountId]`: changes with each membership that an account gets on either side, so that two at once
 *   can't both be the last that there is room for
 */
import { getAll, type Tx } from "@/domain/shared/kv.ts";
import { MAX_MEMBERS, MAX_TEAMS, type Member, memberSchema } from "./model.ts";

/** Where a membership is stored: read on each request of whoever acts by it. */
export function memberKey(customerId: string, personId: string): Deno.KvKey {
  return ["team_members", customerId, personId];
}

function teamKey(personId: string, customerId: string): Deno.KvKey {
  return ["teams_by_person", personId, customerId];
}

const revisionKey = (accountId: string): Deno.KvKey => ["team_revisions", accountId];

/** A membership from what is stored of it. */
export function parseMember(stored: unknown): Member | null {
  return stored === null || stored === undefined ? null : memberSchema.parse(stored);
}

/** Reads a membership for a change, checked on commit. */
export async function loadMember(
  tx: Tx,
  customerId: string,
  personId: string,
): Promise<Member | null> {
  return parseMember(await tx.get(memberKey(customerId, personId)));
}

/** The members of an account, by their ids. */
export async function readMembers(kv: Deno.Kv, customerId: string): Promise<Member[]> {
  const members: Member[] = [];
  const entries = kv.list({ prefix: ["team_members", customerId] }, { limit: MAX_MEMBERS * 2 });
  for await (const { value } of entries) members.push(memberSchema.parse(value));
  return members;
}

/** The memberships of a person. */
export async function readTeams(kv: Deno.Kv, personId: string): Promise<Member[]> {
  const keys: Deno.KvKey[] = [];
  const entries = kv.list({ prefix: ["teams_by_person", personId] }, { limit: MAX_TEAMS * 2 });
  for await (const { key } of entries) keys.push(memberKey(String(key[2]), personId));
  return (await getAll(kv, keys)).map(parseMember).filter((member) => member !== null);
}

/** Whether a membership would be one too many for either side, checked on commit; two checks. */
export async function isRoomFor(
  tx: Tx,
  kv: Deno.Kv,
  { customerId, personId }: Pick<Member, "customerId" | "personId">,
): Promise<boolean> {
  for (const accountId of [customerId, personId]) {
    const revision = await tx.get<number>(revisionKey(accountId));
    tx.set(revisionKey(accountId), (revision ?? 0) + 1);
  }
  // Read after the revisions: whoever was faster has changed one of them.
  const [members, teams] = await Promise.all([
    readMembers(kv, customerId),
    readTeams(kv, personId),
  ]);
  const isKnown = members.some((member) => member.personId === personId);
  return isKnown || members.length < MAX_MEMBERS && teams.length < MAX_TEAMS;
}

/** Makes a commit fail if anybody joins an account's team in between; one check. */
export async function holdTeam(tx: Tx, customerId: string): Promise<void> {
  await tx.get(revisionKey(customerId));
}

/** Forgets how often an account's memberships have changed, with the account. */
export async function forgetRevision(kv: Deno.Kv, accountId: string): Promise<void> {
  await kv.delete(revisionKey(accountId));
}

/** Stages a membership, new or changed, that was loaded on the same commit. */
export function stageMember(tx: Tx, member: Member): void {
  tx.set(memberKey(member.customerId, member.personId), memberSchema.parse(member));
  tx.set(teamKey(member.personId, member.customerId), null);
}

/** Stages the end of a membership. */
export function stageMemberEnd(tx: Tx, member: Pick<Member, "customerId" | "personId">): void {
  tx.delete(memberKey(member.customerId, member.personId));
  tx.delete(teamKey(member.personId, member.customerId));
}
