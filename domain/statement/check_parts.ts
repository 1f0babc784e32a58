/** What staff type to say where a line's money goes: invoices by number or reference, wallets by address. */
import { findAccountByEmail, getAccount } from "@/domain/customer/mod.ts";
import {
  findInvoiceByNumber,
  type Invoice,
  isCreditorReference,
  readInvoice,
} from "@/domain/invoice/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { type Money, parseMoney, sum, toDecimal } from "@/domain/shared/money.ts";
import { invalid, ok, type Result, type ValidationError } from "@/domain/shared/result.ts";
import { MAX_PARTS } from "./record.ts";
import { type Allocation, words } from "./suggestion.ts";

/** A row as typed: the number or reference of an invoice, or a customer's address; and an amount. */
export interface TypedPart {
  target: string;
  amount: string;
}

/** The parts as allocations that add up to `amount`; rows without a word in them are left out. */
export async function checkParts(
  deps: Pick<Deps, "kv">,
  { amount, parts }: { amount: Money; parts: readonly TypedPart[] },
): Promise<Result<Allocation[], ValidationError>> {
  if (amount.minor <= 0) {
    return invalid({ "": "Money that went out can't be booked as a payment." });
  }
  const allocations: Allocation[] = [];
  const fields: Record<string, string> = {};
  for (const [at, part] of parts.slice(0, MAX_PARTS).entries()) {
    if (part.target.trim() === "" && part.amount.trim() === "") continue;
    const target = await findTarget(deps, part.target.trim());
    const value = parseMoney(part.amount, amount.currency);
    if (!target) {
      fields[`target.${at}`] = "There is no such invoice or customer. " +
        "Enter the number or reference of an invoice, or a customer's e-mail address.";
    } else if (target.currency !== null && target.currency !== amount.currency) {
      fields[`target.${at}`] = `This invoice is in ${target.currency}: ` +
        "put the money into the customer's wallet instead.";
    } else if (allocations.some((each) => isSame(each, target))) {
      fields[`target.${at}`] = "This is here twice: put both amounts into one row.";
    }
    if (!value || value.minor === 0) {
      fields[`amount.${at}`] = "Enter an amount such as 120.00, of more than zero.";
    } else if (target) {
      allocations.push({ ...target.allocation, amount: value });
    }
  }
  if (Object.keys(fields).length > 0) return invalid(fields);
  if (allocations.length === 0) {
    return invalid({ "target.0": "Say where the money goes.", "amount.0": "Enter an amount." });
  }
  const total = sum(allocations.map((each) => each.amount), amount.currency);
  if (total.minor === amount.minor) return ok(allocations);
  return invalid({
    [`amount.0`]: `The amounts add up to ${toDecimal(total)}, but ${words(amount)} arrived.`,
  });
}

/** Where money can go. */
interface Target {
  allocation: Omit<Allocation, "amount">;
  /** `null` for a wallet, which takes any. */
  currency: string | null;
}

function isSame(one: Allocation, { allocation }: Target): boolean {
  return one.invoiceId === allocation.invoiceId && one.customerId === allocation.customerId;
}

async function findTarget(deps: Pick<Deps, "kv">, typed: string): Promise<Target | null> {
  if (isId("cus", typed) || typed.includes("@")) {
    const account = typed.includes("@")
      ? await findAccountByEmail(deps, typed)
      : await getAccount(deps, typed);
    return account && { allocation: { invoiceId: null, customerId: account.id }, currency: null };
  }
  const invoice = await findInvoice(deps, typed);
  return invoice && {
    allocation: { invoiceId: invoice.id, customerId: invoice.customerId },
    currency: invoice.currency,
  };
}

async function findInvoice(deps: Pick<Deps, "kv">, typed: string): Promise<Invoice | null> {
  if (isId("inv", typed)) return await readInvoice(deps.kv, typed);
  const compact = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const body = isCreditorReference(compact) ? compact.slice(4) : compact;
  const match = /^([A-Z]{1,6})(\d{4})(\d{6,9})$/.exec(body);
  return match && await findInvoiceByNumber(deps.kv, match.slice(1).join("-"));
}
