/**
 * Keys of the books:
 * `["ledger_transfers", id]`, `["ledger_wallets", account]`, `["ledger_entries", account, number]` with the number
 * padded to 12 digits. Entries belong to their wallet, whose record is under check. `["ledger_days", day, id]` is owned by
 * its transfer.
 */
import {
  getAll,
  MAX_PAGE_SIZE,
  type Page,
  pageIds,
  type PageRequest,
  type Tx,
} from "@/domain/shared/kv.ts";
import { recordsAfter, type Walked } from "@/domain/shared/walk_records.ts";
import {
  type Entry,
  entrySchema,
  type Transfer,
  transferSchema,
  type Wallet,
  walletSchema,
} from "./model.ts";

/** Transfers that are read at once. */
const DAY_BATCH = 200;

const transferKey = (id: string) => ["ledger_transfers", id];
const walletKey = (account: string) => ["ledger_wallets", account];
const entryKey = (account: string, number: number) => [
  "ledger_entries",
  account,
  String(number).padStart(12, "0"),
];

/** A transfer, under check. */
export async function getTransfer(tx: Tx, id: string): Promise<Transfer | null> {
  const stored = await tx.get(transferKey(id));
  return stored === null ? null : transferSchema.parse(stored);
}

/** A transfer without a check: for ids that another record of the commit owns. */
export async function peekTransfer(tx: Tx, id: string): Promise<Transfer | null> {
  const stored = await tx.peek(transferKey(id));
  return stored === null ? null : transferSchema.parse(stored);
}

/** Writes a transfer that `getTransfer()` or `peekTransfer()` didn't find. */
export function setTransfer(tx: Tx, transfer: Transfer): void {
  tx.set(transferKey(transfer.id), transfer);
  tx.set(["ledger_days", transfer.at.slice(0, 10), transfer.id], transfer.id);
}

/** A wallet, under check. */
export async function getWallet(tx: Tx, account: string): Promise<Wallet | null> {
  const stored = await tx.get(walletKey(account));
  return stored === null ? null : walletSchema.parse(stored);
}

/** Writes a wallet that was read with `getWallet()`, and its new entries. */
export function setWallet(tx: Tx, wallet: Wallet, entries: readonly Entry[]): void {
  tx.set(walletKey(wallet.account), wallet);
  for (const entry of entries) tx.set(entryKey(entry.account, entry.number), entry);
}

/** A wallet as it stands now. */
export async function readWallet(kv: Deno.Kv, account: string): Promise<Wallet | null> {
  const stored = (await kv.get(walletKey(account))).value;
  return stored === null ? null : walletSchema.parse(stored);
}

/** All wallets of a customer. */
export async function readWallets(kv: Deno.Kv, accountId: string): Promise<Wallet[]> {
  // Names end in a currency, and ":" is followed by ";" in the order of keys.
  const range = {
    start: walletKey(`wallet:${accountId}:`),
    end: walletKey(`wallet:${accountId};`),
  };
  const wallets: Wallet[] = [];
  for await (const { value } of kv.list(range)) wallets.push(walletSchema.parse(value));
  return wallets;
}

/** One page of a wallet's entries, newest first; an empty one if the cursor is no entry's number. */
export async function pageEntries(
  kv: Deno.Kv,
  account: string,
  request: PageRequest,
): Promise<Page<Entry>> {
  if (request.after !== undefined && !/^\d{12}$/.test(request.after)) {
    return { items: [], next: null };
  }
  const page = await pageIds(kv, ["ledger_entries", account], request);
  const stored = await getAll(kv, page.items.map((id) => ["ledger_entries", account, id]));
  return { items: stored.map((entry) => entrySchema.parse(entry)), next: page.next };
}

/** Transfers by their ids, unparsed, `null` where there is none. */
export function readTransfers(kv: Deno.Kv, ids: readonly string[]): Promise<unknown[]> {
  return getAll(kv, ids.map(transferKey));
}

/** Entries by wallet and number, unparsed, `null` where there is none. */
export function readEntries(
  kv: Deno.Kv,
  places: ReadonlyArray<{ account: string; number: number }>,
): Promise<unknown[]> {
  return getAll(kv, places.map(({ account, number }) => entryKey(account, number)));
}

/** The next transfers after an id, for the audit. */
export function transfersAfter(
  kv: Deno.Kv,
  request: { after: string; limit: number },
): Promise<Walked<Transfer>[]> {
  const stored = { prefix: ["ledger_transfers"], ...request };
  return recordsAfter(kv, stored, (value) => transferSchema.parse(value));
}

/** The next wallets after an account, for the audit. */
export function walletsAfter(
  kv: Deno.Kv,
  request: { after: string; limit: number },
): Promise<Walked<Wallet>[]> {
  const stored = { prefix: ["ledger_wallets"], ...request };
  return recordsAfter(kv, stored, (value) => walletSchema.parse(value));
}

/** The account of the first entry after all of those of another account; `null` at the end. */
export async function accountAfter(kv: Deno.Kv, account: string): Promise<string | null> {
  const prefix = ["ledger_entries"];
  // Sorts after the account itself with whatever follows it, and before every other one.
  const start = account === "" ? {} : { start: [...prefix, `${account}\0`] };
  for await (const { key } of kv.list({ prefix, ...start }, { limit: 1 })) return String(key[1]);
  return null;
}

/** Numbers of entries of an account beyond one of them, at most a page. */
export async function entriesBeyond(
  kv: Deno.Kv,
  { account, number }: { account: string; number: number },
): Promise<number[]> {
  const range = { prefix: ["ledger_entries", account], start: entryKey(account, number + 1) };
  const entries = await Array.fromAsync(kv.list(range, { limit: MAX_PAGE_SIZE }));
  return entries.map(({ key }) => Number(key.at(-1)));
}

/** The transfers of a day (UTC), in the order of their ids. Costs the day. */
export async function* scanDay(kv: Deno.Kv, day: string): AsyncGenerator<Transfer> {
  let ids: string[] = [];
  async function* flush() {
    for (const stored of await readTransfers(kv, ids)) yield transferSchema.parse(stored);
    ids = [];
  }
  for await (const { key } of kv.list({ prefix: ["ledger_days", day] })) {
    if (ids.push(String(key.at(-1))) === DAY_BATCH) yield* flush();
  }
  yield* flush();
}

/** The first day on which anything was booked; `null` before that. */
export async function readFirstDay(kv: Deno.Kv): Promise<string | null> {
  for await (const { key } of kv.list({ prefix: ["ledger_days"] }, { limit: 1 })) {
    return String(key[1]);
  }
  return null;
}
