/**
 * Booking. All transfers of one commit that touch the same wallet go through one `stageTransfers()` call, in which
 * each sees what the one before it did; a second call on the same wallet and commit is a bug and throws.
 */
import type { Deps } from "@/domain/shared/deps.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { add, compare, type Money, money, zero } from "@/domain/shared/money.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import { entryHash } from "./hash.ts";
import {
  accountCurrency,
  emptyWallet,
  type Entry,
  isWallet,
  type Transfer,
  type TransferInput,
  transferSchema,
  type Wallet,
} from "./model.ts";
import { getTransfer, getWallet, peekTransfer, setTransfer, setWallet } from "./repo.ts";

/** Why a transfer can't be booked. */
export type TransferError =
  /** The wallet that it debits has less. */
  | { readonly code: "insufficient_funds"; readonly balance: Money }
  /** Another transfer was booked under the same id. */
  | { readonly code: "transfer_differs"; readonly id: string };

/** A booked transfer; `isRepeat` when it had been booked before and nothing was staged. */
export interface Booked {
  transfer: Transfer;
  isRepeat: boolean;
}

interface OpenWallet {
  wallet: Wallet;
  entries: Entry[];
}

const stagedWallets = new WeakMap<Tx, Set<string>>();

/** Books one transfer on the caller's commit. Two checks at the most for a transfer between house and wallet. */
export async function stageTransfer(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  input: TransferInput,
): Promise<Result<Booked, TransferError>> {
  const booked = await stageTransfers(tx, deps, [input]);
  return booked.ok ? ok(booked.value[0]!) : booked;
}

/**
 * Books transfers in their order on the caller's commit: one check a transfer that nothing else owns, and one a wallet. A
 * failure stages nothing that the caller may commit.
 */
export async function stageTransfers(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  inputs: readonly TransferInput[],
): Promise<Result<Booked[], TransferError>> {
  const open = new Map<string, OpenWallet>();
  const booked: Booked[] = [];
  const at = isoNow(deps.clock);
  for (const { isOwned, ...input } of inputs) {
    refuseNonsense(input);
    const known = await (isOwned ? peekTransfer(tx, input.id) : getTransfer(tx, input.id));
    if (known) {
      if (!isSame(known, input)) return fail({ code: "transfer_differs", id: input.id });
      booked.push({ transfer: known, isRepeat: true });
      continue;
    }
    const debit = await openWallet(tx, open, input.debitAccount);
    const credit = await openWallet(tx, open, input.creditAccount);
    if (debit && compare(debit.wallet.balance, input.amount) < 0) {
      return fail({ code: "insufficient_funds", balance: debit.wallet.balance });
    }
    const transfer = transferSchema.parse({
      schemaVersion: 1,
      ...input,
      debitEntry: debit ? debit.wallet.entryCount + 1 : null,
      creditEntry: credit ? credit.wallet.entryCount + 1 : null,
      at,
    });
    if (debit) await append(debit, transfer, money(-input.amount.minor, input.amount.currency));
    if (credit) await append(credit, transfer, input.amount);
    setTransfer(tx, transfer);
    booked.push({ transfer, isRepeat: false });
  }
  claim(tx, open.keys());
  for (const { wallet, entries } of open.values()) {
    if (entries.length > 0) setWallet(tx, wallet, entries);
  }
  return ok(booked);
}

async function openWallet(
  tx: Tx,
  open: Map<string, OpenWallet>,
  account: string,
): Promise<OpenWallet | null> {
  if (!isWallet(account)) return null;
  const known = open.get(account);
  if (known) return known;
  const wallet = await getWallet(tx, account) ?? emptyWallet(account);
  const opened = { wallet, entries: [] };
  open.set(account, opened);
  return opened;
}

async function append(open: OpenWallet, transfer: Transfer, change: Money): Promise<void> {
  const { wallet } = open;
  const unsealed = {
    schemaVersion: 1 as const,
    account: wallet.account,
    number: wallet.entryCount + 1,
    transferId: transfer.id,
    change,
    balance: add(wallet.balance, change),
    previousHash: wallet.lastHash,
    at: transfer.at,
  };
  const entry: Entry = { ...unsealed, hash: await entryHash(unsealed, transfer) };
  open.entries.push(entry);
  open.wallet = {
    ...wallet,
    balance: entry.balance,
    entryCount: entry.number,
    lastHash: entry.hash,
  };
}

function refuseNonsense({ debitAccount, creditAccount, amount }: TransferInput): void {
  if (compare(amount, zero(amount.currency)) <= 0) {
    throw new RangeError("a transfer's amount must be more than zero");
  }
  const currencies = [accountCurrency(debitAccount), accountCurrency(creditAccount)];
  if (currencies.some((currency) => currency !== amount.currency)) {
    throw new TypeError(`a transfer in ${amount.currency} between accounts in ${currencies}`);
  }
  if (debitAccount === creditAccount) throw new RangeError("a transfer needs two accounts");
}

function isSame(known: Transfer, input: TransferInput): boolean {
  return known.debitAccount === input.debitAccount && known.creditAccount === input.creditAccount &&
    known.amount.minor === input.amount.minor && known.amount.currency === input.amount.currency;
}

function claim(tx: Tx, accounts: Iterable<string>): void {
  const staged = stagedWallets.get(tx) ?? new Set();
  stagedWallets.set(tx, staged);
  for (const account of accounts) {
    if (staged.has(account)) {
      throw new Error(`two stageTransfers() calls on ${account} in one commit`);
    }
    staged.add(account);
  }
}
