/** Reads accounts: one by id or address, or pages of them for staff. */
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { normaliseEmail } from "./model.ts";
import { pageAccounts, pageAccountsByEmail, readAccount, readAccountByEmail } from "./repo.ts";
import { type AccountView, toAccountView } from "./view.ts";

const MAX_SEARCH_LENGTH = 254;

/** The account with that id, for other use-cases; `null` if there is none. */
export async function getAccount(
  deps: Pick<Deps, "kv">,
  id: string,
): Promise<AccountView | null> {
  if (!isId("cus", id)) return null;
  const account = await readAccount(deps.kv, id);
  return account && toAccountView(account);
}

/** The account with that e-mail address in any spelling, for other use-cases; `null` if there is none. */
export async function findAccountByEmail(
  deps: Pick<Deps, "kv">,
  email: string,
): Promise<AccountView | null> {
  const normalised = normaliseEmail(email);
  const account = normalised && await readAccountByEmail(deps.kv, normalised);
  return account ? toAccountView(account) : null;
}

/** An account as staff see it; `not_found` without the permission `users.view`. */
export async function getAccountForStaff(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; id: string },
): Promise<Result<AccountView, NotFound>> {
  if (!input.viewer.permissions.has("users.view")) return notFound();
  const account = await getAccount(deps, input.id);
  return account ? ok(account) : notFound();
}

/**
 * A page of accounts, newest first; with `search`, those whose address starts with it, by address. `not_found`
 * without the permission `users.view`.
 */
export async function listAccounts(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; page?: PageRequest; search?: string },
): Promise<Result<Page<AccountView>, NotFound>> {
  if (!input.viewer.permissions.has("users.view")) return notFound();
  const request = input.page ?? {};
  if (request.after !== undefined && !isId("cus", request.after)) return notFound();
  const search = (input.search ?? "").normalize("NFKC").trim().toLowerCase();
  if (search.length > MAX_SEARCH_LENGTH) return ok({ items: [], next: null });
  const page = search === ""
    ? await pageAccounts(deps.kv, request)
    : await pageAccountsByEmail(deps.kv, search, request);
  return ok({ items: page.items.map(toAccountView), next: page.next });
}
