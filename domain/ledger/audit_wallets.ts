/**
 * The audit of wallets: the entries of each from 1 to the count that it had when it was read, which never change, however
 * much is booked meanwhile. A long statement is gone through in steps: where it has come to is the place in the chain.
 */
import { z } from "zod";
import { type LedgerAudit, note, type Step } from "./audit.ts";
import { entryHash } from "./hash.ts";
import {
  accountCurrency,
  type Entry,
  entrySchema,
  FIRST_HASH,
  type Transfer,
  transferSchema,
  walletSchema,
} from "./model.ts";
import { readEntries, readTransfers, walletsAfter } from "./repo.ts";

/** Entries that a step looks at. */
const BATCH = 100;

/** A place in the chain of a wallet as it was read. */
const placeSchema = z.strictObject({
  wallet: walletSchema,
  /** The last entry that was looked at, the balance after it and its hash. */
  number: z.int().nonnegative(),
  balance: z.int(),
  lastHash: z.string(),
});
type Place = z.infer<typeof placeSchema>;

/** Where the walk is: within a wallet, or after one. */
const cursorSchema = z.union([placeSchema, z.strictObject({ after: z.string() })]);

/** Goes on through the wallets' chains. */
export async function auditWallets(audit: LedgerAudit, cursor: string): Promise<Step> {
  const at = cursor === "" ? { after: "" } : cursorSchema.parse(JSON.parse(cursor));
  if (!("after" in at)) return await auditStretch(audit, at);
  const [found] = await walletsAfter(audit.kv, { after: at.after, limit: 1 });
  if (!found) return { next: null, records: 0 };
  audit.report.walletCount++;
  const { id, record: wallet } = found;
  if (wallet?.account !== id) {
    note(audit, "unreadable_record", id);
    return { next: JSON.stringify({ after: id }), records: 1 };
  }
  return await auditStretch(audit, { wallet, number: 0, balance: 0, lastHash: FIRST_HASH });
}

/** The next entries of a wallet, each with its transfer, its sum and its hash; after the last one the wallet itself. */
async function auditStretch(audit: LedgerAudit, place: Place): Promise<Step> {
  const { wallet } = place;
  const { account, entryCount } = wallet;
  const count = Math.min(BATCH, entryCount - place.number);
  const numbers = Array.from({ length: count }, (_, index) => place.number + 1 + index);
  const stored = await readEntries(audit.kv, numbers.map((number) => ({ account, number })));
  const entries = stored.map((value) => entrySchema.safeParse(value).data ?? null);
  const ids = entries.map((entry) => entry?.transferId ?? "");
  const transfers = await readTransfers(audit.kv, ids);
  let now = place;
  for (const [index, entry] of entries.entries()) {
    const subject = `${account}#${numbers[index]}`;
    if (!entry) {
      note(audit, "missing_entry", subject);
      continue;
    }
    const transfer = transferSchema.safeParse(transfers[index]);
    if (!transfer.success) note(audit, "missing_transfer", subject);
    else await auditEntry(audit, { entry, transfer: transfer.data, subject });
    now = auditLink(audit, now, { entry, subject });
  }
  now = { ...now, number: place.number + count };
  const isDone = now.number === entryCount;
  if (isDone) auditEnd(audit, now);
  const next = isDone ? { after: account } : now;
  return { next: JSON.stringify(next), records: count + 1 };
}

/** An entry by itself: what its transfer says, sealed by its hash. */
async function auditEntry(
  audit: LedgerAudit,
  { entry, transfer, subject }: { entry: Entry; transfer: Transfer; subject: string },
): Promise<void> {
  const { account, number, change } = entry;
  const isDebit = transfer.debitAccount === account && transfer.debitEntry === number;
  const isCredit = transfer.creditAccount === account && transfer.creditEntry === number;
  const expected = isCredit ? transfer.amount.minor : -transfer.amount.minor;
  if (
    !(isDebit || isCredit) || change.minor !== expected ||
    change.currency !== transfer.amount.currency
  ) {
    note(audit, "wrong_entry", subject);
  }
  const { hash, ...unsealed } = entry;
  if (await entryHash(unsealed, transfer) !== hash) note(audit, "wrong_hash", subject);
}

/** An entry as the one that follows another. */
function auditLink(
  audit: LedgerAudit,
  place: Place,
  { entry, subject }: { entry: Entry; subject: string },
): Place {
  const { report, before } = audit;
  report.entryCount++;
  const { minor } = entry.change;
  const balance = place.balance + minor;
  if (entry.previousHash !== place.lastHash) note(audit, "wrong_hash", subject);
  if (entry.balance.minor !== balance) note(audit, "wrong_balance", subject);
  if (balance < 0) note(audit, "negative_balance", subject);
  if (entry.at < before) {
    const currency = accountCurrency(entry.account);
    report.walletTotals[currency] = (report.walletTotals[currency] ?? 0) + minor;
  }
  return { ...place, balance, lastHash: entry.hash };
}

function auditEnd(audit: LedgerAudit, { wallet, balance, lastHash }: Place): void {
  const { account } = wallet;
  const currency = accountCurrency(account);
  audit.report.walletTotals[currency] ??= 0;
  if (wallet.balance.currency !== currency) note(audit, "wrong_currency", account);
  if (wallet.balance.minor !== balance) note(audit, "wrong_balance", account);
  if (wallet.lastHash !== lastHash) note(audit, "wrong_hash", account);
}

/** What the house has had and given, by the transfers, is what customers have, by their wallets. */
export function auditSums(audit: LedgerAudit): void {
  const net = new Map(Object.entries(audit.report.walletTotals).map(([c, minor]) => [c, -minor]));
  for (const [account, minor] of Object.entries(audit.report.houseBalances)) {
    const currency = accountCurrency(account);
    net.set(currency, (net.get(currency) ?? 0) + minor);
  }
  for (const [currency, minor] of net) {
    if (minor !== 0) note(audit, "unbalanced", currency);
  }
}
