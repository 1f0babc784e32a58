/** What the tests of API tokens share: customers with and without a confirmed address, and a token. */
import { createApiToken, type NewApiTokenView, type TokenForm } from "@/domain/api_token/mod.ts";
import { loadAccount, registerCustomer, stageAccountChange } from "@/domain/customer/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";

/** A form that is right. */
export const TOKEN_FORM: TokenForm = {
  name: "Backup script",
  scopes: ["read:account", "read:orders", "read:services", "read:invoices", "read:wallet"],
  days: "30",
  ranges: "",
};

/** Registers somebody whose address is confirmed. */
export async function registerVerified(
  deps: Deps,
  email = "ada@example.com",
): Promise<CustomerActor> {
  const { accountId } = unwrap(
    await registerCustomer(deps, { name: "Ada", email, password: "correct horse battery" }),
  );
  await verifyEmail(deps, accountId);
  return { kind: "customer", id: accountId };
}

/** Confirms the address of an account. */
export function verifyEmail(deps: Deps, accountId: string): Promise<void> {
  return changeAccount(deps, accountId, { emailVerifiedAt: isoNow(deps.clock) });
}

/** Changes an account as no use-case does. */
export async function changeAccount(
  deps: Deps,
  accountId: string,
  change: { status?: "active" | "suspended"; emailVerifiedAt?: string | null },
): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const account = await loadAccount(tx, accountId);
      stageAccountChange(tx, { ...account!, ...change });
      return ok(undefined);
    }),
  );
}

/** Makes a token. */
export async function makeToken(
  deps: Deps,
  actor: CustomerActor,
  form: Partial<TokenForm> = {},
): Promise<NewApiTokenView> {
  return unwrap(await createApiToken(deps, { actor, form: { ...TOKEN_FORM, ...form } }));
}
