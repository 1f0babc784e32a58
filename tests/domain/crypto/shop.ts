/** A shop that takes crypto: a customer's open invoice, account keys, prices on loopback, and nodes where a test has some. */
import { requestQuote } from "@/domain/crypto/request_quote.ts";
import { readChainPayment } from "@/domain/crypto/repo.ts";
import type { ChainPayment } from "@/domain/crypto/model.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { type Asset, getSettings, type SettingsOf, updateSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { BITCOIN_ACCOUNT } from "@/tests/helpers/chain_payment.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { type PricePeer, servePrices, setPrices } from "@/tests/helpers/price_peer.ts";
import { makeStaff } from "../order/fixtures.ts";
import { type Debt, makeDebt } from "../payment/fixtures.ts";

export { BITCOIN_ACCOUNT } from "@/tests/helpers/chain_payment.ts";

/** m/44'/60'/0' of the same words. */
export const ETHEREUM_ACCOUNT =
  "xpub6DCoCpSuQZB2jawqnGMEPS63ePKWkwWPH4TU45Q7LPXWuNd8TMtVxRrgjtEshuqp" +
  "K3mdhaWHPFsBngh5GFZaM6si3yZdUsT8ddYM3PwnATt";

/** The first receiving addresses of these accounts. */
export const BITCOIN_ADDRESSES = [
  "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
  "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g",
];

/** What a test has. */
export interface CryptoShop extends AsyncDisposable {
  deps: TestDeps;
  prices: PricePeer;
  debt: Debt;
  /** Asks for a quote that must be given; the chain payment with it. */
  quote(asset: Asset, debt?: Debt): Promise<ChainPayment>;
  payment(id: string): Promise<ChainPayment>;
  due(): Promise<number>;
}

/** Opens the shop: one bitcoin is 50,000 EUR, whatever else a test says. */
export async function openCryptoShop(
  { chains = {}, privateHosts = [], at, kv }: {
    chains?: Partial<SettingsOf<"chains">>;
    privateHosts?: string[];
    at?: Temporal.Instant;
    kv?: Deno.Kv;
  } = {},
): Promise<CryptoShop> {
  const prices = servePrices({ now: () => deps.clock.now() }, "50000");
  const deps = await makeDeps({ at, kv, config: { privateHosts: [prices.host, ...privateHosts] } });
  await setPrices(deps, prices);
  await setChains(deps, {
    bitcoinAccountKey: BITCOIN_ACCOUNT,
    ethereumAccountKey: ETHEREUM_ACCOUNT,
    ...chains,
  });
  const debt = await makeDebt(deps);
  const payment = async (id: string) => (await readChainPayment(deps.kv, id))!;
  return {
    deps,
    prices,
    debt,
    payment,
    async quote(asset, { customer, invoice } = debt) {
      const input = { actor: customer, invoiceId: invoice.id, asset };
      return await payment(unwrap(await requestQuote(deps, input)).id);
    },
    async due() {
      const invoice = (await readInvoice(deps.kv, debt.invoice.id))!;
      return invoice.status === "open" ? invoice.total.minor - invoice.paid.minor : 0;
    },
    async [Symbol.asyncDispose]() {
      await prices[Symbol.asyncDispose]();
      await deps[Symbol.asyncDispose]();
    },
  };
}

/** Changes the settings of wallets and nodes. */
export async function setChains(
  deps: Deps,
  change: Partial<SettingsOf<"chains">>,
): Promise<void> {
  const values = { ...await getSettings(deps, "chains"), ...change };
  unwrap(await updateSettings(deps, { actor: makeStaff(), section: "chains", values }));
}
