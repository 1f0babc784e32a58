/** Asking for the end of one's account. */
import { stageRevokeApiTokens } from "@/domain/api_token/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import { type Account, loadAccount, loadClosing, stageClosing } from "@/domain/customer/mod.ts";
import { stageJob } from "@/domain/job/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import {
  type Client,
  proveCode,
  provePassword,
  readTraces,
  type SignedIn,
  stageEndOfSessions,
} from "@/domain/session/mod.ts";
import { isOwner } from "@/domain/shared/actor.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import type { RateLimited } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { type Erasure, GRACE_DAYS } from "./erasure_model.ts";
import { stageErasure } from "./erasure_repo.ts";
import { findObstacles } from "./plan_erasure.ts";

/** Something is in the way: the page says what. */
export interface ErasureBlocked {
  code: "erasure_blocked";
}

/**
 * Asks for the end of one's account: all sessions and API tokens end now, everything else in fourteen days, unless somebody
 * logs in before. The password is needed, and a code where there is an app.
 *
 * Errors: `validation` beside `password` or `code`; `erasure_blocked`; `rate_limited`; `not_found` for anybody but the owner;
 * `conflict`.
 */
export async function requestErasure(
  deps: Deps,
  input: { signedIn: SignedIn; client: Client; password: string; code: string },
): Promise<
  Result<
    { dueAt: string },
    ValidationError | ErasureBlocked | RateLimited | NotFound | Conflict
  >
> {
  const { signedIn, client } = input;
  const accountId = signedIn.customer.id;
  if (!isOwner(signedIn.customer)) return notFound();
  if ((await findObstacles(deps, accountId)).length > 0) return fail({ code: "erasure_blocked" });
  const { password, code } = input;
  const proved = await provePassword(deps, { accountId, client, password, field: "password" });
  if (!proved.ok) return proved;
  const coded = await proveCode(deps, { account: proved.value, client, code });
  if (!coded.ok) return coded;
  return await store(deps, { account: proved.value, requestId: client.requestId });
}

async function store(
  deps: Deps,
  input: { account: Account; requestId: string | undefined },
): Promise<Result<{ dueAt: string }, NotFound | Conflict>> {
  const { id: accountId, passwordHash } = input.account;
  const erasure = await newErasure(deps, accountId);
  return await transact(deps, async (tx): Promise<Result<{ dueAt: string }, NotFound>> => {
    const account = await loadAccount(tx, accountId);
    if (!account || account.passwordHash !== passwordHash) return notFound();
    const closing = await loadClosing(tx, accountId);
    if (closing) return ok({ dueAt: closing.dueAt });
    const actor = { kind: "customer" as const, id: accountId };
    stageErasure(tx, erasure);
    stageClosing(tx, { accountId, erasureId: erasure.id, dueAt: erasure.dueAt });
    await stageEndOfSessions(tx, deps, { accountId });
    await stageRevokeApiTokens(tx, deps, { accountId, actor, requestId: input.requestId });
    await stageJob(tx, deps, {
      id: `erase:${erasure.id}`,
      kind: "privacy.erase",
      payload: { erasureId: erasure.id },
      runAt: Temporal.Instant.from(erasure.dueAt),
    });
    stageAudit(tx, deps, {
      actor,
      action: "erasure.requested",
      subject: { kind: "account", id: accountId },
      after: { erasureId: erasure.id, dueAt: erasure.dueAt },
      requestId: input.requestId,
    });
    await stageMail(tx, deps, {
      fact: `erasure_requested:${erasure.id}`,
      to: { email: account.email, name: account.name },
      accountId,
      template: "erasure_requested",
      variables: {
        customerName: account.name,
        dueOn: erasure.dueAt.slice(0, 10),
        link: "/login",
      },
    });
    return ok({ dueAt: erasure.dueAt });
  });
}

/** The networks and browsers are noted now: they are forgotten with the sessions. */
async function newErasure(deps: Deps, accountId: string): Promise<Erasure> {
  const id = deps.ids.next("era");
  const traces = await readTraces(deps.kv, accountId);
  const dueAt = toIso(deps.clock.now().add({ hours: GRACE_DAYS * 24 }));
  return {
    schemaVersion: 1,
    id,
    accountId,
    state: "waiting",
    requestedAt: isoNow(deps.clock),
    dueAt,
    doneAt: null,
    step: "account",
    after: null,
    changed: {},
    retained: { invoices: 0, until: null },
    left: null,
    sealedTexts: await deps.secrets.seal("erasure", id, JSON.stringify(traces)),
  };
}

/** Texts that a person is known by, from their account. */
export function textsOf({ email, name, profile }: Account): string[] {
  const { company, addressLines, taxNumber, phone } = profile;
  return [email, name, company, ...addressLines, taxNumber, phone];
}
