/** Filling the wallet: an invoice of its own, to be paid by bank or cryptocurrency and never from the wallet. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { readAccount } from "@/domain/customer/mod.ts";
import { INVOICE_LANE, oneLine, stageIssueInvoice } from "@/domain/invoice/mod.ts";
import { getSettings, limitsOf } from "@/domain/settings/mod.ts";
import { type CustomerActor, maySpend } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { compare, type Money, parseMoney, toDecimal } from "@/domain/shared/money.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";

/** Each takes a number of the invoices: nobody needs more in a day. */
const MAX_A_DAY = 10;
const DAY_SECONDS = 24 * 3600;

/** Why there is no invoice; messages are beside `amount` and `currency`. */
export type TopUpError = ValidationError | NotFound | RateLimited | Conflict;

/** Issues the invoice for a top-up of an amount as typed; within the limits of its currency. */
export async function requestTopUp(
  deps: Deps,
  input: { actor: CustomerActor; amount: string; currency: string; requestId?: string },
): Promise<Result<{ invoiceId: string }, TopUpError>> {
  const { actor, requestId } = input;
  if (!maySpend(actor, "billing")) return notFound();
  const amount = await checkAmount(deps, input);
  if (!amount.ok) return amount;
  const { topUpExpiryDays } = await getSettings(deps, "orders");
  const taken = await takeRateLimit(deps, {
    scope: "wallet.top_up",
    subject: actor.id,
    limit: MAX_A_DAY,
    windowSeconds: DAY_SECONDS,
  });
  if (!taken.ok) return taken;
  return await transact(deps, async (tx): Promise<Result<{ invoiceId: string }, NotFound>> => {
    const account = await readAccount(deps.kv, actor.id);
    if (!account) return notFound();
    const { id, name, email } = account;
    const unit = amount.value;
    const line = oneLine({ kind: "top_up", slug: "top-up", label: "Money for the wallet", unit });
    const at = deps.clock.now();
    const invoice = await stageIssueInvoice(tx, deps, {
      kind: "top_up",
      customer: { id, name, email },
      lines: [line],
      at,
      ...topUpExpiryDays > 0 && { expiresAt: at.add({ hours: 24 * topUpExpiryDays }) },
    });
    stageAudit(tx, deps, {
      actor,
      action: "wallet.top_up_requested",
      subject: { kind: "invoice", id: invoice.id },
      after: { number: invoice.number, total: invoice.total },
      requestId,
    });
    return ok({ invoiceId: invoice.id });
  }, { lane: INVOICE_LANE });
}

async function checkAmount(
  deps: Deps,
  { amount: typed, currency }: { amount: string; currency: string },
): Promise<Result<Money, ValidationError>> {
  const limits = limitsOf(await getSettings(deps, "limits"), currency);
  if (!limits) return invalid({ currency: "The wallet can't be filled in this currency." });
  const amount = parseMoney(typed, currency);
  const { topUpMin, topUpMax } = limits;
  if (!amount) {
    return invalid({ amount: "Enter an amount such as 50.00, without signs or spaces." });
  }
  if (compare(amount, topUpMin) < 0) {
    return invalid({ amount: `Enter at least ${toDecimal(topUpMin)} ${currency}.` });
  }
  return compare(amount, topUpMax) > 0
    ? invalid({ amount: `Enter at most ${toDecimal(topUpMax)} ${currency} at once.` })
    : ok(amount);
}
