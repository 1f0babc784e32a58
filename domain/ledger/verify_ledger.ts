/**
 * The audit of the books: recomputes every wallet and every house account from the entries and transfers, streaming,
 * and reports everything that doesn't fit. It may run beside writers: a wallet is held against the entries up to the
 * count that it had when it was read, and those never change.
 */
import type { Deps } from "@/domain/shared/deps.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import { entryHash } from "./hash.ts";
import {
  accountCurrency,
  type Entry,
  entrySchema,
  FIRST_HASH,
  isWallet,
  type Transfer,
  transferSchema,
  type Wallet,
  walletSchema,
} from "./model.ts";
import { readEntries, readTransfers, readWallet, scan } from "./repo.ts";

/** One thing that doesn't fit. */
export interface LedgerProblem {
  kind:
    | "unreadable_record"
    | "missing_entry"
    | "missing_transfer"
    | "missing_wallet"
    | "stray_entry"
    | "wrong_entry"
    | "wrong_balance"
    | "wrong_hash"
    | "negative_balance"
    | "wrong_currency"
    | "unbalanced";
  /** What it is about: an account, an entry as `account#number`, or a transfer's id. */
  subject: string;
}

/** What was found; `houseBalances` are debits less credits in minor units, by account. */
export interface LedgerReport {
  transferCount: number;
  walletCount: number;
  entryCount: number;
  houseBalances: Record<string, number>;
  /** What customers have in their wallets, in minor units by currency. */
  walletTotals: Record<string, number>;
}

interface Audit {
  kv: Deno.Kv;
  report: LedgerReport;
  problems: LedgerProblem[];
}

const BATCH = 50;

/** Recomputes the books; `ledger_broken` lists every discrepancy. */
export async function verifyLedger(
  deps: Pick<Deps, "kv">,
): Promise<
  Result<LedgerReport, { code: "ledger_broken"; report: LedgerReport; problems: LedgerProblem[] }>
> {
  const audit: Audit = {
    kv: deps.kv,
    report: {
      transferCount: 0,
      walletCount: 0,
      entryCount: 0,
      houseBalances: {},
      walletTotals: {},
    },
    problems: [],
  };
  await auditTransfers(audit);
  await auditWallets(audit);
  await auditStrayEntries(audit);
  const { report, problems } = audit;
  return problems.length === 0 ? ok(report) : fail({ code: "ledger_broken", report, problems });
}

/** Every transfer: readable, of one currency, with the entries that it names; house accounts add up from here. */
async function auditTransfers(audit: Audit): Promise<void> {
  const net: Record<string, number> = {};
  for await (const batch of batches(scan(audit.kv, "ledger_transfers"))) {
    const places: Array<{ account: string; number: number; transfer: Transfer }> = [];
    for (const { key, value } of batch) {
      audit.report.transferCount++;
      const parsed = transferSchema.safeParse(value);
      if (!parsed.success || parsed.data.id !== key[0]) {
        problem(audit, "unreadable_record", String(key[0]));
        continue;
      }
      const transfer = parsed.data;
      const sides = [
        { account: transfer.debitAccount, number: transfer.debitEntry, sign: 1 },
        { account: transfer.creditAccount, number: transfer.creditEntry, sign: -1 },
      ];
      for (const { account, number, sign } of sides) {
        const { minor, currency } = transfer.amount;
        if (accountCurrency(account) !== currency) problem(audit, "wrong_currency", transfer.id);
        net[currency] = (net[currency] ?? 0) + sign * minor;
        if (!isWallet(account)) {
          const { houseBalances } = audit.report;
          houseBalances[account] = (houseBalances[account] ?? 0) + sign * minor;
        } else if (number === null) {
          problem(audit, "missing_entry", transfer.id);
        } else {
          places.push({ account, number, transfer });
        }
      }
    }
    const entries = await readEntries(audit.kv, places);
    for (const [index, { account, number, transfer }] of places.entries()) {
      const entry = entrySchema.safeParse(entries[index]);
      if (!entry.success) problem(audit, "missing_entry", `${account}#${number}`);
      else if (entry.data.transferId !== transfer.id) {
        problem(audit, "wrong_entry", `${account}#${number}`);
      }
    }
  }
  for (const [currency, minor] of Object.entries(net)) {
    if (minor !== 0) problem(audit, "unbalanced", currency);
  }
}

/** Every wallet: its entries from 1 to its count, each with its transfer, its sum and its hash. */
async function auditWallets(audit: Audit): Promise<void> {
  for await (const { key, value } of scan(audit.kv, "ledger_wallets")) {
    audit.report.walletCount++;
    const parsed = walletSchema.safeParse(value);
    if (!parsed.success || parsed.data.account !== key[0]) {
      problem(audit, "unreadable_record", String(key[0]));
      continue;
    }
    await auditWallet(audit, parsed.data);
  }
}

async function auditWallet(audit: Audit, wallet: Wallet): Promise<void> {
  const { account, entryCount } = wallet;
  const currency = accountCurrency(account);
  let balance = 0;
  let lastHash = FIRST_HASH;
  for (let first = 1; first <= entryCount; first += BATCH) {
    const numbers = Array.from(
      { length: Math.min(BATCH, entryCount - first + 1) },
      (_, index) => first + index,
    );
    const stored = await readEntries(audit.kv, numbers.map((number) => ({ account, number })));
    const entries = stored.map((value) => entrySchema.safeParse(value).data ?? null);
    const transfers = await readTransfers(
      audit.kv,
      entries.map((entry) => entry?.transferId ?? ""),
    );
    for (const [index, entry] of entries.entries()) {
      const subject = `${account}#${numbers[index]}`;
      if (!entry) {
        problem(audit, "missing_entry", subject);
        continue;
      }
      audit.report.entryCount++;
      const transfer = transferSchema.safeParse(transfers[index]);
      if (!transfer.success) problem(audit, "missing_transfer", subject);
      else await auditEntry(audit, { entry, transfer: transfer.data, subject });
      if (entry.previousHash !== lastHash) problem(audit, "wrong_hash", subject);
      balance += entry.change.minor;
      if (entry.balance.minor !== balance) problem(audit, "wrong_balance", subject);
      if (balance < 0) problem(audit, "negative_balance", subject);
      lastHash = entry.hash;
    }
  }
  if (wallet.balance.currency !== currency) problem(audit, "wrong_currency", account);
  if (wallet.balance.minor !== balance) problem(audit, "wrong_balance", account);
  if (wallet.lastHash !== lastHash) problem(audit, "wrong_hash", account);
  const { walletTotals } = audit.report;
  walletTotals[currency] = (walletTotals[currency] ?? 0) + balance;
}

async function auditEntry(
  audit: Audit,
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
    problem(audit, "wrong_entry", subject);
  }
  const { hash, ...unsealed } = entry;
  if (await entryHash(unsealed, transfer) !== hash) problem(audit, "wrong_hash", subject);
}

/** No entry stands beyond its wallet's count. */
async function auditStrayEntries(audit: Audit): Promise<void> {
  let account = "";
  let entryCount = 0;
  for await (const { key } of scan(audit.kv, "ledger_entries")) {
    const [ofAccount, number] = key as [string, string];
    if (ofAccount !== account || Number(number) > entryCount) {
      const wallet = await readWallet(audit.kv, ofAccount).catch(() => null);
      account = ofAccount;
      entryCount = wallet?.entryCount ?? 0;
      if (!wallet) problem(audit, "missing_wallet", `${account}#${Number(number)}`);
    }
    if (Number(number) > entryCount) problem(audit, "stray_entry", `${account}#${Number(number)}`);
  }
}

function problem(audit: Audit, kind: LedgerProblem["kind"], subject: string): void {
  audit.problems.push({ kind, subject });
}

async function* batches<T>(source: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of source) {
    batch.push(item);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
