/** Which version of the terms somebody has agreed to, and when. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { loadAccount, readAccount, stageAccountChange } from "./repo.ts";

/** The terms have another version than the one that was shown. */
export interface TermsChanged {
  code: "terms_changed";
}

/** The version of the terms that an account has yet to agree to; `null` if it has agreed to the current one. */
export async function termsToAccept(deps: Deps, accountId: string): Promise<string | null> {
  const [account, { termsVersion }] = await Promise.all([
    readAccount(deps.kv, accountId),
    getSettings(deps, "orders"),
  ]);
  const accepted = account?.acceptedTerms?.version ?? null;
  return accepted === null || accepted === termsVersion ? null : termsVersion;
}

/**
 * Agrees to the terms in the version that was shown.
 *
 * Errors: `terms_changed` if there is a newer version by now; `not_found`; `conflict`.
 */
export async function acceptTerms(
  deps: Deps,
  input: { accountId: string; version: string; requestId?: string },
): Promise<Result<void, TermsChanged | NotFound | Conflict>> {
  const { termsVersion } = await getSettings(deps, "orders");
  if (input.version !== termsVersion) return fail({ code: "terms_changed" });
  return await transact(deps, async (tx) => {
    const account = await loadAccount(tx, input.accountId);
    if (!account) return notFound();
    if (account.acceptedTerms?.version === termsVersion) return ok(undefined);
    const acceptedTerms = { version: termsVersion, at: isoNow(deps.clock) };
    stageAccountChange(tx, { ...account, acceptedTerms });
    stageAudit(tx, deps, {
      actor: { kind: "customer", id: account.id },
      action: "terms.accepted",
      subject: { kind: "account", id: account.id },
      before: { acceptedTerms: account.acceptedTerms },
      after: { acceptedTerms },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}
