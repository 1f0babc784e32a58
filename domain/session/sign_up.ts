/**
 * Registration from the web: account and session in one commit, so that an order can follow at once.
 *
 * An address that has an account already must not be told apart (THREATS 18), yet it can't get a second account. So a
 * registration with a known address is a log-in try: with the account's password it signs in (a double-clicked form,
 * or somebody who forgot that they had registered), and with any other password the answer looks the same as a new
 * registration's, status, place to go and cookie included, but the cookie's session doesn't exist. The next page asks
 * to sign in and says why that may be; the owner of the address gets a mail, once a day at the most. Both ways cost one
 * hash, and count against a limit by network.
 *
 * Who follows the cookie sees whether it works: an order right after registering, which needs a session, and an address
 * that stays secret exclude each other. What is left to whoever tries addresses in turn is slow (limits by network), loud
 * (each free address gets an account and a mail) and no more than that one bit.
 */
import {
  checkPassword,
  checkRegistration,
  hashPassword,
  readAccountByMailbox,
  type Registration,
  stageAccount,
  stageWelcome,
} from "@/domain/customer/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { dayOf, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { stageCount } from "@/domain/stats/mod.ts";
import { logIn } from "./log_in.ts";
import { lifetimeOf } from "./model.ts";
import { networkOf } from "@/domain/shared/network.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import { type Client, issueToken, stageSession } from "./start_session.ts";
import { signToken } from "./token.ts";

/** Registrations from one network in an hour. */
const NETWORK_LIMIT = 100;
const HOUR_SECONDS = 3600;

/** The cookie that answers a registration. */
export interface SignedUp {
  cookieToken: string;
  expiresAt: string;
}

/**
 * Registers and signs in. Success doesn't say whether an account was made: see above.
 *
 * Errors: `validation` by field; `rate_limited` with the seconds until the next try; `conflict`.
 */
export async function signUp(
  deps: Deps,
  input: Registration & Client,
): Promise<Result<SignedUp, ValidationError | RateLimited | Conflict>> {
  const { name, email, password } = input;
  const checked = checkRegistration({ name, email, password });
  if (!checked.ok) return checked;
  const taken = await takeRateLimit(deps, {
    scope: "sign_up.network",
    subject: networkOf(input.ip),
    limit: NETWORK_LIMIT,
    windowSeconds: HOUR_SECONDS,
  });
  if (!taken.ok) return taken;
  const judged = await checkPassword(checked.value.password, checked.value);
  if (!judged.ok) return judged;

  if (await readAccountByMailbox(deps.kv, checked.value.email)) {
    return await answerKnownAddress(deps, checked.value, input);
  }
  const created = await createAccount(deps, checked.value, input);
  if (created.ok) return created;
  if (created.error.code === "conflict") return fail(created.error);
  return await answerKnownAddress(deps, checked.value, input);
}

async function createAccount(
  deps: Deps,
  form: Registration,
  client: Client,
): Promise<Result<SignedUp, { code: "email_taken" } | Conflict>> {
  const [passwordHash, { termsVersion }] = await Promise.all([
    hashPassword(deps, form.password),
    getSettings(deps, "orders"),
  ]);
  const stored = await transact(deps, async (tx) => {
    const account = await stageAccount(tx, deps, {
      name: form.name,
      email: form.email,
      passwordHash,
      termsVersion,
      requestId: client.requestId,
    });
    if (!account.ok) return account;
    const session = await stageSession(tx, deps, {
      account: account.value,
      client,
      factor: null,
    });
    stageCount(tx, "customers", 1);
    await stageWelcome(tx, deps, account.value);
    return ok({ account: account.value, session });
  });
  if (!stored.ok) return stored;
  const { cookieToken, expiresAt } = await issueToken(
    deps,
    stored.value.session,
    stored.value.account,
  );
  return ok({ cookieToken, expiresAt });
}

async function answerKnownAddress(
  deps: Deps,
  form: Registration,
  client: Client,
): Promise<Result<SignedUp, RateLimited | Conflict>> {
  const known = await readAccountByMailbox(deps.kv, form.email);
  const email = known?.email ?? form.email;
  const result = await logIn(deps, { ...client, email, password: form.password });
  if (result.ok) {
    const { cookieToken, expiresAt } = result.value;
    return ok({ cookieToken, expiresAt });
  }
  // With a second factor the way in is the log-in page: the answer here looks as for a wrong password
  const isUnknown = ["bad_credentials", "second_factor_required"].includes(result.error.code);
  if (!isUnknown) return fail(result.error as RateLimited | Conflict);
  await mailKnownOwner(deps, form.email);
  return ok(await issueUnknownSession(deps));
}

/** A token like any other, of a session that doesn't exist. */
async function issueUnknownSession(deps: Deps): Promise<SignedUp> {
  const { absoluteSeconds } = lifetimeOf({ staffRole: null });
  const expiresAt = toIso(deps.clock.now().add({ seconds: absoluteSeconds }));
  const claims = { sid: deps.ids.next("ses"), sub: deps.ids.next("cus") };
  return {
    cookieToken: await signToken(deps, { audience: "session", claims, expiresAt }),
    expiresAt,
  };
}

async function mailKnownOwner(deps: Deps, email: string): Promise<void> {
  const account = await readAccountByMailbox(deps.kv, email);
  if (!account || account.status !== "active") return;
  await transact(deps, async (tx) => {
    await stageMail(tx, deps, {
      fact: `account_exists:${account.id}:${dayOf(deps.clock.now())}`,
      to: { email: account.email, name: account.name },
      accountId: account.id,
      template: "account_exists",
      variables: { customerName: account.name, link: "/login" },
    });
    return ok(undefined);
  });
}
