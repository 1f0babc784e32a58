/**
 * Keys of erasures:
 * - `["privacy_erasures", id]`: the erasure, also its report when it is done
 * - `["privacy_erasure_of", accountId]`: the id of the account's last one
 * - `["privacy_retained", keptUntil, invoiceId]`: nothing; invoices of erased accounts by the last day they are kept
 *
 * `findLeftovers()` is the one place that reads keys of others: it looks whether they have forgotten somebody.
 */
import type { Deps } from "@/domain/shared/deps.ts";
import { holdsAny, namesAddress } from "@/domain/shared/erasing.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { type Erasure, erasureSchema } from "./erasure_model.ts";

const erasureKey = (id: string): Deno.KvKey => ["privacy_erasures", id];
const accountKey = (accountId: string): Deno.KvKey => ["privacy_erasure_of", accountId];
const retainedKey = (until: string, invoiceId: string): Deno.KvKey => [
  "privacy_retained",
  until,
  invoiceId,
];

function parse(stored: unknown): Erasure | null {
  return stored === null ? null : erasureSchema.parse(stored);
}

/** An erasure. */
export async function readErasure(kv: Deno.Kv, id: string): Promise<Erasure | null> {
  return parse((await kv.get(erasureKey(id))).value);
}

/** The same, checked on commit. */
export async function loadErasure(tx: Tx, id: string): Promise<Erasure | null> {
  return parse(await tx.get(erasureKey(id)));
}

/** Stages an erasure, new or loaded on the same commit. */
export function stageErasure(tx: Tx, erasure: Erasure): void {
  tx.set(erasureKey(erasure.id), erasureSchema.parse(erasure));
  tx.set(accountKey(erasure.accountId), erasure.id);
}

/** One page of erasures, newest first. */
export async function pageErasures(kv: Deno.Kv, request: PageRequest): Promise<Page<Erasure>> {
  const page = await pageIds(kv, ["privacy_erasures"], request);
  const stored = await getAll(kv, page.items.map(erasureKey));
  return { items: stored.map(parse).filter((one) => one !== null), next: page.next };
}

/** Notes until when an invoice is kept. Noting it again changes nothing. */
export async function noteRetained(kv: Deno.Kv, until: string, invoiceId: string): Promise<void> {
  await kv.set(retainedKey(until, invoiceId), null);
}

/** Invoices whose last day was before `today`. Costs what is due. */
export async function* overdueInvoices(
  kv: Deno.Kv,
  today: string,
): AsyncGenerator<{ until: string; invoiceId: string }> {
  for await (
    const { key } of kv.list({ start: ["privacy_retained"], end: ["privacy_retained", today] })
  ) {
    yield { until: String(key[1]), invoiceId: String(key[2]) };
  }
}

/** An invoice that nobody need keep any more is done with. */
export async function dropRetained(kv: Deno.Kv, until: string, invoiceId: string): Promise<void> {
  await kv.delete(retainedKey(until, invoiceId));
}

/**
 * How many records still name the address, or, being about the account, hold one of the needles, in their key or their
 * value, by the first part of their keys.
 */
export async function findLeftovers(
  deps: Pick<Deps, "kv">,
  person: { accountId: string; email: string; needles: readonly string[] },
): Promise<Record<string, number>> {
  const { accountId, email, needles } = person;
  const left: Record<string, number> = {};
  for await (const { key, value } of deps.kv.list({ prefix: [] })) {
    if (value instanceof Uint8Array) continue;
    const text = `${textOf(key)} ${textOf(value)}`;
    const isTheirs = text.includes(accountId) && holdsAny(text, needles);
    if (!isTheirs && !namesAddress(text, email)) continue;
    const prefix = String(key[0]);
    left[prefix] = (left[prefix] ?? 0) + 1;
  }
  return left;
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part) => typeof part === "bigint" ? `${part}` : part) ?? "";
}
