/** Rates in words for staff. */
import type { RateView } from "@/domain/crypto/view.ts";
import type { RateSource } from "@/domain/settings/mod.ts";

/** Price services as they call themselves. */
export const SOURCE_NAMES: Readonly<Record<RateSource, string>> = {
  coinbase: "Coinbase",
  kraken: "Kraken",
  bitstamp: "Bitstamp",
  coingecko: "CoinGecko",
};

/** What the state of a rate means for customers just now. */
export function stateText(rate: RateView): string {
  switch (rate.state) {
    case "ok":
      return "Enough sources agree: customers are quoted the median.";
    case "last_good":
      return `The sources don't agree: customers are quoted the last good rate, ${
        percentText(rate.marginBasisPoints)
      } lower.`;
    case "paused":
      return "The sources don't agree and the last good rate is too old: customers can't choose it. Staff were told by mail.";
    case "unknown":
      return "Nobody has asked the sources yet: that happens within a minute while the server runs its tasks.";
  }
}

/** Basis points as a percentage: `120` → `1.2 %`. */
export function percentText(basisPoints: number, { isSigned = false } = {}): string {
  const sign = isSigned && basisPoints > 0 ? "+" : "";
  return `${sign}${basisPoints / 100} %`.replace("-", "−");
}

/** How old something is: `35 s`, `4 min`, `3 h`, `2 d`. */
export function ageText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 120 * 60) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
