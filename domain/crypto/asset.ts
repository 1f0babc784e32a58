/**
 * The assets that are received, and their amounts: whole numbers of the smallest unit (satoshi, wei, a token's
 * millionth) as BigInt, in records as decimal strings of that unit. No floats.
 */
import type { Asset, DerivedNetwork } from "@/domain/settings/mod.ts";
import type { Money, Ratio } from "@/domain/shared/money.ts";

/** What is known of an asset. */
export interface AssetFacts {
  label: string;
  /** The chain on which it is received at addresses of our own. */
  network: DerivedNetwork;
  /** Decimals of the smallest unit. */
  decimals: number;
  /** Decimals that customers are asked for: a finer amount would be worth less than a tenth of a cent. */
  quotedDecimals: number;
}

/** The assets by name. */
export const ASSET_FACTS: Readonly<Record<Asset, AssetFacts>> = {
  BTC: { label: "Bitcoin", network: "bitcoin", decimals: 8, quotedDecimals: 8 },
  ETH: { label: "Ether", network: "ethereum", decimals: 18, quotedDecimals: 8 },
  USDT: { label: "Tether USD", network: "ethereum", decimals: 6, quotedDecimals: 4 },
  USDC: { label: "USD Coin", network: "ethereum", decimals: 6, quotedDecimals: 4 },
};

/** Chains as people call them. */
export const NETWORK_LABELS: Readonly<Record<DerivedNetwork, string>> = {
  bitcoin: "Bitcoin",
  ethereum: "Ethereum",
};

/**
 * What `amount` costs in an asset of which one whole coin is worth `rate` minor units: rounded up, to the last
 * decimal that customers are asked for.
 *
 * @throws RangeError if the rate isn't more than zero, or the amount is below it.
 */
export function toUnits(amount: Money, { asset, rate }: { asset: Asset; rate: Ratio }): bigint {
  if (rate.numerator <= 0n || rate.denominator <= 0n) {
    throw new RangeError("a rate must be positive");
  }
  if (amount.minor < 0) throw new RangeError("an amount to be paid must not be negative");
  const { decimals, quotedDecimals } = ASSET_FACTS[asset];
  const step = 10n ** BigInt(decimals - quotedDecimals);
  const numerator = BigInt(amount.minor) * rate.denominator * 10n ** BigInt(decimals);
  return divideUp(numerator, rate.numerator * step) * step;
}

/** The worth of so many units at `rate` minor units a coin, rounded down. */
export function toMinor(units: bigint, { asset, rate }: { asset: Asset; rate: Ratio }): number {
  const coin = 10n ** BigInt(ASSET_FACTS[asset].decimals);
  return Number(units * rate.numerator / (rate.denominator * coin));
}

/** Minor units that a whole coin comes to where `units` came to `minor`, rounded down; `null` if nobody could pay that. */
export function minorPerCoin(
  minor: number,
  { units, asset }: { units: bigint; asset: Asset },
): number | null {
  const value = Number(BigInt(minor) * 10n ** BigInt(ASSET_FACTS[asset].decimals) / units);
  return Number.isSafeInteger(value) ? value : null;
}

/** Units as a decimal of whole coins without needless zeros: `0.00012`, `12`, `3.5`. */
export function formatUnits(units: bigint, asset: Asset): string {
  const { decimals } = ASSET_FACTS[asset];
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, "0");
  const fraction = digits.slice(-decimals).replace(/0+$/, "");
  const whole = digits.slice(0, -decimals);
  return `${units < 0n ? "-" : ""}${whole}${fraction && `.${fraction}`}`;
}

/** Units from a decimal of whole coins; `null` if it isn't one, has more decimals than the asset, or is too long. */
export function parseUnits(text: string, asset: Asset): bigint | null {
  const match = /^(\d{1,15})(?:[.,](\d{1,18}))?$/.exec(text.trim());
  const { decimals } = ASSET_FACTS[asset];
  const fraction = match?.[2] ?? "";
  if (!match || fraction.length > decimals) return null;
  return BigInt(match[1]! + fraction.padEnd(decimals, "0"));
}

function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
