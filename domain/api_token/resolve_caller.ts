/** Who sends a request to the API: a program with a personal access token, or one that has logged in. */
import type { AccountView } from "@/domain/customer/mod.ts";
import { owesSecondFactor } from "@/domain/second_factor/mod.ts";
import { resolveSession } from "@/domain/session/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { TOKEN_PREFIX } from "./model.ts";
import { resolveApiToken } from "./resolve_token.ts";
import { API_SCOPES, type ApiScope } from "./view.ts";

/** A program, and for whom it asks. */
export interface ApiCaller {
  kind: "token" | "session";
  /** Id of the token or session: what limits count by. */
  id: string;
  scopes: ReadonlySet<ApiScope>;
  /** When the token ends by itself; `null` for the short tokens of a session. */
  expiresAt: string | null;
  account: AccountView;
  /** Always the account's owner: the API knows no acting for others. */
  customer: CustomerActor;
  /** The account must have a second factor and has none: until then it may do nothing. */
  owesSecondFactor: boolean;
}

const ALL_SCOPES: ReadonlySet<ApiScope> = new Set(API_SCOPES);

/** Who holds a bearer token; `null` for anything that isn't one, or isn't one any more. */
export async function resolveApiCaller(
  deps: Deps,
  input: { token: string; ip: string },
): Promise<ApiCaller | null> {
  return input.token.startsWith(TOKEN_PREFIX)
    ? await fromToken(deps, input)
    : await fromSession(deps, input.token);
}

async function fromToken(
  deps: Deps,
  input: { token: string; ip: string },
): Promise<ApiCaller | null> {
  const holder = await resolveApiToken(deps, input);
  if (!holder) return null;
  const { tokenId: id, scopes, expiresAt, account, customer } = holder;
  const owes = account.staffRole !== null && account.secondFactor === "none" &&
    owesSecondFactor(account, await getSettings(deps, "security"));
  return { kind: "token", id, scopes, expiresAt, account, customer, owesSecondFactor: owes };
}

async function fromSession(deps: Deps, token: string): Promise<ApiCaller | null> {
  const signedIn = await resolveSession(deps, token, { audience: "api" });
  if (!signedIn || signedIn.customer.id !== signedIn.account.id) return null;
  const { sessionId: id, account, customer, owesSecondFactor } = signedIn;
  return {
    kind: "session",
    id,
    scopes: ALL_SCOPES,
    expiresAt: null,
    account,
    customer,
    owesSecondFactor,
  };
}
