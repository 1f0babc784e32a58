/** A payment on a chain that no node watches, with a transaction that its customer has named. */
import { nameTransaction, requestQuote } from "@/domain/crypto/mod.ts";
import { getSettings, updateSettings } from "@/domain/settings/mod.ts";
import type { CustomerActor, StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";

/** BIP 84, test vectors. */
export const BITCOIN_ACCOUNT =
  "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqt" +
  "fSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs";

/** The transaction that was named. */
export const NAMED_TXID = "ab".repeat(32);

/** Sets an account key, and asks for and pays a quote on the invoice; the chain payment's id. */
export async function makeChainPayment(
  deps: Deps,
  { staff, customer, invoiceId, txid = NAMED_TXID }: {
    staff: StaffActor;
    customer: CustomerActor;
    invoiceId: string;
    txid?: string;
  },
): Promise<string> {
  const values = { ...await getSettings(deps, "chains"), bitcoinAccountKey: BITCOIN_ACCOUNT };
  unwrap(await updateSettings(deps, { actor: staff, section: "chains", values }));
  await knowRate(deps);
  const input = { actor: customer, invoiceId, asset: "BTC" } as const;
  const { id } = unwrap(await requestQuote(deps, input));
  unwrap(await nameTransaction(deps, { actor: customer, id, txid }));
  return id;
}

/** Makes the rate of bitcoin known for a minute, so that no price service is asked. */
export async function knowRate(deps: Deps): Promise<void> {
  const at = isoNow(deps.clock);
  const sources = ["coinbase", "kraken", "bitstamp"].map((source) => {
    return { source, price: "50000", at, leftOut: null };
  });
  const good = { price: "50000", at, sources };
  const record = { schemaVersion: 1, good, failedAt: null, asked: { at, sources } };
  await deps.kv.set(["crypto_rates", "BTC", "EUR"], record);
}
