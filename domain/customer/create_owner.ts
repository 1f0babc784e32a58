/** Makes the first owner of a new installation, once, however many processes start at the same time. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  invalid,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { newAccount, normaliseEmail } from "./model.ts";
import { hashPassword } from "./password.ts";
import {
  loadAccount,
  loadFirstOwner,
  loadIdByEmail,
  readFirstOwner,
  stageAccountChange,
  stageFirstOwner,
  stageNewAccount,
} from "./repo.ts";

/** Characters of a password that the first start makes: 80 bits of chance. */
const MADE_PASSWORD_LENGTH = 16;

/** What the first start did. */
export interface FirstOwner {
  /** False if there was an owner already: then nothing was changed. */
  isNew: boolean;
  email: string;
  /** The password that was made, to be printed once; `null` if it was given, or nothing was made. */
  madePassword: string | null;
}

/**
 * Creates the owner's account if the installation never had one. A `password` of `null` makes one. Should the address
 * belong to an account already, that account becomes the owner with the password given here.
 *
 * Errors: `validation` if the address can't be one; `conflict`.
 */
export async function createOwner(
  deps: Deps,
  input: { email: string; password: string | null },
): Promise<Result<FirstOwner, ValidationError | Conflict>> {
  const email = normaliseEmail(input.email);
  if (email === null) return invalid({ email: "must be an e-mail address" });
  const nothingNew: FirstOwner = { isNew: false, email, madePassword: null };
  if (await readFirstOwner(deps.kv) !== null) return ok(nothingNew);

  const password = input.password ?? deps.ids.code(MADE_PASSWORD_LENGTH);
  const passwordHash = await hashPassword(deps, password);
  return await transact(deps, async (tx): Promise<Result<FirstOwner, never>> => {
    if (await loadFirstOwner(tx) !== null) return ok(nothingNew);
    await stageOwner(tx, deps, { email, passwordHash });
    return ok({ isNew: true, email, madePassword: input.password === null ? password : null });
  });
}

async function stageOwner(
  tx: Tx,
  deps: Deps,
  { email, passwordHash }: { email: string; passwordHash: string },
): Promise<void> {
  const knownId = await loadIdByEmail(tx, email);
  const known = knownId === null ? null : await loadAccount(tx, knownId);
  const createdAt = isoNow(deps.clock);
  const account = known ?? {
    ...newAccount({
      id: deps.ids.next("cus"),
      email,
      name: "Owner",
      passwordHash,
      staffRole: "owner",
      createdAt,
      acceptedTerms: null,
    }),
    // The operator has given it
    emailVerifiedAt: createdAt,
  };
  if (known) {
    stageAccountChange(tx, { ...known, passwordHash, status: "active", staffRole: "owner" });
  } else {
    stageNewAccount(tx, account);
  }
  stageFirstOwner(tx, account.id);
  stageAudit(tx, deps, {
    actor: { kind: "system", id: "first_start" },
    action: "owner.created",
    subject: { kind: "account", id: account.id },
    after: { email, staffRole: "owner" },
  });
}
