/** What the tests of sessions share: one customer, and log-ins from a place. */
import { registerCustomer } from "@/domain/customer/mod.ts";
import { logIn, type LogInInput } from "@/domain/session/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import type { TestDeps } from "@/tests/helpers/deps.ts";

/** A customer of the tests. */
export const ada = {
  name: "Ada Lovelace",
  email: "ada@example.com",
  password: "correct horse battery",
};

/** Where a request comes from unless the test says otherwise. */
export const client = { ip: "192.0.2.1", userAgent: "Test/1.0" };

/** Registers Ada. */
export async function registerAda(deps: TestDeps): Promise<{ accountId: string }> {
  return unwrap(await registerCustomer(deps, ada));
}

/** A log-in by Ada, right unless told. */
export function logInAda(deps: TestDeps, input: Partial<LogInInput> = {}) {
  return logIn(deps, { ...client, email: ada.email, password: ada.password, ...input });
}
