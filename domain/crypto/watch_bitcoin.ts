/** Watches Bitcoin: asks an Esplora server about the addresses whose time has come, and books what lies deep enough. */
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { applyLook } from "./apply_look.ts";
import { bookFinal } from "./book_final.ts";
import { readBitcoinArrivals, readBitcoinTip } from "./esplora.ts";
import { dueEntries, type DueEntry, readChainPayment, setAside } from "./repo.ts";
import type { Receiving } from "./ways.ts";

/** Addresses that are asked about in one run: the next one is a minute away. */
const MAX_PER_RUN = 100;
const PARALLEL = 4;
/** For how long an address that can't be dealt with is left alone, so that it doesn't hold up the others. */
const ASIDE_MINUTES = 5;

/** Looks at every Bitcoin payment that is due. Does nothing without a server. */
export async function watchBitcoin(deps: Deps, receiving: Receiving): Promise<void> {
  const { esploraUrl: baseUrl } = receiving.chains;
  if (baseUrl === "") return;
  const now = isoNow(deps.clock);
  const due = await dueEntries(deps.kv, { now, limit: MAX_PER_RUN });
  if (due.length === 0) return;
  const tip = await readBitcoinTip(deps, baseUrl);
  if (!tip.ok) {
    deps.log.warn("crypto.chain_failed", { network: "bitcoin", reason: tip.error.reason });
    return;
  }
  const queue = [...due];
  const work = async () => {
    for (let entry = queue.shift(); entry; entry = queue.shift()) {
      await lookAt(deps, entry, { receiving, tip: tip.value });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}

async function lookAt(
  deps: Deps,
  entry: DueEntry,
  { receiving, tip }: { receiving: Receiving; tip: number },
): Promise<void> {
  try {
    const now = deps.clock.now();
    const payment = await readChainPayment(deps.kv, entry.id);
    if (payment?.nextLookAt == null) return await setAside(deps.kv, entry, null);
    const { esploraUrl: baseUrl, lateRule, wrongAssetRule } = receiving.chains;
    const read = await readBitcoinArrivals(deps, { baseUrl, address: payment.address });
    if (!read.ok) throw new Error(read.error.reason);
    const { arrivals, isComplete } = read.value;
    const rules = { lateRule, wrongAssetRule, steps: receiving.steps };
    const isGone = () => isComplete;
    const after = await applyLook(deps, entry.id, { now, tip, arrivals, isGone, rules });
    if (after && after.nextLookAt !== entry.at && payment.nextLookAt !== entry.at) {
      await setAside(deps.kv, entry, null);
    }
    await bookFinal(deps, entry.id);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    deps.log.warn("crypto.look_failed", { network: "bitcoin", id: entry.id, reason });
    const until = toIso(deps.clock.now().add({ minutes: ASIDE_MINUTES }));
    await setAside(deps.kv, entry, until);
  }
}
