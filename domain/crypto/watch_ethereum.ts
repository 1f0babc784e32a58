/**
 * Watches Ethereum: follows its blocks while anything is expected, notes what they brought, and books what lies deep
 * enough. A block counts only while it is in the chain: the hash of each is compared with each look.
 */
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { applyLook } from "./apply_look.ts";
import type { Arrival, ChainFailed } from "./arrival.ts";
import { bookFinal } from "./book_final.ts";
import { contractEther } from "./contract_ether.ts";
import { followChain, type ReadBlock, readCursor, writeCursor } from "./cursor.ts";
import { type EthereumNode, readBlockHash, readEthereumTip } from "./ethereum.ts";
import type { ChainPayment } from "./model.ts";
import { readWaitingArrivals, readWatched } from "./repo.ts";
import { ethereumNode, type Receiving } from "./ways.ts";
import { nextBookable } from "./worth.ts";

const SECONDS_PER_BLOCK = 12;
/** Blocks that are read beyond what should be enough. */
const SPARE_BLOCKS = 10;
/** As far back as following begins: about a day. */
const MAX_START_BLOCKS = 7200;

interface Pass {
  now: Temporal.Instant;
  node: EthereumNode;
  receiving: Receiving;
  /** The chain as far as it was read. */
  blocks: readonly ReadBlock[];
}

/** Looks at what the chain has brought since the last look. Does nothing without a node. */
export async function watchEthereum(deps: Deps, receiving: Receiving): Promise<void> {
  const node = ethereumNode(receiving.chains);
  if (node.url === "") return;
  // The tip first: whoever pays within it was given the address before it was read, and is in the list that follows.
  const now = deps.clock.now();
  const tip = await readEthereumTip(deps, node);
  if (!tip.ok) return logFailure(deps, tip.error);
  const watched = await readWatched(deps);
  const before = await readCursor(deps.kv, node.chainId);
  const { chainId } = node;
  if (watched.length === 0) {
    if (before.blocks.length > 0) {
      await writeCursor(deps.kv, { chainId, before, blocks: [], found: [] });
    }
    return;
  }
  const byAddress = new Map(watched.map((payment) => [payment.address, payment.id]));
  const followed = await followChain(deps, node, {
    blocks: before.blocks,
    tip: tip.value,
    start: startOf(watched, { tip: tip.value, now }),
    addresses: [...byAddress.keys()],
  });
  if (!followed.ok) return logFailure(deps, followed.error);
  const { blocks, arrivals } = followed.value;
  const found = arrivals.map((arrival) => ({ id: byAddress.get(arrival.address)!, arrival }));
  if (!await writeCursor(deps.kv, { chainId, before, blocks, found })) return;
  await noteAll(deps, watched, { now, node, receiving, blocks });
}

/** Where following begins: before the first that is expected could have been paid. */
function startOf(
  watched: readonly ChainPayment[],
  { tip, now }: { tip: number; now: Temporal.Instant },
): number {
  const starts = watched.map(({ sinceHeight, createdAt }) => {
    const seconds = Temporal.Instant.from(createdAt).until(now).total("seconds");
    return sinceHeight ?? tip - Math.ceil(seconds / SECONDS_PER_BLOCK);
  });
  return Math.max(Math.min(...starts) - SPARE_BLOCKS, tip - MAX_START_BLOCKS, 0);
}

/** Notes what waits for it on each chain payment, each apart from the others' failures. */
async function noteAll(deps: Deps, watched: readonly ChainPayment[], pass: Pass): Promise<void> {
  if (pass.blocks.length === 0) return;
  const waiting = await readWaitingArrivals(deps.kv);
  for (const payment of watched) {
    const own = waiting.get(payment.id) ?? [];
    const isDue = payment.nextLookAt !== null && payment.nextLookAt <= toIso(pass.now);
    if (own.length === 0 && !isDue) continue;
    try {
      await note(deps, payment, { ...pass, own });
    } catch (error) {
      deps.log.error("crypto.look_failed", { network: "ethereum", id: payment.id, error });
    }
  }
}

async function note(
  deps: Deps,
  payment: ChainPayment,
  { own, ...pass }: Pass & { own: readonly Arrival[] },
): Promise<void> {
  const { node, blocks, receiving, now } = pass;
  const top = blocks.at(-1)!;
  const hashes = await hashesOf(deps, pass, [...own, ...payment.sightings]);
  const isReplaced = ({ block }: Pick<Arrival, "block">) =>
    block !== null && hashes.get(block.height) !== undefined &&
    hashes.get(block.height) !== block.hash;
  const counted = own.filter((arrival) => !isReplaced(arrival));
  const sent = await contractEther(deps, node, { payment, own: counted, top, now });
  const { lateRule, wrongAssetRule } = receiving.chains;
  const after = await applyLook(deps, payment.id, {
    now,
    tip: top.height,
    arrivals: [...counted, ...sent],
    isGone: isReplaced,
    rules: { lateRule, wrongAssetRule, steps: receiving.steps },
    waiting: own,
  });
  if (after && nextBookable(after)) await bookFinal(deps, payment.id);
}

/**
 * Hashes of the chain by height, for the blocks of these: those above what was read are `null`, as the chain has them no
 * longer; those that the node doesn't tell are missing.
 */
async function hashesOf(
  deps: Deps,
  { node, blocks }: Pass,
  arrivals: ReadonlyArray<Pick<Arrival, "block">>,
): Promise<Map<number, string | null>> {
  const known = new Map<number, string | null>(blocks.map(({ height, hash }) => [height, hash]));
  const top = blocks.at(-1)!.height;
  for (const { block } of arrivals) {
    if (block === null || known.has(block.height)) continue;
    if (block.height > top) known.set(block.height, null);
    else {
      const hash = await readBlockHash(deps, node, block.height);
      if (hash.ok) known.set(block.height, hash.value);
    }
  }
  return known;
}

function logFailure(deps: Deps, { network, reason }: ChainFailed): void {
  deps.log.warn("crypto.chain_failed", { network, reason, at: isoNow(deps.clock) });
}
