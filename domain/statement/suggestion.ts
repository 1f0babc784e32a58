/** What a line may be booked as: to which invoices, how sure that is, and why, in words. */
import { type Money, toDecimal } from "@/domain/shared/money.ts";
import type { NamingQuality } from "./named.ts";

/** An invoice that waits for money, as the matcher needs it. */
export interface OpenInvoice {
  id: string;
  number: string;
  customerId: string;
  buyerName: string;
  /** More than zero. */
  due: Money;
  dueOn: string;
}

/** A part of a line's money. */
export interface Allocation {
  /** `null`: into the customer's wallet. */
  invoiceId: string | null;
  customerId: string;
  amount: Money;
}

/** How the money fits what is due. */
export type Fit = "exact" | "under" | "over" | "wallet";

/** One way to book a line. */
export interface Suggestion {
  /** They add up to the line's amount. */
  allocations: Allocation[];
  /** Numbers of the invoices, in the order of the allocations. */
  invoiceNumbers: string[];
  /** Whom each allocation is for; empty where only the account is known. */
  buyerNames: string[];
  fit: Fit;
  /** 0 to 100. */
  score: number;
  /** Sentences, each for a part of the score. */
  reasons: string[];
}

/** What speaks for or against a suggestion. */
export interface Reason {
  points: number;
  text: string;
}

const NAMED: Readonly<Record<NamingQuality, { points: number; text: (number: string) => string }>> =
  {
    reference: {
      points: 60,
      text: (number) => `It names the creditor reference of ${number}, with right check digits.`,
    },
    number: { points: 45, text: (number) => `It names the invoice ${number}.` },
    misread_reference: {
      points: 45,
      text: (number) =>
        `It names the creditor reference of ${number}, once letters are read as the digits they look like.`,
    },
    misread_number: {
      points: 35,
      text: (number) =>
        `It names the invoice ${number}, once letters are read as the digits they look like.`,
    },
    bare_number: { points: 30, text: (number) => `It names ${number} without its letters.` },
    broken_reference: {
      points: 20,
      text: (number) =>
        `It names a creditor reference like that of ${number}, but the check digits are wrong.`,
    },
  };

/** That a line names an invoice. */
export function namedReason(quality: NamingQuality, number: string): Reason {
  const { points, text } = NAMED[quality];
  return { points, text: text(number) };
}

/** How an amount compares with what is due. */
export function amountReason(amount: Money, due: Money): Reason {
  const difference = Math.abs(amount.minor - due.minor);
  if (difference === 0) {
    return { points: 30, text: `The amount is exactly what is due: ${words(due)}.` };
  }
  const rest = words({ minor: difference, currency: due.currency });
  return amount.minor < due.minor
    ? { points: 5, text: `${rest} less than the ${words(due)} that are due: the rest stays open.` }
    : {
      points: 5,
      text: `${rest} more than the ${words(due)} that are due: the rest goes to the wallet.`,
    };
}

/** Whom the payer's account has paid for before: this customer, others, or nobody. */
export function ibanReason(owners: readonly string[], customerId: string): Reason | null {
  if (owners.length === 0) return null;
  if (!owners.includes(customerId)) {
    return {
      points: -15,
      text: "The payer's account has only paid for other customers until now.",
    };
  }
  return owners.length === 1
    ? { points: 20, text: "The payer's account has paid for this customer before." }
    : { points: 10, text: "The payer's account has paid for this customer and for others before." };
}

/** From here on a name counts as the same. */
export const SAME_NAME = 0.85;

/** How alike the payer's and the buyer's names are. */
export function nameReason(similarity: number, buyerName: string): Reason | null {
  if (similarity >= SAME_NAME) {
    return { points: 12, text: `The payer's name is that of ${buyerName}.` };
  }
  if (similarity >= 0.6) {
    return { points: 6, text: `The payer's name is like that of ${buyerName}.` };
  }
  return null;
}

/** A suggestion from what speaks for it. */
export function suggest(
  reasons: ReadonlyArray<Reason | null>,
  rest: Pick<Suggestion, "allocations" | "invoiceNumbers" | "buyerNames" | "fit">,
): Suggestion {
  const given = reasons.filter((reason) => reason !== null);
  const points = given.reduce((sum, reason) => sum + reason.points, 0);
  return {
    ...rest,
    score: Math.max(0, Math.min(100, points)),
    reasons: given.map(({ text }) => text),
  };
}

/** An amount within a sentence. */
export function words(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency}`;
}
