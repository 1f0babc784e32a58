/** Makes a personal access token. It is shown this once; its owner gets a mail, in case it was somebody else. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { loadAccount } from "@/domain/customer/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import { type CustomerActor, isOwner } from "@/domain/shared/actor.ts";
import { dayOf, toIso } from "@/domain/shared/clock.ts";
import { isSessionThere } from "@/domain/session/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf } from "@/domain/shared/digest.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { type CheckedTokenForm, checkTokenForm, type TokenForm } from "./check_token_form.ts";
import { type ApiToken, TOKEN_BYTES, TOKEN_PREFIX, type TokenList } from "./model.ts";
import { loadTokenList, stageNewToken } from "./repo.ts";
import { API_SCOPE_LABELS, MAX_TOKENS, type NewApiTokenView } from "./view.ts";

/** The account's address isn't confirmed yet. */
export interface EmailNotVerified {
  code: "email_not_verified";
}

/**
 * Makes a token for the actor's own account, as long as the session is there that asks for it.
 *
 * Errors: `validation` by field (`""` when there are 20 tokens already); `email_not_verified`; `not_found` for anyone but
 * the account's owner; `conflict`.
 */
export async function createApiToken(
  deps: Deps,
  input: { actor: CustomerActor; form: TokenForm; sessionId?: string; requestId?: string },
): Promise<Result<NewApiTokenView, ValidationError | EmailNotVerified | NotFound | Conflict>> {
  const { actor, sessionId, requestId } = input;
  if (!isOwner(actor)) return notFound();
  const checked = checkTokenForm(input.form);
  if (!checked.ok) return checked;
  const secret = TOKEN_PREFIX + deps.ids.token(TOKEN_BYTES);
  const token = newToken(deps, actor.id, checked.value);
  return await transact(deps, async (tx) => {
    const account = await loadAccount(tx, actor.id);
    if (!account || account.status !== "active") return notFound();
    if (!await isSessionThere(tx, { sessionId, accountId: account.id })) return notFound();
    if (account.emailVerifiedAt === null) return fail({ code: "email_not_verified" });
    const list = await loadTokenList(tx, actor.id);
    const refusal = refuse(list, token.name);
    if (refusal) return refusal;

    stageNewToken(tx, list, { token, digest: digestOf(secret) });
    const { id, name, scopes, ranges, expiresAt } = token;
    stageAudit(tx, deps, {
      actor,
      action: "api_token.created",
      subject: { kind: "api_token", id },
      after: { name, scopes, ranges, expiresAt },
      requestId,
    });
    await stageMail(tx, deps, {
      fact: `api_token_created:${id}`,
      to: { email: account.email, name: account.name },
      accountId: account.id,
      template: "api_token_created",
      variables: {
        customerName: account.name,
        tokenName: name,
        scopes: scopes.map((scope) => API_SCOPE_LABELS[scope]).join("; "),
        expiresAt: dayOf(Temporal.Instant.from(expiresAt)),
        ranges: ranges.length === 0 ? "Any address" : ranges.join(", "),
        link: "/dashboard/tokens",
      },
    });
    return ok({ id, name, token: secret, expiresAt });
  });
}

function newToken(deps: Deps, accountId: string, form: CheckedTokenForm): ApiToken {
  const now = deps.clock.now();
  return {
    schemaVersion: 1,
    id: deps.ids.next("tok"),
    accountId,
    name: form.name,
    scopes: form.scopes,
    ranges: form.ranges,
    createdAt: toIso(now),
    expiresAt: toIso(now.add({ hours: form.days * 24 })),
    lastUsedAt: null,
    lastUsedNetwork: null,
  };
}

/** A name is used once: a form that is sent twice makes one token. */
function refuse(list: TokenList, name: string) {
  if (list.tokens.some((token) => token.name === name)) {
    return invalid({ name: "You have a token of this name already. Choose another name." });
  }
  if (list.tokens.length >= MAX_TOKENS) {
    return invalid({ "": `You have ${MAX_TOKENS} tokens, which is the most. Revoke one first.` });
  }
  return null;
}
