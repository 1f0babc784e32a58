/** The owner's list of tokens, and their end. A revoked token is deleted: it stops working at once. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { type Actor, type CustomerActor, isOwner } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { toView } from "./model.ts";
import { loadTokenList, readTokensOf, stageTokenEnds } from "./repo.ts";
import type { ApiTokenView } from "./view.ts";

/** All tokens of the viewer's own account, newest first; none for anyone but its owner. */
export async function listApiTokens(
  deps: Pick<Deps, "kv" | "clock">,
  { viewer }: { viewer: CustomerActor },
): Promise<ApiTokenView[]> {
  if (!isOwner(viewer)) return [];
  const now = deps.clock.now();
  const tokens = await readTokensOf(deps.kv, viewer.id);
  return tokens.map((token) => toView(token, now)).reverse();
}

/** How many of them still open anything. */
export async function countApiTokens(
  deps: Pick<Deps, "kv" | "clock">,
  viewer: CustomerActor,
): Promise<number> {
  return (await listApiTokens(deps, { viewer })).filter(({ isExpired }) => !isExpired).length;
}

/** Revokes one of the actor's own tokens; the value names it. `not_found` for any other. */
export async function revokeApiToken(
  deps: Deps,
  input: { actor: CustomerActor; id: string; requestId?: string },
): Promise<Result<{ name: string }, NotFound | Conflict>> {
  const { actor, id, requestId } = input;
  if (!isOwner(actor) || !isId("tok", id)) return notFound();
  return await transact(deps, async (tx) => {
    const list = await loadTokenList(tx, actor.id);
    const known = list.tokens.find((token) => token.id === id);
    if (!known) return notFound();
    stageTokenEnds(tx, list, { accountId: actor.id, ids: new Set([id]) });
    stageAudit(tx, deps, {
      actor,
      action: "api_token.revoked",
      subject: { kind: "api_token", id },
      before: { name: known.name },
      requestId,
    });
    return ok({ name: known.name });
  });
}

/** Stages the end of all tokens of an account, for when it is closed or was taken over; how many. One check. */
export async function stageRevokeApiTokens(
  tx: Tx,
  deps: Pick<Deps, "ids" | "clock">,
  input: { accountId: string; actor: Actor; requestId?: string },
): Promise<number> {
  const { accountId, actor, requestId } = input;
  const list = await loadTokenList(tx, accountId);
  if (list.tokens.length === 0) return 0;
  stageTokenEnds(tx, list, { accountId, ids: new Set(list.tokens.map(({ id }) => id)) });
  stageAudit(tx, deps, {
    actor,
    action: "api_token.all_revoked",
    subject: { kind: "account", id: accountId },
    before: { names: list.tokens.map(({ name }) => name) },
    requestId,
  });
  return list.tokens.length;
}
