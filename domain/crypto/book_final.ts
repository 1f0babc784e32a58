/**
 * Books what lies deep enough: one receipt a commit, by the chain's own name of it, together with the note of it on the
 * chain payment. Whatever fails in between, it is booked once: the receipt's name and the note are both under check.
 */
import {
  comparableReference,
  getByReceipt,
  peekPayment,
  type ReceiptMethod,
  stageBookedReceipt,
  stageReceiptAlias,
} from "@/domain/payment/mod.ts";
import type { Asset } from "@/domain/settings/mod.ts";
import { dayOf, isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import type { Money } from "@/domain/shared/money.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import { WATCHER } from "./apply_look.ts";
import { coinsOf } from "./coins.ts";
import { getRate } from "./get_rate.ts";
import { reckoned } from "./look.ts";
import { type ChainPayment, MAX_SIGHTINGS, type Sighting } from "./model.ts";
import { getChainPayment, readChainPayment, setChainPayment } from "./repo.ts";
import { nextBookable, worthAt, worthInQuote } from "./worth.ts";

/** Methods by asset. */
export const RECEIPT_METHOD: Readonly<Record<Asset, ReceiptMethod>> = {
  BTC: "crypto_btc",
  ETH: "crypto_eth",
  USDT: "crypto_usdt",
  USDC: "crypto_usdc",
};

/**
 * Books all that can be booked without anybody's decision; answers how many. What came on other terms waits while nobody
 * knows a rate for it.
 */
export async function bookFinal(deps: Deps, id: string): Promise<number> {
  let count = 0;
  for (let at = 0; at < MAX_SIGHTINGS; at++) {
    const payment = await readChainPayment(deps.kv, id);
    const next = payment && nextBookable(payment);
    if (!next) break;
    const price = next.match === "on_time" ? null : await priceNow(deps, payment, next);
    if (next.match !== "on_time" && price === null) break;
    const booked = await transact(deps, (tx) => stageNext(tx, deps, { id, key: next.key, price }));
    if (booked.ok) count++;
    else if (booked.error.code === "conflict") throw new Error(`too many others changed ${id}`);
  }
  return count;
}

/** The rate of now; not the last good one, whose margin would be the customer's loss. */
async function priceNow(
  deps: Deps,
  { currency }: ChainPayment,
  { asset }: Sighting,
): Promise<string | null> {
  const rate = await getRate(deps, { asset, currency });
  return rate.ok && rate.value.kind === "fresh" ? rate.value.price : null;
}

async function stageNext(
  tx: Tx,
  deps: Deps,
  { id, key, price }: { id: string; key: string; price: string | null },
): Promise<Result<void, { code: "booked_meanwhile" }>> {
  const payment = await getChainPayment(tx, id);
  const sighting = payment && nextBookable(payment);
  if (!sighting || sighting.key !== key) return fail({ code: "booked_meanwhile" });
  const amount = price === null
    ? worthInQuote(payment, sighting)
    : worthAt(sighting, { price, currency: payment.currency });
  const quoted = payment.quotes.find(({ number }) => number === sighting.quoteNumber)!;
  await stageBooking(tx, deps, { payment, sighting, amount, price: price ?? quoted.price });
  return ok(undefined);
}

/** At most ten checks: the chain payment, the receipt's two names, and what a receipt costs. */
async function stageBooking(
  tx: Tx,
  deps: Deps,
  { payment, sighting, amount, price }: {
    payment: ChainPayment;
    sighting: Sighting;
    amount: Money;
    price: string;
  },
): Promise<void> {
  // So small a part of a quote that it is worth nothing, rounded down.
  if (amount.minor === 0) {
    return replaceSighting(tx, deps, payment, { ...sighting, isDismissed: true });
  }
  const { customerId, invoiceId, currency } = payment;
  const method = RECEIPT_METHOD[sighting.asset];
  const paymentId = await recordedByHand(tx, { payment, sighting }) ?? await stageReceipt();
  const booking = { paymentId, amount, at: isoNow(deps.clock) };
  replaceSighting(tx, deps, payment, { ...sighting, booking });

  async function stageReceipt(): Promise<string> {
    const booked = await stageBookedReceipt(tx, deps, {
      actor: WATCHER,
      customerId,
      invoiceId,
      receipt: {
        amount,
        method,
        reference: sighting.key,
        receivedOn: dayOf(Temporal.Instant.from(sighting.block!.at)),
        coins: coinsOf(payment, { asset: sighting.asset, units: sighting.units, price }),
      },
      source: "chain",
    });
    if (!booked.ok && booked.error.code === "already_booked") return booked.error.paymentId;
    if (!booked.ok) throw new Error(`${payment.id} can't be booked: ${booked.error.code}`);
    const alias = { method, currency, reference: sighting.txid };
    await stageReceiptAlias(tx, alias, booked.value.paymentId);
    return booked.value.paymentId;
  }
}

/**
 * The payment that staff have typed with the transaction alone, for this customer; one check. The same transaction may have
 * paid others as well, or other addresses: what was booked for them isn't this one's.
 */
export async function recordedByHand(
  tx: Tx,
  { payment, sighting: { asset, txid } }: { payment: ChainPayment; sighting: Sighting },
): Promise<string | null> {
  const { customerId, currency, sightings } = payment;
  const name = { method: RECEIPT_METHOD[asset], currency, reference: txid };
  const known = await getByReceipt(tx, name);
  if (known === null || sightings.some(({ booking }) => booking?.paymentId === known)) return null;
  const recorded = await peekPayment(tx, known);
  const isIt = recorded?.source === "staff" && recorded.customerId === customerId &&
    comparableReference(recorded.reference) === comparableReference(txid);
  return isIt ? known : null;
}

/** Writes a chain payment with one sighting changed. */
export function replaceSighting(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  before: ChainPayment,
  changed: Sighting,
): void {
  const sightings = before.sightings.map((each) => each.key === changed.key ? changed : each);
  setChainPayment(tx, before, reckoned({ ...before, sightings }, deps.clock.now()));
}
