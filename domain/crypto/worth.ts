/** What sightings are worth in the invoice's currency: by the quote that they were sent for, or by a rate of their own. */
import { type Money, money } from "@/domain/shared/money.ts";
import { toMinor } from "./asset.ts";
import { type ChainPayment, isFinal, leastUnits, type Quote, type Sighting } from "./model.ts";
import { rateOf } from "./price.ts";

type Seen = Pick<ChainPayment, "quotes" | "sightings" | "currency">;

/**
 * What a timely sighting adds to what was booked for its quote: the full amount pays just what was asked for, and so does
 * what is less by no more than the tolerance; parts are rounded down, but their sum isn't.
 */
export function worthInQuote(payment: Seen, sighting: Sighting): Money {
  const quote = payment.quotes.find(({ number }) => number === sighting.quoteNumber)!;
  const before = bookedUnits(payment, quote);
  const added = minorOf(before + BigInt(sighting.units), quote) - minorOf(before, quote);
  return money(added, payment.currency);
}

/** What a sighting is worth at a price, rounded down. */
export function worthAt(
  { asset, units }: Pick<Sighting, "asset" | "units">,
  { price, currency }: { price: string; currency: string },
): Money {
  return money(toMinor(BigInt(units), { asset, rate: rateOf(price, currency) }), currency);
}

/** What timely sightings that aren't booked yet will be worth. */
export function worthUnderWay(payment: Seen): Money {
  const sums = payment.quotes.map((quote) => {
    const open = timely(payment, quote).filter(({ booking }) => booking === null);
    const before = bookedUnits(payment, quote);
    return minorOf(before + unitsOf(open), quote) - minorOf(before, quote);
  });
  return money(sums.reduce((a, b) => a + b, 0), payment.currency);
}

/** What is left to be sent of a quote, unconfirmed money counted as come: nothing once the least that counts as paid has. */
export function restOfQuote(payment: Seen, quote: Quote): { units: bigint; due: Money } {
  const come = unitsOf(timely(payment, quote));
  const units = come >= leastUnits(quote) ? 0n : BigInt(quote.units) - come;
  const due = units === 0n ? 0 : quote.due.minor - minorOf(come, quote);
  return { units, due: money(due, payment.currency) };
}

/** The next sighting that can be booked without anybody's decision. */
export function nextBookable(payment: ChainPayment): Sighting | null {
  const found = payment.sightings.find((sighting) =>
    isFinal(sighting, payment.tip) && sighting.booking === null && !sighting.isDismissed &&
    (sighting.match === "on_time" || sighting.rule === "rate_at_confirmation")
  );
  return found ?? null;
}

function timely({ sightings }: Seen, quote: Quote): Sighting[] {
  return sightings.filter(({ match, quoteNumber, status, isDismissed }) =>
    match === "on_time" && quoteNumber === quote.number && status === "live" && !isDismissed
  );
}

function bookedUnits({ sightings }: Seen, quote: Quote): bigint {
  return unitsOf(
    sightings.filter(({ match, quoteNumber, booking }) =>
      match === "on_time" && quoteNumber === quote.number && booking !== null
    ),
  );
}

function unitsOf(sightings: readonly Sighting[]): bigint {
  return sightings.reduce((total, { units }) => total + BigInt(units), 0n);
}

/** Minor units that a total of units pays. */
function minorOf(total: bigint, quote: Quote): number {
  const asked = BigInt(quote.units);
  const due = BigInt(quote.due.minor);
  return Number(total >= leastUnits(quote) && total <= asked ? due : total * due / asked);
}
