/**
 * How far Ethereum's blocks were read: the hashes of the last ones, each block the parent of the next, so that a
 * reorganisation is seen however it comes about. Key: `["chain_cursors", "ethereum"]`.
 */
import { z } from "zod";
import type { Deps } from "@/domain/shared/deps.ts";
import { ok, type Result } from "@/domain/shared/result.ts";
import { type Arrival, type ChainFailed, chainFailed } from "./arrival.ts";
import { type EthereumNode, readBlockHash } from "./ethereum.ts";
import { arrivalKey } from "./repo.ts";
import { scanBlock } from "./scan_block.ts";

/** Blocks whose hashes are kept: more than any confirmations that can be set. */
const WINDOW = 200;
/** Blocks that are read in one run: eight times as many as come in a minute, so that what was missed is caught up. */
const MAX_BLOCKS = 40;

const KEY: Deno.KvKey = ["chain_cursors", "ethereum"];

const cursorSchema = z.strictObject({
  schemaVersion: z.literal(1),
  chainId: z.int(),
  blocks: z.array(z.strictObject({ height: z.int().nonnegative(), hash: z.string() })).max(WINDOW),
});

/** A block that was read. */
export type ReadBlock = z.infer<typeof cursorSchema>["blocks"][number];

/** The cursor as it was read, to be replaced by what was read since. */
export interface Cursor {
  blocks: ReadBlock[];
  versionstamp: string | null;
}

/** How far was read; without any block if nothing was, or if it was of another chain. */
export async function readCursor(kv: Deno.Kv, chainId: number): Promise<Cursor> {
  const { value, versionstamp } = await kv.get(KEY);
  const stored = value === null ? null : cursorSchema.parse(value);
  return { blocks: stored?.chainId === chainId ? stored.blocks : [], versionstamp };
}

/**
 * Notes how far was read together with what was found, which waits for its chain payment there: whatever happens next, no
 * block is read twice and none is forgotten. False if another process has noted its own meanwhile.
 */
export async function writeCursor(
  kv: Deno.Kv,
  { chainId, before, blocks, found }: {
    chainId: number;
    before: Cursor;
    blocks: readonly ReadBlock[];
    found: ReadonlyArray<{ id: string; arrival: Arrival }>;
  },
): Promise<boolean> {
  const cursor = { schemaVersion: 1 as const, chainId, blocks: blocks.slice(-WINDOW) };
  const commit = kv.atomic()
    .check({ key: KEY, versionstamp: before.versionstamp })
    .set(KEY, cursorSchema.parse(cursor));
  for (const { id, arrival } of found) commit.set(arrivalKey(id, arrival.key), arrival);
  return (await commit.commit()).ok;
}

/** What following the chain has brought. */
export interface Followed {
  blocks: ReadBlock[];
  arrivals: Arrival[];
}

/**
 * Follows the chain from the blocks that were read to its tip, at most 40 at a time, or from `start` if none was. Blocks
 * that the chain no longer has are taken off first. If it has none of the window any more, following begins again there.
 */
export async function followChain(
  deps: Pick<Deps, "config" | "log">,
  node: EthereumNode,
  { blocks: known, tip, start, addresses }: {
    blocks: readonly ReadBlock[];
    tip: number;
    start: number;
    addresses: readonly string[];
  },
): Promise<Result<Followed, ChainFailed>> {
  if (known[0] && tip < known[0].height) return chainFailed("ethereum", "the node is far behind");
  const kept = await dropReplaced(deps, node, { blocks: known, tip });
  if (!kept.ok) return kept;
  const blocks = [...kept.value];
  if (known.length > 0 && blocks.length === 0) {
    deps.log.error("crypto.deep_reorganisation", { from: known[0]!.height });
  }
  const arrivals: Arrival[] = [];
  let next = blocks.at(-1) ? blocks.at(-1)!.height + 1 : known[0]?.height ?? start;
  for (let count = 0; count < MAX_BLOCKS && next <= tip; count++) {
    const scanned = await scanBlock(deps, node, { height: next, addresses });
    if (!scanned.ok) return scanned;
    const last = blocks.at(-1);
    if (scanned.value === null || (last && scanned.value.parentHash !== last.hash)) break;
    blocks.push({ height: next, hash: scanned.value.hash });
    arrivals.push(...scanned.value.arrivals);
    next++;
  }
  return ok({ blocks, arrivals });
}

/** The blocks without those at the end that the chain no longer has. A node that is only behind takes none away. */
async function dropReplaced(
  deps: Pick<Deps, "config">,
  node: EthereumNode,
  { blocks, tip }: { blocks: readonly ReadBlock[]; tip: number },
): Promise<Result<readonly ReadBlock[], ChainFailed>> {
  for (let count = blocks.length; count > 0; count--) {
    const { height, hash } = blocks[count - 1]!;
    if (height > tip) continue;
    const now = await readBlockHash(deps, node, height);
    if (!now.ok) return now;
    if (now.value !== hash) continue;
    const isBehind = blocks.at(-1)!.height > tip && height === tip;
    return ok(isBehind ? blocks : blocks.slice(0, count));
  }
  return ok([]);
}
