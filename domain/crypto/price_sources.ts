/** Asking price services: their URLs, and their answers by the shape that each documents. Anything else is no answer. */
import { z } from "zod";
import type { Asset, RateSource, SettingsOf } from "@/domain/settings/mod.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { sendOutgoing } from "@/domain/shared/outgoing.ts";
import { type Price, priceText } from "./price.ts";

const TIMEOUT_MS = 4000;
const MAX_BYTES = 64 * 1024;

/** What is asked for. */
export interface Pair {
  asset: Asset;
  /** ISO 4217. */
  currency: string;
}

/** How a service is asked, and how its answer is read; `null` if it isn't about the pair. */
interface Service {
  path(pair: Pair): string;
  read(answer: unknown, pair: Pair): { price: string | number; at?: Temporal.Instant } | null;
}

const KRAKEN_NAMES: Readonly<Record<Asset, string>> = {
  BTC: "XBT",
  ETH: "ETH",
  USDT: "USDT",
  USDC: "USDC",
};

const COINGECKO_IDS: Readonly<Record<Asset, string>> = {
  BTC: "bitcoin",
  ETH: "ethereum",
  USDT: "tether",
  USDC: "usd-coin",
};

const coinbaseSchema = z.object({
  data: z.object({ amount: z.string(), base: z.string(), currency: z.string() }),
});
const krakenSchema = z.object({
  error: z.array(z.string()).max(0),
  result: z.record(z.string(), z.object({ c: z.array(z.string()).min(1) })),
});
const bitstampSchema = z.object({ last: z.string(), timestamp: z.string().regex(/^\d{1,12}$/) });
const coingeckoSchema = z.record(z.string(), z.record(z.string(), z.number()));

const SERVICES: Readonly<Record<RateSource, Service>> = {
  coinbase: {
    path: ({ asset, currency }) => `/v2/prices/${asset}-${currency}/spot`,
    read(answer, { asset, currency }) {
      const { data } = coinbaseSchema.parse(answer);
      return data.base === asset && data.currency === currency ? { price: data.amount } : null;
    },
  },
  kraken: {
    path: ({ asset, currency }) => `/0/public/Ticker?pair=${KRAKEN_NAMES[asset]}${currency}`,
    read(answer) {
      const [ticker, ...others] = Object.values(krakenSchema.parse(answer).result);
      return ticker && others.length === 0 ? { price: ticker.c[0]! } : null;
    },
  },
  bitstamp: {
    path: ({ asset, currency }) => `/api/v2/ticker/${(asset + currency).toLowerCase()}/`,
    read(answer) {
      const { last, timestamp } = bitstampSchema.parse(answer);
      return { price: last, at: fromSeconds(Number(timestamp)) };
    },
  },
  coingecko: {
    path: ({ asset, currency }) =>
      `/api/v3/simple/price?ids=${COINGECKO_IDS[asset]}&vs_currencies=${currency.toLowerCase()}` +
      "&include_last_updated_at=true&precision=full",
    read(answer, { asset, currency }) {
      const entry = coingeckoSchema.parse(answer)[COINGECKO_IDS[asset]];
      const price = entry?.[currency.toLowerCase()];
      const at = entry?.["last_updated_at"];
      return price === undefined || at === undefined ? null : { price, at: fromSeconds(at) };
    },
  },
};

/** What the configured sources say of a pair, all asked at once; one that doesn't answer in its form isn't there. */
export async function askPrices(
  deps: Pick<Deps, "config" | "clock" | "log">,
  { pair, sources }: { pair: Pair; sources: SettingsOf<"rates">["sources"] },
): Promise<Price[]> {
  const prices = await Promise.all(sources.map((source) => askPrice(deps, { pair, source })));
  return prices.filter((price) => price !== null);
}

async function askPrice(
  deps: Pick<Deps, "config" | "clock" | "log">,
  { pair, source }: { pair: Pair; source: SettingsOf<"rates">["sources"][number] },
): Promise<Price | null> {
  const service = SERVICES[source.kind];
  const answer = await sendOutgoing(deps, {
    url: source.baseUrl + service.path(pair),
    headers: { accept: "application/json" },
    reach: "operator",
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  const problem = !answer.ok ? answer.error.reason : answer.value.status === 200 ? null : "status";
  const read = answer.ok && problem === null ? readAnswer(service, pair, answer.value.text) : null;
  if (read === null) {
    deps.log.warn("price.no_answer", { source: source.kind, ...pair, problem: problem ?? "shape" });
    return null;
  }
  const { price, at } = read;
  return { source: source.kind, price, at: at ? toIso(at) : isoNow(deps.clock) };
}

function readAnswer(
  service: Service,
  pair: Pair,
  text: string,
): { price: string; at?: Temporal.Instant } | null {
  try {
    const read = service.read(JSON.parse(text), pair);
    const price = read && priceText(read.price);
    return read && price !== null ? { price, at: read.at } : null;
  } catch {
    return null;
  }
}

function fromSeconds(seconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(seconds * 1000));
}
