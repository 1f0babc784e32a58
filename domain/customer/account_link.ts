/**
 * One-use links about accounts. A link that lets somebody in, or changes the address, dies with the password and with the
 * address that the account had when it was made: whoever reads the old mailbox is out. A link that proves an address dies
 * with that address.
 */
import {
  type LinkExpired,
  type LinkPurpose,
  openLink,
  stageLink,
  stageUseLink,
} from "../link/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf, isSameText } from "@/domain/shared/digest.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import type { Account } from "./model.ts";
import { loadAccount, readAccount } from "./repo.ts";

/** Links about accounts, and for how many minutes they are good. */
const LIFETIME_MINUTES = {
  verify_email: 3 * 24 * 60,
  change_email: 24 * 60,
  reset_password: 15,
  not_me: 30 * 24 * 60,
} as const;

/** What a link about an account is for. */
export type AccountLinkPurpose = keyof typeof LIFETIME_MINUTES & LinkPurpose;

/** An account that a link is about, and what its maker put into it. */
export interface LinkedAccount {
  account: Account;
  data: Readonly<Record<string, string>>;
}

/** How long such a link is good, in minutes. */
export function linkMinutes(purpose: AccountLinkPurpose): number {
  return LIFETIME_MINUTES[purpose];
}

/** Stages a link about an account; no check. */
export function stageAccountLink(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids">,
  input: {
    purpose: AccountLinkPurpose;
    account: Account;
    data?: Readonly<Record<string, string>>;
  },
): Promise<{ token: string }> {
  const { purpose, account, data = {} } = input;
  return stageLink(tx, deps, {
    purpose,
    subject: account.id,
    data: { ...data, bond: bondOf(purpose, account) },
    lifetimeMinutes: LIFETIME_MINUTES[purpose],
  });
}

/** The account that a link is about, without using the link. */
export async function openAccountLink(
  deps: Pick<Deps, "kv" | "clock">,
  input: { purpose: AccountLinkPurpose; token: unknown },
): Promise<Result<LinkedAccount, LinkExpired>> {
  const link = await openLink(deps, input);
  if (!link.ok) return link;
  return judge(input.purpose, await readAccount(deps.kv, link.value.subject), link.value.data);
}

/** Uses a link up and loads its account for a change; two checks. */
export async function stageUseAccountLink(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  input: { purpose: AccountLinkPurpose; token: unknown },
): Promise<Result<LinkedAccount, LinkExpired>> {
  const link = await stageUseLink(tx, deps, input);
  if (!link.ok) return link;
  return judge(input.purpose, await loadAccount(tx, link.value.subject), link.value.data);
}

function judge(
  purpose: AccountLinkPurpose,
  account: Account | null,
  data: Readonly<Record<string, string>>,
): Result<LinkedAccount, LinkExpired> {
  const isGood = account && account.status === "active" && account.erasedAt === null &&
    isSameText(data["bond"] ?? "", bondOf(purpose, account));
  return isGood ? ok({ account, data }) : fail({ code: "link_expired" });
}

/** What must be the same when the link is used: whoever took an account over can't get rid of "this wasn't me". */
function bondOf(purpose: AccountLinkPurpose, account: Account): string {
  switch (purpose) {
    case "reset_password":
    case "change_email":
      return digestOf(`${account.passwordHash} ${account.email}`);
    case "verify_email":
      return account.email;
    case "not_me":
      return account.id;
  }
}
