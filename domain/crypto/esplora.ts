/**
 * Bitcoin through an Esplora HTTP API (https://github.com/Blockstream/esplora/blob/master/API.md). Whatever it says of an
 * address is read anew each time, so a reorganisation or a replaced transaction shows as what is no longer there.
 */
import { z } from "zod";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { sendOutgoing } from "@/domain/shared/outgoing.ts";
import { ok, type Result } from "@/domain/shared/result.ts";
import { type Arrival, type ChainFailed, chainFailed } from "./arrival.ts";

const TIMEOUT_MS = 8000;
const MAX_BYTES = 4 * 1024 * 1024;
/** Confirmed transactions that the API gives at a time. */
const PAGE_SIZE = 25;
/** Pages that are read of one address: who sends dust in masses hides nothing that is newer. */
const MAX_PAGES = 8;
/** Inputs with a sequence below this one signal that the transaction may be replaced (BIP 125). */
const FINAL_SEQUENCE = 0xfffffffe;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const satoshis = z.number().int().nonnegative().max(21e14);

const statusSchema = z.object({
  confirmed: z.boolean(),
  block_height: z.int().nonnegative().optional(),
  block_hash: hash.optional(),
  block_time: z.int().nonnegative().optional(),
});

const transactionSchema = z.object({
  txid: hash,
  vin: z.array(z.object({ sequence: z.int().nonnegative() })),
  vout: z.array(z.object({ scriptpubkey_address: z.string().optional(), value: satoshis })),
  status: statusSchema,
});

type Transaction = z.infer<typeof transactionSchema>;
type ReadDeps = Pick<Deps, "config">;

/** Height of the chain's last block. */
export async function readBitcoinTip(
  deps: ReadDeps,
  baseUrl: string,
): Promise<Result<number, ChainFailed>> {
  const text = await get(deps, `${baseUrl}/blocks/tip/height`);
  if (!text.ok) return text;
  return /^\d{1,9}$/.test(text.value.trim()) ? ok(Number(text.value)) : shape();
}

/** What an address has received. */
export interface BitcoinArrivals {
  arrivals: Arrival[];
  /** Whether that is all; of an address that got very much, only the newest are read. */
  isComplete: boolean;
}

/**
 * What arrived at an address, confirmed or not: an entry for each output that pays to it. Ask for the tip before, so
 * that confirmations are never counted too high.
 */
export async function readBitcoinArrivals(
  deps: ReadDeps,
  { baseUrl, address }: { baseUrl: string; address: string },
): Promise<Result<BitcoinArrivals, ChainFailed>> {
  const arrivals: Arrival[] = [];
  let after = "";
  for (let page = 0; page < MAX_PAGES; page++) {
    const read = await readPage(deps, `${baseUrl}/address/${address}/txs${after}`);
    if (!read.ok) return read;
    arrivals.push(...read.value.flatMap((transaction) => arrivalsOf(transaction, address)));
    const confirmed = read.value.filter(({ status }) => status.confirmed);
    if (confirmed.length < PAGE_SIZE) return ok({ arrivals, isComplete: true });
    after = `/chain/${confirmed.at(-1)!.txid}`;
  }
  return ok({ arrivals, isComplete: false });
}

/** Whether the chain has anything at all of an address, also what was spent since. */
export async function isBitcoinAddressUsed(
  deps: ReadDeps,
  { baseUrl, address }: { baseUrl: string; address: string },
): Promise<Result<boolean, ChainFailed>> {
  const read = await readPage(deps, `${baseUrl}/address/${address}/txs`);
  return read.ok ? ok(read.value.length > 0) : read;
}

async function readPage(deps: ReadDeps, url: string): Promise<Result<Transaction[], ChainFailed>> {
  const text = await get(deps, url);
  if (!text.ok) return text;
  try {
    return ok(z.array(transactionSchema).parse(JSON.parse(text.value)));
  } catch {
    return shape();
  }
}

function arrivalsOf({ txid, vin, vout, status }: Transaction, address: string): Arrival[] {
  const { confirmed, block_height: height, block_hash: hash, block_time: time } = status;
  const isInBlock = confirmed && height !== undefined && hash !== undefined && time !== undefined;
  const block = isInBlock
    ? { height, hash, at: toIso(Temporal.Instant.fromEpochMilliseconds(time * 1000)) }
    : null;
  return vout.flatMap(({ scriptpubkey_address, value }, index) =>
    scriptpubkey_address !== address || value === 0 ? [] : [{
      key: `${txid}:${index}`,
      txid,
      asset: "BTC" as const,
      units: String(value),
      address,
      block,
      isReplaceable: vin.some(({ sequence }) => sequence < FINAL_SEQUENCE),
    }]
  );
}

async function get(deps: ReadDeps, url: string): Promise<Result<string, ChainFailed>> {
  const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES };
  const answer = await sendOutgoing(deps, { url, reach: "operator", ...limits });
  if (!answer.ok) return chainFailed("bitcoin", answer.error.reason);
  const { status, text } = answer.value;
  return status === 200 ? ok(text) : chainFailed("bitcoin", `status ${status}`);
}

function shape(): Result<never, ChainFailed> {
  return chainFailed("bitcoin", "an answer of another shape");
}
