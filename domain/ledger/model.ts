/**
 * The books in double entry. A transfer moves an amount from the account that it debits to the one that it credits
 * and is never changed; a correction is a new transfer. A customer's wallet is what the house owes them: crediting
 * it adds, debiting it takes, and it never goes below zero.
 */
import { z } from "zod";
import type { Money } from "@/domain/shared/money.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";

/** Why a transfer was made. */
export const TRANSFER_CODES = [
  "receipt",
  "settlement",
  "tax",
  /** What was settled goes back to the wallet: the invoice was voided. */
  "release",
  "credit_note",
  /** Money that leaves the house. */
  "refund",
  /** Staff, with a reason. */
  "adjustment",
] as const;

/** One of the reasons for a transfer. */
export type TransferCode = (typeof TRANSFER_CODES)[number];

/** A name of an account; its last part is the account's currency. */
export type AccountName = string;

const WALLET = /^wallet:[a-z]{2,3}_[0-9A-HJKMNP-TV-Z]{26}:[A-Z]{3}$/;
const HOUSE = /^house:(?:bank|revenue|adjustments|crypto:[A-Z0-9]{2,10}|tax:[A-Z]{2}):[A-Z]{3}$/;

const accountName = z.string().refine((name) => WALLET.test(name) || HOUSE.test(name));

export const coinsSchema = z.strictObject({
  /** `BTC`. */
  asset: z.string().regex(/^[A-Z0-9]{2,10}$/),
  /** Of its smallest unit, a whole number of any size. */
  units: z.string().regex(/^[1-9]\d*$/),
  /** What a whole coin was worth, a decimal of the amount's currency; `null` where staff have said what all of it is. */
  price: z.string().nullable(),
  /** The house's wallet that has them: the fingerprint of its account key, or an address. */
  account: z.string(),
});

/** The coins behind an amount, so that the books can be compared with a chain. */
export type Coins = z.infer<typeof coinsSchema>;

/** What `stageTransfer()` is given. */
export interface TransferInput {
  /** Names the fact, for example `receipt:pay_01J...`: one id is booked once, however often it is staged. */
  id: string;
  debitAccount: AccountName;
  creditAccount: AccountName;
  /** More than zero. */
  amount: Money;
  code: TransferCode;
  /** Ids of what it belongs to, for example `{ invoiceId, paymentId }`. */
  links: Readonly<Record<string, string>>;
  /** What moved on a chain; absent where nothing did, or nobody knows. */
  coins?: Coins;
  /**
   * The id is given once by a record that the commit checks and changes (an invoice's next settlement, a receipt's own
   * key): the transfer needs no check of its own then.
   */
  isOwned?: boolean;
}

export const transferSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().min(1).max(200),
  debitAccount: accountName,
  creditAccount: accountName,
  amount: moneySchema.refine((amount) => amount.minor > 0),
  code: z.enum(TRANSFER_CODES),
  links: z.record(z.string(), z.string()),
  coins: coinsSchema.optional(),
  /** Numbers of the wallet entries that it made; `null` where the account is the house's. */
  debitEntry: z.int().positive().nullable(),
  creditEntry: z.int().positive().nullable(),
  at: z.string(),
});

/** A booked transfer. */
export type Transfer = z.infer<typeof transferSchema>;

export const walletSchema = z.strictObject({
  schemaVersion: z.literal(1),
  account: z.string().regex(WALLET),
  balance: moneySchema.refine((balance) => balance.minor >= 0),
  entryCount: z.int().nonnegative(),
  lastHash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A wallet account as it stands. */
export type Wallet = z.infer<typeof walletSchema>;

export const entrySchema = z.strictObject({
  schemaVersion: z.literal(1),
  account: z.string().regex(WALLET),
  /** 1 for the wallet's first entry. */
  number: z.int().positive(),
  transferId: z.string(),
  /** Positive for a credit, negative for a debit. */
  change: moneySchema,
  /** The wallet's balance after this entry. */
  balance: moneySchema,
  previousHash: z.string(),
  hash: z.string(),
  at: z.string(),
});

/** One line of a wallet's statement, chained to the line before by its hash. */
export type Entry = z.infer<typeof entrySchema>;

/** `previousHash` of a wallet's first entry. */
export const FIRST_HASH = "0".repeat(64);

/** The wallet account of a customer in a currency. */
export function walletAccount(accountId: string, currency: string): AccountName {
  return `wallet:${accountId}:${currency}`;
}

/** An account of the house: `bank`, `revenue`, `adjustments`, `crypto:BTC`, `tax:DE`. */
export function houseAccount(name: string, currency: string): AccountName {
  return `house:${name}:${currency}`;
}

/** Whether an account is a customer's wallet. */
export function isWallet(account: AccountName): boolean {
  return account.startsWith("wallet:");
}

/** The currency that an account is kept in. */
export function accountCurrency(account: AccountName): string {
  return account.slice(-3);
}

/** A wallet that nothing was ever booked on. */
export function emptyWallet(account: AccountName): Wallet {
  return {
    schemaVersion: 1,
    account,
    balance: { minor: 0, currency: accountCurrency(account) },
    entryCount: 0,
    lastHash: FIRST_HASH,
  };
}
