/**
 * Keys of chain payments:
 * `["chain_payments", id]`, and owned by it `["chain_payments_by_phase", phase, id]`,
 * `["chain_payments_attention", id]` while staff have something to decide, `["chain_payments_due", nextLookAt, id]` and
 * `["chain_payments_watched", network, id]` while its chain is asked;
 * `["chain_payments_by_invoice", invoiceId, network]`: one for each;
 * `["chain_addresses", network, address]`: an address is given once;
 * `["chain_counters", network, account]`: the next index of an account key.
 */
import type { DerivedNetwork } from "@/domain/settings/mod.ts";
import { isId } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { type ChainPayment, chainPaymentSchema } from "./model.ts";
import { needsStaff } from "./state.ts";
import type { ChainPhase } from "./view.ts";

const paymentKey = (id: string) => ["chain_payments", id];
const invoiceKey = (invoiceId: string, network: DerivedNetwork) => [
  "chain_payments_by_invoice",
  invoiceId,
  network,
];
const addressKey = (network: DerivedNetwork, address: string) => [
  "chain_addresses",
  network,
  address,
];

/** A chain payment, under check. */
export async function getChainPayment(tx: Tx, id: string): Promise<ChainPayment | null> {
  const stored = await tx.get(paymentKey(id));
  return stored === null ? null : chainPaymentSchema.parse(stored);
}

/** A chain payment as it stands now. */
export async function readChainPayment(kv: Deno.Kv, id: string): Promise<ChainPayment | null> {
  const { value } = await kv.get(paymentKey(id));
  return value === null ? null : chainPaymentSchema.parse(value);
}

/** Id of the chain payment of an invoice on a chain, under check. */
export function getIdOfInvoice(
  tx: Tx,
  invoiceId: string,
  network: DerivedNetwork,
): Promise<string | null> {
  return tx.get<string>(invoiceKey(invoiceId, network));
}

/** The chain payments of an invoice. */
export async function readOfInvoice(kv: Deno.Kv, invoiceId: string): Promise<ChainPayment[]> {
  const ids = await getAll<string>(kv, [
    invoiceKey(invoiceId, "bitcoin"),
    invoiceKey(invoiceId, "ethereum"),
  ]);
  const found = ids.filter((id) => id !== null);
  const stored = await getAll(kv, found.map(paymentKey));
  return stored.map((payment) => chainPaymentSchema.parse(payment));
}

/** The next index of an account key, as it stands now. */
export async function readNextIndex(
  kv: Deno.Kv,
  network: DerivedNetwork,
  account: string,
): Promise<number> {
  return (await kv.get<number>(["chain_counters", network, account])).value ?? 0;
}

/** Takes an index of an account key, unless another was taken meanwhile; one check. */
export async function takeIndex(
  tx: Tx,
  { network, account, index, expected }: {
    network: DerivedNetwork;
    account: string;
    index: number;
    /** What `readNextIndex()` said. */
    expected: number;
  },
): Promise<boolean> {
  const key = ["chain_counters", network, account];
  if ((await tx.get<number>(key) ?? 0) !== expected) return false;
  tx.set(key, index + 1);
  return true;
}

/** Gives a derived address to a chain payment: one that was given before fails the commit; one check. */
export function giveAddress(tx: Tx, { id, network, address }: ChainPayment): void {
  tx.create(addressKey(network, address), id);
}

/**
 * Writes a chain payment: one that was read under check as `before`, or the first of its invoice on its chain, whose entry
 * the commit has read.
 */
export function setChainPayment(tx: Tx, before: ChainPayment | null, after: ChainPayment): void {
  for (const key of before ? indexesOf(before) : []) tx.delete(key);
  for (const key of indexesOf(after)) tx.set(key, after.id);
  if (!before) tx.set(invoiceKey(after.invoiceId, after.network), after.id);
  tx.set(paymentKey(after.id), chainPaymentSchema.parse(after));
}

function indexesOf(payment: ChainPayment): Deno.KvKey[] {
  const { id, network, phase, nextLookAt } = payment;
  return [
    ["chain_payments_by_phase", phase, id],
    ...(needsStaff(payment) ? [["chain_payments_attention", id]] : []),
    ...(nextLookAt === null ? [] : [
      ["chain_payments_due", nextLookAt, id],
      ["chain_payments_watched", network, id],
    ]),
  ];
}

/** An entry of the index by time. */
export interface DueEntry {
  at: string;
  id: string;
}

/** Chain payments whose chain is to be asked by `now`, the longest due first. */
export async function* dueEntries(kv: Deno.Kv, now: string): AsyncGenerator<DueEntry> {
  const prefix = ["chain_payments_due"];
  const selector = { prefix, end: [...prefix, `${now}\uffff`] };
  for await (const { key } of kv.list(selector, { batchSize: 50 })) {
    yield { at: String(key[1]), id: String(key[2]) };
  }
}

/** Moves an entry whose record can't be dealt with out of the others' way. */
export async function setAside(kv: Deno.Kv, entry: DueEntry, until: string): Promise<void> {
  await kv.atomic()
    .delete(["chain_payments_due", entry.at, entry.id])
    .set(["chain_payments_due", until, entry.id], entry.id)
    .commit();
}

/** All chain payments of a chain that is asked about them. */
export async function readWatched(kv: Deno.Kv, network: DerivedNetwork): Promise<ChainPayment[]> {
  const keys: Deno.KvKey[] = [];
  for await (const { value } of kv.list<string>({ prefix: ["chain_payments_watched", network] })) {
    keys.push(paymentKey(value));
  }
  const stored = await getAll(kv, keys);
  return stored.filter((payment) => payment !== null)
    .map((payment) => chainPaymentSchema.parse(payment));
}

/** What a list is narrowed to. */
export type ChainFilter = { phase?: ChainPhase; attention?: boolean };

/** One page of chain payments, newest first. */
export async function pageChainPayments(
  kv: Deno.Kv,
  { phase, attention }: ChainFilter,
  request: PageRequest,
): Promise<Page<ChainPayment>> {
  if (request.after !== undefined && !isId("chp", request.after)) return { items: [], next: null };
  const index = attention
    ? ["chain_payments_attention"]
    : phase
    ? ["chain_payments_by_phase", phase]
    : ["chain_payments"];
  const page = await pageIds(kv, index, request);
  const stored = await getAll(kv, page.items.map(paymentKey));
  const items = stored.filter((payment) => payment !== null)
    .map((payment) => chainPaymentSchema.parse(payment));
  return { items, next: page.next };
}
