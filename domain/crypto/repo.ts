/**
 * Keys of chain payments:
 * `["chain_payments", id]`, and owned by it `["chain_payments_by_phase", phase, id]`,
 * `["chain_payments_attention", id]` while staff have something to decide, `["chain_reminders_due", at, id]` until they
 * were reminded of it, and while its chain is asked
 * `["chain_payments_due", nextLookAt, id]` on Bitcoin or `["chain_payments_watched", id]` on Ethereum;
 * `["chain_payments_by_invoice", invoiceId, network]`: one for each;
 * `["chain_addresses", network, address]`: an address is given once;
 * `["chain_counters", network, account]`: the next index of an account key;
 * `["chain_arrivals", id, key]`: what was found for a chain payment and isn't noted on it yet.
 */
import type { DerivedNetwork } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { stageStatusChange } from "@/domain/stats/mod.ts";
import { type Arrival, arrivalSchema } from "./arrival.ts";
import { type ChainPayment, chainPaymentSchema } from "./model.ts";
import { nextReminderAt } from "./open_entries.ts";
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
  const from = before && needsStaff(before) ? "attention" : null;
  const to = needsStaff(after) ? "attention" : null;
  if (from !== to) stageStatusChange(tx, { kind: "chain_payments", from, to });
  for (const key of indexesOf(after)) tx.set(key, after.id);
  if (!before) tx.set(invoiceKey(after.invoiceId, after.network), after.id);
  tx.set(paymentKey(after.id), chainPaymentSchema.parse(after));
}

function indexesOf(payment: ChainPayment): Deno.KvKey[] {
  const { id, network, phase, nextLookAt } = payment;
  const remindAt = nextReminderAt(payment);
  return [
    ["chain_payments_by_phase", phase, id],
    ...(needsStaff(payment) ? [["chain_payments_attention", id]] : []),
    ...(remindAt === null ? [] : [["chain_reminders_due", remindAt, id]]),
    ...(nextLookAt === null ? [] : [
      network === "bitcoin"
        ? ["chain_payments_due", nextLookAt, id]
        : ["chain_payments_watched", id],
    ]),
  ];
}

/** Deletes a chain payment that was read under check; its address stays given. */
export function dropChainPayment(tx: Tx, payment: ChainPayment): void {
  for (const key of indexesOf(payment)) tx.delete(key);
  if (needsStaff(payment)) {
    stageStatusChange(tx, { kind: "chain_payments", from: "attention", to: null });
  }
  tx.delete(invoiceKey(payment.invoiceId, payment.network));
  tx.delete(paymentKey(payment.id));
}

/** An entry of the index by time. */
export interface DueEntry {
  at: string;
  id: string;
}

/** Bitcoin payments whose chain is to be asked by `now`, the longest due first. */
export async function dueEntries(
  kv: Deno.Kv,
  { now, limit }: { now: string; limit: number },
): Promise<DueEntry[]> {
  const prefix = ["chain_payments_due"];
  const entries: DueEntry[] = [];
  for await (const { key } of kv.list({ prefix, end: [...prefix, `${now}\uffff`] }, { limit })) {
    entries.push({ at: String(key[1]), id: String(key[2]) });
  }
  return entries;
}

/** Chain payments of which staff are to be reminded by `now`, the longest due first. */
export async function dueReminders(
  kv: Deno.Kv,
  { now, limit }: { now: string; limit: number },
): Promise<string[]> {
  const prefix = ["chain_reminders_due"];
  const ids: string[] = [];
  for await (const { key } of kv.list({ prefix, end: [...prefix, `${now}\uffff`] }, { limit })) {
    ids.push(String(key[2]));
  }
  return ids;
}

/** Moves an entry whose record can't be dealt with out of the others' way; without `until`, takes it away. */
export async function setAside(kv: Deno.Kv, entry: DueEntry, until: string | null): Promise<void> {
  const { at, id } = entry;
  const change = kv.atomic().delete(["chain_payments_due", at, id]);
  if (until !== null) change.set(["chain_payments_due", until, id], id);
  await change.commit();
}

/** Ethereum payments that are expected. One that can't be read is left out, and doesn't stop the others. */
export async function readWatched(deps: Pick<Deps, "kv" | "log">): Promise<ChainPayment[]> {
  const keys: Deno.KvKey[] = [];
  const prefix = ["chain_payments_watched"];
  for await (const { value } of deps.kv.list<string>({ prefix })) keys.push(paymentKey(value));
  const stored = await getAll(deps.kv, keys);
  return stored.flatMap((value, at) => {
    const parsed = chainPaymentSchema.safeParse(value);
    if (!parsed.success) deps.log.error("crypto.unreadable", { id: String(keys[at]!.at(-1)) });
    return parsed.success ? [parsed.data] : [];
  });
}

/** The key under which an arrival waits for its chain payment. */
export function arrivalKey(id: string, key: string): Deno.KvKey {
  return ["chain_arrivals", id, key];
}

/** Keys of the arrivals that wait for a chain payment. */
export async function arrivalKeysOf(kv: Deno.Kv, id: string): Promise<Deno.KvKey[]> {
  const entries = await Array.fromAsync(kv.list({ prefix: ["chain_arrivals", id] }));
  return entries.map(({ key }) => key);
}

/** Arrivals that wait for their chain payments, by its id. */
export async function readWaitingArrivals(kv: Deno.Kv): Promise<Map<string, Arrival[]>> {
  const waiting = new Map<string, Arrival[]>();
  for await (const { key, value } of kv.list({ prefix: ["chain_arrivals"] })) {
    const id = String(key[1]);
    waiting.set(id, [...waiting.get(id) ?? [], arrivalSchema.parse(value)]);
  }
  return waiting;
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
