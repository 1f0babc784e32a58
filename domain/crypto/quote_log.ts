/**
 * The quotes of a pair in the order in which they were given: what customers were told that it is worth. Key:
 * `["chain_quotes", asset, currency, lockedAt, chainPaymentId]`, the quote's number within its chain payment.
 */
import type { Tx } from "@/domain/shared/kv.ts";
import type { ChainPayment, Quote } from "./model.ts";
import type { Pair } from "./price_sources.ts";
import { readChainPayment } from "./repo.ts";

/** Notes a quote in the commit that gives it; no check. */
export function noteQuote(tx: Tx, { id, currency }: ChainPayment, quote: Quote): void {
  tx.set(["chain_quotes", quote.asset, currency, quote.lockedAt, id], quote.number);
}

/** The last quotes of a pair, the newest first. Those that their chain payment no longer keeps are left out. */
export async function lastQuotes(
  kv: Deno.Kv,
  { asset, currency }: Pair,
  limit: number,
): Promise<Array<{ payment: ChainPayment; quote: Quote }>> {
  const prefix = ["chain_quotes", asset, currency];
  const noted: Array<{ id: string; number: number }> = [];
  for await (const { key, value } of kv.list<number>({ prefix }, { reverse: true, limit })) {
    noted.push({ id: String(key.at(-1)), number: value });
  }
  const read = await Promise.all(noted.map(async ({ id, number }) => {
    const payment = await readChainPayment(kv, id);
    const quote = payment?.quotes.find((each) => each.number === number);
    return payment && quote ? { payment, quote } : null;
  }));
  return read.filter((each) => each !== null);
}
