/**
 * An Esplora server of a test's own on loopback, for a chain that the test makes: it pays, replaces, mines and forks. It
 * answers in the form of https://github.com/Blockstream/esplora/blob/master/API.md.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type HttpPeer, servePeer } from "./http_peer.ts";

const FIRST_HEIGHT = 900_000;
const PAGE_SIZE = 25;
const MEMPOOL_SIZE = 50;

/** An output: where to, and how many satoshis. */
export interface Output {
  address: string;
  value: number;
}

interface Transaction {
  txid: string;
  sequence: number;
  outputs: Output[];
}

interface Block {
  height: number;
  hash: string;
  time: number;
  transactions: Transaction[];
}

/** A chain and its server. */
export interface EsploraPeer extends HttpPeer {
  /** Puts a payment into the mempool; its txid. `isReplaceable` unless told otherwise. */
  pay(outputs: Output[], options?: { isReplaceable?: boolean }): string;
  /** Takes a transaction out of the mempool and puts another one there, as its sender may; the new txid. */
  replace(txid: string, outputs: Output[]): string;
  /** Takes a transaction out of the mempool. */
  drop(txid: string): void;
  /** Mines so many blocks; the first takes all of the mempool. */
  mine(count?: number): void;
  /** Forgets the last blocks; their transactions wait in the mempool again. */
  fork(depth: number): void;
  tip(): number;
  /** Every answer from now on is 503, until told otherwise. */
  isDown: boolean;
}

/** Serves a chain whose blocks have the times of the clock. */
export function serveEsplora(clock: { now(): Temporal.Instant }): EsploraPeer {
  const blocks: Block[] = [];
  let mempool: Transaction[] = [];
  let made = 0;

  const nextHash = () => sha256(new TextEncoder().encode(`esplora ${++made}`)).toHex();
  const tip = () => FIRST_HEIGHT + blocks.length - 1;

  function pay(outputs: Output[], { isReplaceable = true } = {}): string {
    const sequence = isReplaceable ? 0xfffffffd : 0xfffffffe;
    const transaction = { txid: nextHash(), sequence, outputs };
    mempool.unshift(transaction);
    return transaction.txid;
  }

  function drop(txid: string): void {
    mempool = mempool.filter((transaction) => transaction.txid !== txid);
  }

  function mine(count = 1): void {
    for (let n = 0; n < count; n++) {
      const time = Math.floor(clock.now().epochMilliseconds / 1000);
      blocks.push({ height: tip() + 1, hash: nextHash(), time, transactions: mempool });
      mempool = [];
    }
  }

  mine();
  const peer = servePeer((request) => {
    if (state.isDown) return new Response("down", { status: 503 });
    const path = new URL(request.url).pathname;
    const answer = answerTo(path, { blocks, mempool, tip: tip() });
    if (answer === null) return new Response("not found", { status: 404 });
    return typeof answer === "string" ? new Response(answer) : Response.json(answer);
  });
  const state: EsploraPeer = Object.assign(peer, {
    pay,
    drop,
    mine,
    tip,
    isDown: false,
    replace(txid: string, outputs: Output[]) {
      drop(txid);
      return pay(outputs);
    },
    fork(depth: number) {
      const forgotten = blocks.splice(blocks.length - depth, depth);
      mempool.push(...forgotten.flatMap((block) => block.transactions));
    },
  });
  return state;
}

function answerTo(
  path: string,
  chain: { blocks: Block[]; mempool: Transaction[]; tip: number },
): string | object | null {
  const { blocks, mempool, tip } = chain;
  const [, kind, ...rest] = path.split("/");
  const confirmed = blocks.toReversed().flatMap((block) =>
    block.transactions.map((transaction) => show(transaction, block))
  );
  const waiting = mempool.map((transaction) => show(transaction, null));
  switch (kind) {
    case "blocks":
      return rest.join("/") === "tip/height"
        ? String(tip)
        : rest.join("/") === "tip/hash"
        ? blocks.at(-1)!.hash
        : null;
    case "block-height":
      return blocks.find((block) => block.height === Number(rest[0]))?.hash ?? null;
    case "tx": {
      const found = [...waiting, ...confirmed].find(({ txid }) => txid === rest[0]);
      return found && rest[1] === "status" ? found.status : found ?? null;
    }
    case "address": {
      const [address, list, which, last] = rest;
      const paysIt = ({ vout }: Shown) =>
        vout.some((output) => output.scriptpubkey_address === address);
      const ours = confirmed.filter(paysIt);
      const unconfirmed = waiting.filter(paysIt).slice(0, MEMPOOL_SIZE);
      if (list !== "txs") return null;
      if (which === "mempool") return unconfirmed;
      if (which === undefined) return [...unconfirmed, ...ours.slice(0, PAGE_SIZE)];
      const start = ours.findIndex(({ txid }) => txid === last) + 1;
      return ours.slice(start, start + PAGE_SIZE);
    }
    default:
      return null;
  }
}

type Shown = ReturnType<typeof show>;

function show({ txid, sequence, outputs }: Transaction, block: Block | null) {
  return {
    txid,
    version: 2,
    locktime: 0,
    vin: [{ txid: "00".repeat(32), vout: 0, is_coinbase: false, sequence }],
    vout: outputs.map(({ address, value }) => ({
      scriptpubkey: "0014",
      scriptpubkey_type: "v0_p2wpkh",
      scriptpubkey_address: address,
      value,
    })),
    size: 222,
    weight: 561,
    fee: 1000,
    status: block
      ? {
        confirmed: true,
        block_height: block.height,
        block_hash: block.hash,
        block_time: block.time,
      }
      : { confirmed: false },
  };
}
