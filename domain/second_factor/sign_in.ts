/**
 * What a log-in asks of the second factor. These functions stage on the log-in's own commit: a code, a counter or a
 * challenge is used up if and only if the session is made.
 */
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { type Account, loadAccount } from "@/domain/customer/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import type { BadPasskey } from "./add_passkey.ts";
import { type FactorOwner, stageFactorChange } from "./change.ts";
import { type DeviceToken, rememberDevice } from "./devices.ts";
import type { SecondFactor } from "./model.ts";
import { CEREMONY_TIMEOUT_MS, isOwnChallenge, makeChallenge } from "./passkey_challenges.ts";
import {
  loadPasskeyOwner,
  loadSecondFactor,
  type PasskeyChallenge,
  readSecondFactor,
} from "./repo.ts";
import { type BadCode, type FactorMethod, recoveryNotice, spendCode } from "./spend_code.ts";
import {
  loadSimpleWebAuthn,
  type PasskeyAnswer,
  readAnswer,
  relyingParty,
  verifyAssertion,
} from "./webauthn.ts";

/** What somebody answers the second step with: a code that they type, or a passkey's answer as JSON text. */
export type FactorAnswer = { code: string } | { passkey: string };

/** What the browser hands to an authenticator to be signed. */
export type PasskeyRequest = PublicKeyCredentialRequestOptionsJSON;

/** The second step that was taken. */
export interface SecondStep {
  method: FactorMethod;
  /** For the cookie of a device that is to be remembered. */
  device: DeviceToken | null;
}

/** Options for a passkey as the second step of that account's log-in. */
export async function secondStepOptions(deps: Deps, accountId: string): Promise<PasskeyRequest> {
  const factor = await readSecondFactor(deps.kv, accountId);
  const { generateAuthenticationOptions } = await loadSimpleWebAuthn();
  return await generateAuthenticationOptions({
    rpID: relyingParty(deps.config).rpID,
    challenge: await makeChallenge(deps, { purpose: "second_factor", accountId }),
    allowCredentials: (factor?.passkeys ?? []).map(({ id, transports }) => ({ id, transports })),
    timeout: CEREMONY_TIMEOUT_MS,
    userVerification: "required",
  });
}

/** Options for a log-in by passkey alone: the authenticator says whose it is. */
export async function passkeyLogInOptions(deps: Deps): Promise<PasskeyRequest> {
  const { generateAuthenticationOptions } = await loadSimpleWebAuthn();
  return await generateAuthenticationOptions({
    rpID: relyingParty(deps.config).rpID,
    challenge: await makeChallenge(deps, { purpose: "log_in", accountId: null }),
    timeout: CEREMONY_TIMEOUT_MS,
    userVerification: "required",
  });
}

/** Stages the second step of a log-in whose account was loaded on the same commit; six checks at most. */
export async function stageSecondStep(
  tx: Tx,
  deps: Deps,
  input: {
    account: Account;
    answer: FactorAnswer;
    isRemembered: boolean;
    client: FactorOwner["client"];
  },
): Promise<Result<SecondStep, BadCode>> {
  const { account, answer, client } = input;
  const factor = await loadSecondFactor(tx, account.id);
  const used = factor &&
    ("code" in answer
      ? await spendCode(deps, factor, answer.code)
      : await spendPasskey(tx, deps, { factor, answer: answer.passkey }));
  if (!used) return fail({ code: "bad_code" });
  const remembered = input.isRemembered
    ? rememberDevice(deps, { account, factor: used.factor, userAgent: client.userAgent })
    : { factor: used.factor, device: null };
  await stageFactorChange(tx, deps, {
    account,
    owner: { accountId: account.id, client },
    change: {
      factor: remembered.factor,
      value: null,
      action: "second_factor.used",
      after: { method: used.method, isRemembered: input.isRemembered },
      ...(used.method === "recovery_code" && { notice: recoveryNotice(used.factor) }),
    },
  });
  return ok({ method: used.method, device: remembered.device });
}

/** Stages a log-in by passkey alone and says whose it is; five checks at most. */
export async function stagePasskeyLogIn(
  tx: Tx,
  deps: Deps,
  input: { answer: string; client: FactorOwner["client"] },
): Promise<Result<{ account: Account }, BadPasskey>> {
  const answer = readAnswer(input.answer);
  const accountId = answer && await loadPasskeyOwner(tx, answer.id);
  const account = accountId ? await loadAccount(tx, accountId) : null;
  const factor = account && await loadSecondFactor(tx, account.id);
  if (!answer || !account || !factor) return fail({ code: "bad_passkey" });
  const wanted = { purpose: "log_in", accountId: null } as const;
  const used = await applyPasskey(tx, deps, { factor, answer, wanted });
  if (!used) return fail({ code: "bad_passkey" });
  await stageFactorChange(tx, deps, {
    account,
    owner: { accountId: account.id, client: input.client },
    change: { factor: used.factor, value: null, action: "passkey.used" },
  });
  return ok({ account });
}

type Used = { factor: SecondFactor; method: FactorMethod } | null;

async function spendPasskey(
  tx: Tx,
  deps: Deps,
  input: { factor: SecondFactor; answer: string },
): Promise<Used> {
  const answer = readAnswer(input.answer);
  const wanted = { purpose: "second_factor", accountId: input.factor.accountId } as const;
  return answer && await applyPasskey(tx, deps, { factor: input.factor, answer, wanted });
}

/** The record with the passkey's new counter; `null` unless the answer is for this account and challenge. */
async function applyPasskey(
  tx: Tx,
  deps: Deps,
  { factor, answer, wanted }: {
    factor: SecondFactor;
    answer: PasskeyAnswer;
    wanted: Pick<PasskeyChallenge, "purpose" | "accountId">;
  },
): Promise<Used> {
  const passkey = factor.passkeys.find(({ id }) => id === answer.id);
  if (!passkey || !isHandleOf(answer, factor.accountId)) return null;
  if (!await isOwnChallenge(tx, deps, { challenge: answer.challenge, wanted })) return null;
  const counter = await verifyAssertion(deps.config, { answer, passkey });
  if (counter === null) return null;
  const lastUsedAt = isoNow(deps.clock);
  const passkeys = factor.passkeys.map((each) =>
    each === passkey ? { ...each, counter, lastUsedAt } : each
  );
  return { factor: { ...factor, passkeys }, method: "passkey" };
}

/** An authenticator that names a user must name this one. */
function isHandleOf({ userHandle }: PasskeyAnswer, accountId: string): boolean {
  if (userHandle === null) return true;
  const expected = new TextEncoder().encode(accountId)
    .toBase64({ alphabet: "base64url", omitPadding: true });
  return userHandle === expected;
}
