/**
 * What every change of a second factor has in common: account and record under check, the account's summary, an audit
 * event, and a mail to the owner where they should know.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { type Account, loadAccount, stageAccountChange } from "@/domain/customer/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  type ErrorOf,
  type Failure,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValueOf,
} from "@/domain/shared/result.ts";
import { emptySecondFactor, type SecondFactor, summaryOf } from "./model.ts";
import { loadSecondFactor, stageSecondFactor } from "./repo.ts";

/** Who changes their second factor, and from where. */
export interface FactorOwner {
  accountId: string;
  client: { ip: string; userAgent: string; requestId?: string };
}

/** The state that a change starts from. */
export interface FactorState {
  tx: Tx;
  account: Account;
  factor: SecondFactor;
}

/** What a change comes to. */
export interface FactorChange<T> {
  factor: SecondFactor;
  value: T;
  /** For the audit log, for example `second_factor.enabled`. */
  action: string;
  after?: object;
  /** A sentence for the mail to the owner; without it there is none. */
  notice?: string;
}

/** Reads, changes and stores an account's second factor; at most four checks besides those of `change`. */
export function changeFactor<R extends Result<FactorChange<unknown>, Failure>>(
  deps: Deps,
  owner: FactorOwner,
  change: (state: FactorState) => R | Promise<R>,
): Promise<Result<ValueOf<R>["value"], ErrorOf<R> | NotFound | Conflict>> {
  type Changed = Result<ValueOf<R>["value"], ErrorOf<R> | NotFound>;
  return transact(deps, async (tx): Promise<Changed> => {
    const account = await loadAccount(tx, owner.accountId);
    if (!account) return notFound();
    const factor = await loadSecondFactor(tx, account.id) ?? emptySecondFactor(account.id);
    const changed = await change({ tx, account, factor });
    if (!changed.ok) return changed as Changed;
    await stageFactorChange(tx, deps, { account, owner, change: changed.value });
    return ok(changed.value.value as ValueOf<R>["value"]);
  });
}

/** Stages a change on the caller's commit, which has loaded account and record; two checks at most. */
export async function stageFactorChange(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids">,
  { account, owner, change }: {
    account: Account;
    owner: FactorOwner;
    change: FactorChange<unknown>;
  },
): Promise<void> {
  const summary = summaryOf(change.factor);
  const factor = summary === "none"
    ? { ...emptySecondFactor(account.id), setup: change.factor.setup }
    : change.factor;
  stageSecondFactor(tx, factor);
  if (summary !== account.secondFactor) {
    stageAccountChange(tx, { ...account, secondFactor: summary });
  }
  stageAudit(tx, deps, {
    actor: { kind: "customer", id: account.id },
    action: change.action,
    subject: { kind: "account", id: account.id },
    ...(summary !== account.secondFactor && { before: { factor: account.secondFactor } }),
    after: { factor: summary, ...change.after },
    requestId: owner.client.requestId,
  });
  if (change.notice !== undefined) await stageNotice(tx, deps, account, change.notice);
}

/** Stages the mail that tells the owner of a change; one check. */
export async function stageNotice(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids">,
  account: Account,
  notice: string,
): Promise<void> {
  await stageMail(tx, deps, {
    fact: `second_factor_changed:${account.id}:${deps.ids.token(9)}`,
    to: { email: account.email, name: account.name },
    accountId: account.id,
    template: "second_factor_changed",
    variables: {
      customerName: account.name,
      change: notice,
      changedAt: mailTime(isoNow(deps.clock)),
      link: "/dashboard/security",
    },
  });
}

/** A time as mails say it: `2026-03-01 12:00 UTC`. */
function mailTime(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
