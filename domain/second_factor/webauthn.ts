/**
 * The WebAuthn ceremonies (https://www.w3.org/TR/webauthn-3/) in terms of our records: who we are to authenticators comes
 * from `APP_URL` alone, never from a request.
 *
 * SimpleWebAuthn checks the signatures: parsing attestation and COSE by hand is where such code goes wrong.
 */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { z } from "zod";
import type { Config } from "@/domain/shared/config.ts";
import type { Passkey } from "./model.ts";

/** Ed25519, ES256 and RS256: what authenticators in use can do. */
export const ALGORITHMS = [-8, -7, -257];
/** Longer than any answer of an authenticator. */
const MAX_ANSWER_LENGTH = 20_000;

const base64url = (max: number) => z.string().max(max).regex(/^[\w-]+$/);

const answerSchema = z.object({
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64url(4000),
    attestationObject: base64url(16_000).optional(),
    authenticatorData: base64url(4000).optional(),
    signature: base64url(4000).optional(),
    userHandle: base64url(200).nullish(),
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
}).refine(({ id, rawId }) => id === rawId);

const clientDataSchema = z.object({ challenge: base64url(100) });

/** An authenticator's answer as it came from the browser, in its form but unproven. */
export interface PasskeyAnswer {
  id: string;
  /** What it says that it signed. */
  challenge: string;
  userHandle: string | null;
  transports: string[];
  /** The whole answer, for the library. */
  json: Record<string, unknown>;
}

/** Reads an answer from JSON text; `null` if it can't be one. */
export function readAnswer(text: string): PasskeyAnswer | null {
  if (text.length > MAX_ANSWER_LENGTH) return null;
  const answer = answerSchema.safeParse(parseJson(text));
  if (!answer.success) return null;
  const { id, response } = answer.data;
  const clientData = clientDataSchema.safeParse(parseJson(decode(response.clientDataJSON)));
  if (!clientData.success) return null;
  return {
    id,
    challenge: clientData.data.challenge,
    userHandle: response.userHandle ?? null,
    transports: response.transports ?? [],
    json: { ...answer.data, clientExtensionResults: {} },
  };
}

/** SimpleWebAuthn: a tenth of all that a server reads at its start, so it is read when the first passkey comes. */
export function loadSimpleWebAuthn(): Promise<typeof import("@simplewebauthn/server")> {
  return import("@simplewebauthn/server");
}

/** Who we are to an authenticator. */
export function relyingParty(config: Pick<Config, "appUrl">): { rpID: string; origin: string } {
  return { rpID: new URL(config.appUrl).hostname, origin: config.appUrl };
}

/** What a registration proves, or `null` if it proves nothing. */
export async function verifyRegistration(
  config: Pick<Config, "appUrl">,
  answer: PasskeyAnswer,
): Promise<Pick<Passkey, "id" | "publicKey" | "counter" | "isSynced"> | null> {
  const { rpID, origin } = relyingParty(config);
  const { verifyRegistrationResponse } = await loadSimpleWebAuthn();
  const verified = await attempt(() =>
    verifyRegistrationResponse({
      response: answer.json as unknown as RegistrationResponseJSON,
      expectedChallenge: answer.challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      supportedAlgorithmIDs: ALGORITHMS,
      requireUserVerification: true,
    })
  );
  if (!verified?.verified) return null;
  const { credential, credentialBackedUp } = verified.registrationInfo;
  return {
    id: credential.id,
    publicKey: credential.publicKey.toBase64({ alphabet: "base64url", omitPadding: true }),
    counter: credential.counter,
    isSynced: credentialBackedUp,
  };
}

/** The passkey's new counter if the answer is signed by it and the counter hasn't gone back; else `null`. */
export async function verifyAssertion(
  config: Pick<Config, "appUrl">,
  { answer, passkey }: { answer: PasskeyAnswer; passkey: Passkey },
): Promise<number | null> {
  const { rpID, origin } = relyingParty(config);
  const { verifyAuthenticationResponse } = await loadSimpleWebAuthn();
  const verified = await attempt(() =>
    verifyAuthenticationResponse({
      response: answer.json as unknown as AuthenticationResponseJSON,
      expectedChallenge: answer.challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: Uint8Array.fromBase64(passkey.publicKey, { alphabet: "base64url" }),
        counter: passkey.counter,
      },
    })
  );
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
}

/** The library throws for whatever is wrong with an answer. */
async function attempt<T>(verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

function parseJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function decode(text: string): string | null {
  try {
    return new TextDecoder().decode(Uint8Array.fromBase64(text, { alphabet: "base64url" }));
  } catch {
    return null;
  }
}
