/**
 * Proving again who one is, within a session: for actions that take money, access or people away. A code of the
 * authenticator app where there is one, else the password; the proof counts for ten minutes of this session.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { loadAccount, readAccount, verifyPassword } from "@/domain/customer/mod.ts";
import { checkSecondFactor, withCodeLimits } from "@/domain/second_factor/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import type { RateLimited } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { expiryOf, type SignedIn } from "./model.ts";
import { loadSession, stageSessionChange } from "./repo.ts";
import type { Client } from "./start_session.ts";

/** How long a proof counts. */
export const STEP_UP_MINUTES = 10;
/** Longer than any password that an account can have. */
const MAX_INPUT_LENGTH = 1000;

/** Whether somebody has proved to be who they are a short while ago, in this session. */
export function isSteppedUp(
  deps: Pick<Deps, "clock">,
  { steppedUpAt }: Pick<SignedIn, "steppedUpAt">,
): boolean {
  if (steppedUpAt === null) return false;
  const end = Temporal.Instant.from(steppedUpAt).add({ minutes: STEP_UP_MINUTES });
  return Temporal.Instant.compare(deps.clock.now(), end) < 0;
}

/** What somebody is asked for: a code where they have an app that shows one. */
export function proofAskedOf({ account }: Pick<SignedIn, "account">): "code" | "password" {
  return account.secondFactor === "totp" || account.secondFactor === "both" ? "code" : "password";
}

/**
 * Takes the proof, `password` or `code` as `proofAskedOf()` says; wrong ones are limited by account and network.
 *
 * Errors: `validation` beside that field; `rate_limited`; `not_found` if the session has ended; `conflict`.
 */
export async function stepUp(
  deps: Deps,
  input: { signedIn: SignedIn; client: Client; password?: string; code?: string },
): Promise<Result<void, ValidationError | RateLimited | NotFound | Conflict>> {
  const { signedIn, client } = input;
  const proof = proofAskedOf(signedIn);
  const typed = (input[proof] ?? "").slice(0, MAX_INPUT_LENGTH);
  if (typed === "") return invalid({ [proof]: proof === "code" ? NO_CODE : NO_PASSWORD });
  const accountId = signedIn.account.id;
  if (proof === "code") {
    const checked = await checkSecondFactor(deps, { accountId, client, code: typed });
    if (!checked.ok && checked.error.code === "bad_code") return invalid({ code: WRONG_CODE });
    if (!checked.ok) return checked as Result<never, RateLimited | NotFound | Conflict>;
  } else {
    const checked = await withCodeLimits(deps, { accountId, ip: client.ip }, async () => {
      const account = await readAccount(deps.kv, accountId);
      const { isMatch } = await verifyPassword(deps, typed, account?.passwordHash ?? null);
      return isMatch ? ok(undefined) : invalid({ password: WRONG_PASSWORD });
    });
    if (!checked.ok) return checked;
  }
  return await storeProof(deps, { signedIn, client, proof });
}

const NO_CODE = "Enter the code that your app shows.";
const NO_PASSWORD = "Enter your password.";
const WRONG_CODE = "This code isn't right, or was used before. Wait for the next one.";
const WRONG_PASSWORD = "This isn't your password. Check it and try again.";

function storeProof(
  deps: Deps,
  input: { signedIn: SignedIn; client: Client; proof: "code" | "password" },
): Promise<Result<void, NotFound | Conflict>> {
  const { signedIn, client, proof } = input;
  return transact(deps, async (tx) => {
    const session = await loadSession(tx, signedIn.sessionId);
    const account = await loadAccount(tx, signedIn.account.id);
    if (!session || account?.status !== "active" || session.accountId !== account.id) {
      return notFound();
    }
    const proved = { ...session, steppedUpAt: isoNow(deps.clock) };
    stageSessionChange(tx, proved, { expireInMs: expiryOf(session, deps.clock.now()) });
    stageAudit(tx, deps, {
      actor: { kind: "customer", id: account.id },
      action: "session.confirmed",
      subject: { kind: "session", id: session.id },
      after: { by: proof },
      requestId: client.requestId,
    });
    return ok(undefined);
  });
}
