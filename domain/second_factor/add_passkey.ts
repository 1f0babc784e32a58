/**
 * Adds a passkey: the password first, and a code where there is an app, as a passkey opens the account without either; then
 * the authenticator, which must know its user (by PIN, fingerprint or the like)
 * and keep the key so that it can be found again without an account's name.
 */
import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import { readAccount } from "@/domain/customer/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { RateLimited } from "@/domain/shared/rate_limit.ts";
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
import { changeFactor, type FactorOwner } from "./change.ts";
import { proveCode, provePassword } from "./check_person.ts";
import { withCodeLimits } from "./limits.ts";
import type { ProvenOwner } from "./manage.ts";
import { MAX_PASSKEYS, type Passkey, passkeyNameField } from "./model.ts";
import { CEREMONY_TIMEOUT_MS, isOwnChallenge, makeChallenge } from "./passkey_challenges.ts";
import { loadPasskeyOwner, readSecondFactor, stagePasskeyOwner } from "./repo.ts";
import { withFirstCodes } from "./set_up_totp.ts";
import {
  ALGORITHMS,
  loadSimpleWebAuthn,
  readAnswer,
  relyingParty,
  verifyRegistration,
} from "./webauthn.ts";

/** The authenticator's answer doesn't hold, or came too late. */
export interface BadPasskey {
  code: "bad_passkey";
}

/** The account has as many as it may. */
export interface TooManyPasskeys {
  code: "too_many_passkeys";
}

/** What the browser hands to the authenticator to make a passkey. */
export type PasskeyCreation = PublicKeyCredentialCreationOptionsJSON;

type BeginError = ValidationError | TooManyPasskeys | RateLimited | NotFound | Conflict;

/**
 * The options of a new passkey, for somebody who has just typed the password, and a code where there is an app.
 *
 * Errors: `validation` beside `password` or `code`; `too_many_passkeys`; `rate_limited`; `not_found`; `conflict`.
 */
export function beginPasskey(
  deps: Deps,
  input: ProvenOwner,
): Promise<Result<PasskeyCreation, BeginError>> {
  const { accountId, client } = input;
  return withCodeLimits(deps, { accountId, ip: client.ip }, async () => {
    const proven = await provePassword(deps, input);
    if (!proven.ok) return proven;
    const account = await readAccount(deps.kv, accountId);
    if (!account) return notFound();
    const factor = await readSecondFactor(deps.kv, accountId);
    const passkeys = factor?.passkeys ?? [];
    if (passkeys.length >= MAX_PASSKEYS) return fail({ code: "too_many_passkeys" as const });
    const coded = factor?.totp ? await spendAppCode(deps, input) : ok(undefined);
    if (!coded.ok) return coded;
    const { generateRegistrationOptions } = await loadSimpleWebAuthn();
    const [{ name }, challenge] = await Promise.all([
      getSettings(deps, "company"),
      makeChallenge(deps, { purpose: "register", accountId }),
    ]);
    return ok(
      await generateRegistrationOptions({
        rpName: name,
        rpID: relyingParty(deps.config).rpID,
        userName: account.email,
        userDisplayName: account.name,
        userID: new TextEncoder().encode(accountId),
        challenge,
        timeout: CEREMONY_TIMEOUT_MS,
        attestationType: "none",
        excludeCredentials: passkeys.map(({ id, transports }) => ({ id, transports })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
  });
}

/** Uses a code up where there is an app that shows one. */
function spendAppCode(
  deps: Deps,
  input: ProvenOwner,
): Promise<Result<void, ValidationError | NotFound | Conflict>> {
  return changeFactor(deps, input, async ({ factor }) => {
    const used = await proveCode(deps, factor, input.code);
    if (!used.ok) return used;
    return ok({ factor: used.value, value: undefined, action: "second_factor.checked" });
  });
}

/**
 * Stores the passkey that an authenticator has made. Answers with the new recovery codes, or `null` if the account has
 * some.
 *
 * Errors: `validation` beside `name`; `bad_passkey`; `too_many_passkeys`; `not_found`; `conflict`.
 */
export async function addPasskey(
  deps: Deps,
  input: FactorOwner & { name: string; answer: string },
): Promise<
  Result<
    { recoveryCodes: string[] | null },
    ValidationError | BadPasskey | TooManyPasskeys | NotFound | Conflict
  >
> {
  const name = passkeyNameField.safeParse(input.name);
  if (!name.success) return invalid({ name: name.error.issues[0]!.message });
  const answer = readAnswer(input.answer);
  if (!answer) return fail({ code: "bad_passkey" });
  const wanted = { purpose: "register", accountId: input.accountId } as const;
  return await changeFactor(deps, input, async ({ tx, factor }) => {
    const isOwn = await isOwnChallenge(tx, deps, { challenge: answer.challenge, wanted });
    const made = isOwn ? await verifyRegistration(deps.config, answer) : null;
    if (!made || made.id !== answer.id || await loadPasskeyOwner(tx, made.id) !== null) {
      return fail({ code: "bad_passkey" as const });
    }
    if (factor.passkeys.length >= MAX_PASSKEYS) return fail({ code: "too_many_passkeys" as const });
    const passkey: Passkey = {
      ...made,
      transports: answer.transports,
      name: name.data,
      createdAt: isoNow(deps.clock),
      lastUsedAt: null,
    };
    stagePasskeyOwner(tx, made.id, factor.accountId);
    const first = withFirstCodes(deps, { ...factor, passkeys: [...factor.passkeys, passkey] });
    return ok({
      factor: first.factor,
      value: { recoveryCodes: first.codes },
      action: "passkey.added",
      after: { name: passkey.name },
      notice: `A passkey was added: ${passkey.name}.`,
    });
  });
}
