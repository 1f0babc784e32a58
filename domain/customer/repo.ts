/**
 * Accounts in KV. Keys:
 * - `["accounts", id]`: the account
 * - `["accounts_by_email", email]`: the id; created with its account, so an address belongs to one account
 * - `["accounts_by_mailbox", identity]`: the id; the same for spellings of one mailbox
 * - `["staff_accounts", id]`: nothing; to list those who have a staff role
 * - `["first_owner"]`: the id of the account that the first start made, so that it is made once
 */
import {
  getAll,
  MAX_PAGE_SIZE,
  type Page,
  pageIds,
  type PageRequest,
  type Tx,
} from "@/domain/shared/kv.ts";
import { identityOf } from "./email_identity.ts";
import { type Account, accountSchema, storedAccountSchema } from "./model.ts";

const FIRST_OWNER = ["first_owner"];
/** Far more staff than any shop of this size has. */
const MAX_STAFF = 500;

/** Where an account is stored: read together with its session on every request. */
export function accountKey(id: string): Deno.KvKey {
  return ["accounts", id];
}

function emailKey(email: string): Deno.KvKey {
  return ["accounts_by_email", email];
}

function staffKey(id: string): Deno.KvKey {
  return ["staff_accounts", id];
}

function mailboxKey(email: string): Deno.KvKey {
  return ["accounts_by_mailbox", identityOf(email)];
}

/** An account from what is stored of it. */
export function parseAccount(stored: unknown): Account | null {
  return stored === null ? null : storedAccountSchema.parse(stored);
}

/** Reads an account. */
export async function readAccount(kv: Deno.Kv, id: string): Promise<Account | null> {
  return parseAccount((await kv.get(accountKey(id))).value);
}

/** Reads the account of a normalised e-mail address. */
export async function readAccountByEmail(kv: Deno.Kv, email: string): Promise<Account | null> {
  const { value } = await kv.get<string>(emailKey(email));
  return value === null ? null : await readAccount(kv, value);
}

/** Reads the account that a normalised address or another spelling of its mailbox belongs to. */
export async function readAccountByMailbox(kv: Deno.Kv, email: string): Promise<Account | null> {
  const { value } = await kv.get<string>(mailboxKey(email));
  return await readAccountByEmail(kv, email) ??
    (value === null ? null : await readAccount(kv, value));
}

/** Reads an account for a change: the commit checks that it is still the same. */
export async function loadAccount(tx: Tx, id: string): Promise<Account | null> {
  return parseAccount(await tx.get(accountKey(id)));
}

/** The id of the account with that address or another spelling of its mailbox, checked on commit; two checks. */
export async function loadIdByEmail(tx: Tx, email: string): Promise<string | null> {
  return await tx.get<string>(emailKey(email)) ?? await tx.get<string>(mailboxKey(email));
}

/** Stages that an account, loaded on the same commit, has another address: one that `loadIdByEmail()` found free. */
export function stageNewAddress(tx: Tx, account: Account, email: string): Account {
  stageNoAddress(tx, account);
  tx.set(emailKey(email), account.id);
  tx.set(mailboxKey(email), account.id);
  return { ...account, email };
}

/** Stages that an account's address belongs to nobody any more. */
export function stageNoAddress(tx: Tx, account: Pick<Account, "email">): void {
  tx.delete(emailKey(account.email));
  tx.delete(mailboxKey(account.email));
}

/** Stages a new account and its address. */
export function stageNewAccount(tx: Tx, account: Account): void {
  tx.create(accountKey(account.id), accountSchema.parse(account));
  tx.create(emailKey(account.email), account.id);
  tx.create(mailboxKey(account.email), account.id);
  if (account.staffRole !== null) tx.set(staffKey(account.id), null);
}

/** Stages a change of an account that was loaded on the same commit. */
export function stageAccountChange(tx: Tx, account: Account): void {
  tx.set(accountKey(account.id), accountSchema.parse(account));
  if (account.staffRole === null) tx.delete(staffKey(account.id));
  else tx.set(staffKey(account.id), null);
}

/** The id of the account that the first start made; `null` before that. */
export async function readFirstOwner(kv: Deno.Kv): Promise<string | null> {
  return (await kv.get<string>(FIRST_OWNER)).value;
}

/** The same, checked on commit. */
export function loadFirstOwner(tx: Tx): Promise<string | null> {
  return tx.get<string>(FIRST_OWNER);
}

/** Remembers which account is the first owner. */
export function stageFirstOwner(tx: Tx, accountId: string): void {
  tx.set(FIRST_OWNER, accountId);
}

/** A page of all accounts, newest first. */
export async function pageAccounts(kv: Deno.Kv, request: PageRequest): Promise<Page<Account>> {
  const { items, next } = await pageIds(kv, ["accounts"], request);
  return { items: await readAccounts(kv, items), next };
}

/** Ids of those who have a staff role, and of the first owner, who may be older than the index of the others. */
async function readStaffIds(kv: Deno.Kv): Promise<string[]> {
  const firstOwner = await readFirstOwner(kv);
  const ids = new Set(firstOwner === null ? [] : [firstOwner]);
  for await (const { key } of kv.list({ prefix: ["staff_accounts"] }, { limit: MAX_STAFF })) {
    ids.add(String(key[1]));
  }
  return [...ids];
}

/** All accounts with a staff role, in the order of their making. */
export async function readStaff(kv: Deno.Kv): Promise<Account[]> {
  const accounts = await readAccounts(kv, await readStaffIds(kv));
  return accounts.filter((account) => account.staffRole !== null)
    .sort((one, other) => one.id < other.id ? -1 : 1);
}

/** A page of the accounts whose address starts with `start`, by address. The cursor is the last account's id. */
export async function pageAccountsByEmail(
  kv: Deno.Kv,
  start: string,
  request: PageRequest,
): Promise<Page<Account>> {
  const limit = Math.min(Math.max(request.limit ?? 25, 1), MAX_PAGE_SIZE);
  const last = request.after === undefined ? null : await readAccount(kv, request.after);
  const selector = {
    start: emailKey(last?.email.startsWith(start) ? `${last.email}\0` : start),
    end: emailKey(`${start}\uffff`),
  };
  const ids: string[] = [];
  for await (const entry of kv.list<string>(selector, { limit: limit + 1 })) ids.push(entry.value);
  const items = ids.slice(0, limit);
  return {
    items: await readAccounts(kv, items),
    next: ids.length > limit ? items.at(-1)! : null,
  };
}

async function readAccounts(kv: Deno.Kv, ids: readonly string[]): Promise<Account[]> {
  const stored = await getAll(kv, ids.map(accountKey));
  return stored.map(parseAccount).filter((account) => account !== null);
}
