/** Money in wallets, for tests. */
import { bookReceipt } from "@/domain/payment/mod.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeStaff } from "../order/fixtures.ts";

/** Money that arrived for nothing in particular. */
export async function fill(
  deps: Deps,
  accountId: string,
  minor: number,
  currency = "EUR",
): Promise<void> {
  const booked = await bookReceipt(deps, {
    actor: makeStaff(),
    customerId: accountId,
    invoiceId: null,
    receipt: {
      amount: money(minor, currency),
      method: "bank_transfer",
      reference: deps.ids.token(12),
      receivedOn: "2026-03-01",
    },
    source: "staff",
  });
  unwrap(booked);
}

/** What is in a wallet, in minor units. */
export async function held(deps: Deps, accountId: string, currency = "EUR"): Promise<number> {
  return (await getWalletBalance(deps, { accountId, currency })).minor;
}

/** An owner of their own number: two of them are two people. */
export function staffNumber(digit: number, role?: Parameters<typeof makeStaff>[0]): StaffActor {
  return { ...makeStaff(role), id: `cus_01J0000000000000000000000${digit}` };
}
