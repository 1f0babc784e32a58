/** The task that watches chains, once a minute among all processes; each chain apart from the other's failures. */
import type { Deps } from "@/domain/shared/deps.ts";
import { watchBitcoin } from "./watch_bitcoin.ts";
import { watchEthereum } from "./watch_ethereum.ts";
import { readReceiving } from "./ways.ts";

/** Looks at every chain on which something is expected. */
export async function watchChains(deps: Deps): Promise<void> {
  const receiving = await readReceiving(deps);
  const results = await Promise.allSettled([
    watchBitcoin(deps, receiving),
    watchEthereum(deps, receiving),
  ]);
  for (const result of results) {
    if (result.status === "rejected") {
      deps.log.error("crypto.watch_failed", { error: result.reason });
    }
  }
}
