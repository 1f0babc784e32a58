/** What customers are told about what staff booked on their wallet. */
import { getAccount } from "@/domain/customer/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { type Money, toDecimal } from "@/domain/shared/money.ts";
import type { Adjustment, Refund } from "./model.ts";

/** Stages the mail about a credit or debit; one check. */
export async function stageAdjustedMail(tx: Tx, deps: Deps, adjustment: Adjustment): Promise<void> {
  const { id, customerId, amount, direction, reason } = adjustment;
  const envelope = await envelopeOf(deps, customerId);
  if (!envelope) return;
  await stageMail(tx, deps, {
    ...envelope,
    fact: `wallet_adjusted:${id}`,
    template: "wallet_adjusted",
    variables: {
      customerName: envelope.to.name,
      amount: text(amount),
      what: direction === "credit" ? "added to" : "taken from",
      reason,
      link: "/dashboard/wallet",
    },
  });
}

/** Stages the mail about money that is on its way out; one check. */
export async function stageRefundMail(tx: Tx, deps: Deps, refund: Refund): Promise<void> {
  const { id, customerId, amount, destination, reason } = refund;
  const envelope = await envelopeOf(deps, customerId);
  if (!envelope) return;
  await stageMail(tx, deps, {
    ...envelope,
    fact: `wallet_refunded:${id}`,
    template: "wallet_refunded",
    variables: {
      customerName: envelope.to.name,
      amount: text(amount),
      destination,
      reason,
      link: "/dashboard/wallet",
    },
  });
}

async function envelopeOf(deps: Deps, accountId: string) {
  const account = await getAccount(deps, accountId);
  return account && { to: { email: account.email, name: account.name }, accountId };
}

function text(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency}`;
}
