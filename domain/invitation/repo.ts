/**
 * Invitations in KV. Keys, which KV drops some time after the end:
 * - `["invitations", id]`: the invitation
 * - `["invitations_by_scope", "staff" | customerId, id]`: nothing; what is open there
 * - `["invitation_of", "staff" | customerId, email]`: the id; an address has one open invitation to one place
 */
import { getAll, type Tx } from "@/domain/shared/kv.ts";
import { type Invitation, INVITATION_HOURS, invitationSchema, scopeOf } from "./model.ts";

const HOUR_MS = 3_600_000;
const KEEP = { expireInMs: (INVITATION_HOURS + 1) * HOUR_MS };
/** More than anybody may have open. */
const MAX_OPEN = 100;

const invitationKey = (id: string): Deno.KvKey => ["invitations", id];
const scopeKey = (scope: string, id: string): Deno.KvKey => ["invitations_by_scope", scope, id];
const addressKey = (scope: string, email: string): Deno.KvKey => ["invitation_of", scope, email];

function parse(stored: unknown): Invitation | null {
  return stored === null ? null : invitationSchema.parse(stored);
}

/** Reads an invitation. */
export async function readInvitation(kv: Deno.Kv, id: string): Promise<Invitation | null> {
  return parse((await kv.get(invitationKey(id))).value);
}

/** Reads an invitation for a change, checked on commit. */
export async function loadInvitation(tx: Tx, id: string): Promise<Invitation | null> {
  return parse(await tx.get(invitationKey(id)));
}

/** The open invitation of an address to that place, checked on commit. */
export async function loadInvitationOf(
  tx: Tx,
  scope: string,
  email: string,
): Promise<Invitation | null> {
  const id = await tx.get<string>(addressKey(scope, email));
  return id === null ? null : await loadInvitation(tx, id);
}

/** What is open to that place, in the order of its making; some of it may be over. */
export async function readInvitations(kv: Deno.Kv, scope: string): Promise<Invitation[]> {
  const keys: Deno.KvKey[] = [];
  const entries = kv.list({ prefix: ["invitations_by_scope", scope] }, { limit: MAX_OPEN });
  for await (const { key } of entries) keys.push(invitationKey(String(key[2])));
  return (await getAll(kv, keys)).map(parse).filter((each) => each !== null);
}

/** All invitations that KV still has. */
export async function* readAllInvitations(kv: Deno.Kv): AsyncGenerator<Invitation> {
  for await (const { value } of kv.list({ prefix: ["invitations"] })) {
    yield invitationSchema.parse(value);
  }
}

/** Stages a new invitation; its address was looked up on the same commit. */
export function stageNewInvitation(tx: Tx, invitation: Invitation): void {
  const scope = scopeOf(invitation);
  tx.create(invitationKey(invitation.id), invitationSchema.parse(invitation), KEEP);
  tx.set(scopeKey(scope, invitation.id), null, KEEP);
  tx.set(addressKey(scope, invitation.email), invitation.id, KEEP);
}

/** Stages the end of an invitation. */
export function stageInvitationEnd(
  tx: Tx,
  invitation: Invitation,
  { isReplaced = false }: { isReplaced?: boolean } = {},
): void {
  const scope = scopeOf(invitation);
  tx.delete(invitationKey(invitation.id));
  tx.delete(scopeKey(scope, invitation.id));
  if (!isReplaced) tx.delete(addressKey(scope, invitation.email));
}
