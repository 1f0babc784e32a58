/** What a quote says, and whether the one that there is says it already. */
import { amountDue, type Invoice } from "@/domain/invoice/mod.ts";
import type { Asset } from "@/domain/settings/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import { type Money, money } from "@/domain/shared/money.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import { ASSET_FACTS, toUnits } from "./asset.ts";
import { confirmationsFor } from "./look.ts";
import { type ChainPayment, currentQuote, MAX_QUOTES, type Quote, QUOTE_MINUTES } from "./model.ts";
import { rateOf } from "./price.ts";
import type { Rate } from "./rate_record.ts";
import type { Receiving } from "./ways.ts";
import { worthUnderWay } from "./worth.ts";

/** The least that is asked for: less costs more to send than it is worth, or can't be sent at all. */
const LEAST_UNITS: Readonly<Record<Asset, bigint>> = {
  BTC: 1_000n,
  ETH: 10n ** 14n,
  USDT: 100_000n,
  USDC: 100_000n,
};

/** So little is due that it can't sensibly be sent. */
export interface TooSmall {
  readonly code: "too_small";
}

/** What is due, less what is on its way on any chain. */
export function restOf(invoice: Invoice, payments: readonly ChainPayment[]): Money {
  const underWay = payments.reduce((sum, payment) => sum + worthUnderWay(payment).minor, 0);
  return money(Math.max(amountDue(invoice).minor - underWay, 0), invoice.currency);
}

/** Whether a promise holds that says the same. */
export function holds(
  payment: ChainPayment,
  { asset, due, now }: { asset: Asset; due: Money; now: Temporal.Instant },
): boolean {
  const quote = currentQuote(payment);
  return quote.asset === asset && quote.due.minor === due.minor && toIso(now) < quote.expiresAt;
}

/** The quote with this number, on the terms of now. */
export function makeQuote(
  { number, asset, due, rate, receiving, now }: {
    number: number;
    asset: Asset;
    due: Money;
    rate: Rate;
    receiving: Receiving;
    now: Temporal.Instant;
  },
): Result<Quote, TooSmall> {
  const { network } = ASSET_FACTS[asset];
  const units = toUnits(due, { asset, rate: rateOf(rate.price, due.currency) });
  if (units < LEAST_UNITS[asset]) return fail({ code: "too_small" });
  return ok({
    number,
    asset,
    units: String(units),
    due,
    price: rate.price,
    rateKind: rate.kind,
    rateAt: rate.at,
    sources: rate.sources,
    lockedAt: toIso(now),
    expiresAt: toIso(now.add({ minutes: QUOTE_MINUTES })),
    confirmations: confirmationsFor(receiving.steps, { network, amount: due }),
    toleranceBasisPoints: receiving.chains.toleranceBasisPoints,
  });
}

/** Quotes with one more: those that something was sent for stay, of the others the oldest go. */
export function withQuote(
  { quotes, sightings }: Pick<ChainPayment, "quotes" | "sightings">,
  quote: Quote,
): Quote[] {
  const used = new Set(sightings.map(({ quoteNumber }) => quoteNumber));
  const oldest = quote.number - MAX_QUOTES;
  return [...quotes.filter(({ number }) => used.has(number) || number > oldest), quote];
}
