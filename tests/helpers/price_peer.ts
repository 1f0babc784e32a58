/** Price services on loopback: they answer in the forms that the real ones document, or as a test tells them to. */
import { getSettings, type RateSource, updateSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { type HttpPeer, servePeer } from "./http_peer.ts";

/** What a service says: a price, a price of another time, another answer, or none (`null`: 503). */
export type Quoted = string | { price: string; at: string } | Response | null;

/** All four services. */
export interface PricePeer extends HttpPeer {
  /** What each says of bitcoin from now on; if it says anything, the other assets are what `others` says. */
  says: Record<RateSource, Quoted>;
  /** Prices of the other assets. */
  others: Record<string, string>;
  /** Says the same everywhere. */
  sayAll(quoted: Quoted): void;
}

const KINDS: readonly RateSource[] = ["coinbase", "kraken", "bitstamp", "coingecko"];

/** How the services name the assets that aren't bitcoin. */
const OTHER_NAMES: ReadonlyArray<readonly [asset: string, name: RegExp]> = [
  ["USDT", /USDT|tether/i],
  ["USDC", /USDC|usd-coin/i],
  ["ETH", /ETH/i],
];

/** Serves the services, each below a path of its name. */
export function servePrices(clock: { now(): Temporal.Instant }, price: string): PricePeer {
  const says = Object.fromEntries(KINDS.map((kind) => [kind, price])) as PricePeer["says"];
  const others: Record<string, string> = { ETH: "2000", USDT: "1", USDC: "1" };
  const peer = servePeer((request) => {
    const url = new URL(request.url);
    const [, kind = "", ...rest] = url.pathname.split("/");
    const quoted = says[kind as RateSource];
    if (quoted === null) return new Response("busy", { status: 503 });
    if (quoted instanceof Response) return quoted.clone();
    const other = OTHER_NAMES.find(([, name]) => name.test(url.href))?.[0];
    if (other) {
      const said = { price: others[other]!, at: clock.now().toString() };
      return Response.json(
        answerOf(kind as RateSource, { ...said, rest, query: url.searchParams }),
      );
    }
    const said = typeof quoted === "string"
      ? { price: quoted, at: clock.now().toString() }
      : quoted;
    return Response.json(answerOf(kind as RateSource, { ...said, rest, query: url.searchParams }));
  });
  return Object.assign(peer, {
    says,
    others,
    sayAll(quoted: Quoted) {
      for (const kind of KINDS) says[kind] = quoted;
    },
  });
}

/** Sets the services as the sources of rates. */
export async function setPrices(deps: Deps, peer: HttpPeer): Promise<void> {
  const values = {
    ...await getSettings(deps, "rates"),
    sources: KINDS.map((kind) => ({ kind, baseUrl: `${peer.url}/${kind}` })),
  };
  const actor = { kind: "staff", id: "cus_1", permissions: ROLE_PERMISSIONS.owner } as const;
  unwrap(await updateSettings(deps, { actor, section: "rates", values }));
}

function answerOf(
  kind: RateSource,
  { price, at, rest, query }: { price: string; at: string; rest: string[]; query: URLSearchParams },
): unknown {
  const seconds = Math.floor(Temporal.Instant.from(at).epochMilliseconds / 1000);
  switch (kind) {
    case "coinbase": {
      const [base, currency] = rest[2]!.split("-");
      return { data: { amount: price, base, currency } };
    }
    case "kraken":
      return {
        error: [],
        result: { [query.get("pair")!]: { a: [price, "1", "1.000"], c: [price, "0.01"] } },
      };
    case "bitstamp":
      return { last: price, high: price, low: price, timestamp: String(seconds), volume: "1" };
    case "coingecko": {
      const currency = query.get("vs_currencies")!;
      return { [query.get("ids")!]: { [currency]: Number(price), last_updated_at: seconds } };
    }
  }
}
