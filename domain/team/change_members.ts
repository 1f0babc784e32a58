/** Changing what members may do, and ending memberships. Both count from the next request on. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { isSessionThere } from "@/domain/session/mod.ts";
import { type CustomerActor, isOwner } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { rightsField } from "./model.ts";
import { loadMember, stageMember, stageMemberEnd } from "./repo.ts";

/** Lets the owner change a member's areas. Messages are beside `rights`. */
export async function changeMember(
  deps: Deps,
  input: {
    actor: CustomerActor;
    personId: string;
    rights: readonly string[];
    /** The session that asks: nothing is changed after its end. */
    sessionId?: string;
    requestId?: string;
  },
): Promise<Result<void, ValidationError | NotFound | Conflict>> {
  const { actor, personId, sessionId, requestId } = input;
  if (!isOwner(actor) || !isId("cus", personId)) return notFound();
  const rights = rightsField.safeParse(input.rights);
  if (!rights.success) return invalid({ rights: rights.error.issues[0]!.message });
  return await transact(deps, async (tx) => {
    if (!await isSessionThere(tx, { sessionId, accountId: actor.id })) return notFound();
    const member = await loadMember(tx, actor.id, personId);
    if (!member) return notFound();
    stageMember(tx, { ...member, rights: rights.data });
    stageAudit(tx, deps, {
      actor,
      action: "member.changed",
      subject: { kind: "account", id: actor.id },
      before: { person: personId, rights: member.rights.join(", ") },
      after: { person: personId, rights: rights.data.join(", ") },
      requestId,
    });
    return ok(undefined);
  });
}

/** Ends a membership, at the wish of the account's owner. Errors: `not_found`, `conflict`. */
export function removeMember(
  deps: Deps,
  input: { actor: CustomerActor; personId: string; requestId?: string },
): Promise<Result<void, NotFound | Conflict>> {
  const { actor, personId, requestId } = input;
  if (!isOwner(actor)) return Promise.resolve(notFound());
  return endMembership(deps, { actor, customerId: actor.id, personId, requestId });
}

/** Leaves an account that one was let into. Errors: `not_found`, `conflict`. */
export function leaveTeam(
  deps: Deps,
  input: { actor: CustomerActor; customerId: string; requestId?: string },
): Promise<Result<void, NotFound | Conflict>> {
  const { actor, customerId, requestId } = input;
  if (!isOwner(actor)) return Promise.resolve(notFound());
  return endMembership(deps, { actor, customerId, personId: actor.id, requestId });
}

async function endMembership(
  deps: Deps,
  input: {
    actor: CustomerActor;
    customerId: string;
    personId: string;
    requestId?: string | undefined;
  },
): Promise<Result<void, NotFound | Conflict>> {
  const { actor, customerId, personId, requestId } = input;
  if (!isId("cus", customerId) || !isId("cus", personId)) return notFound();
  return await transact(deps, async (tx) => {
    const member = await loadMember(tx, customerId, personId);
    if (!member) return notFound();
    stageMemberEnd(tx, member);
    stageAudit(tx, deps, {
      actor,
      action: actor.id === customerId ? "member.removed" : "member.left",
      subject: { kind: "account", id: customerId },
      before: { person: personId, rights: member.rights.join(", ") },
      ...(requestId && { requestId }),
    });
    return ok(undefined);
  });
}
