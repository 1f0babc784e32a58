/**
 * Asking what an invoice costs in an asset: the rest that is due at the rate of now, promised for 15 minutes, at the
 * address that this invoice has on the chain. Whoever asks again in that time gets the same answer.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { checkInvoice, type Invoice, readInvoice } from "@/domain/invoice/mod.ts";
import type { Asset, DerivedNetwork } from "@/domain/settings/mod.ts";
import { type CustomerActor, mayUse } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  fail,
  type Failure,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { ASSET_FACTS } from "./asset.ts";
import { getRate, type Rate, type RatePaused } from "./get_rate.ts";
import { reckoned } from "./look.ts";
import { holds, makeQuote, restOf, type TooSmall, withQuote } from "./make_quote.ts";
import type { ChainPayment, Quote } from "./model.ts";
import { pickAddress, type PickedAddress } from "./pick_address.ts";
import {
  getChainPayment,
  getIdOfInvoice,
  giveAddress,
  readOfInvoice,
  setChainPayment,
  takeIndex,
} from "./repo.ts";
import { readReceiving, type Receiving, type Way } from "./ways.ts";

/** Quotes that an account may ask for in an hour: each may cost an address. */
const LIMIT = { limit: 30, windowSeconds: 3600 };
/** How often another address is picked because others took the one before. */
const MAX_PICKS = 20;

/** Why there is no quote. */
export type QuoteError =
  | NotFound
  | RateLimited
  | RatePaused
  | TooSmall
  | Conflict
  /** Not on offer, or there is nowhere to receive it. */
  | { readonly code: "not_offered" }
  /** Nothing is due, or the rest is on its way already. */
  | { readonly code: "nothing_due" };

/** Others were given the address meanwhile. */
interface AddressTaken extends Failure {
  readonly code: "address_taken";
}

/** Which chain payment says what is to be paid. */
export interface RequestedQuote {
  id: string;
  network: DerivedNetwork;
}

/** What a customer sends. */
export interface QuoteInput {
  actor: CustomerActor;
  invoiceId: string;
  asset: Asset;
  requestId?: string;
}

interface Terms {
  invoice: Invoice;
  asset: Asset;
  way: Way;
  rate: Rate;
  receiving: Receiving;
}

/** Asks for a quote on an invoice of the customer's own; needs the right to its billing. */
export async function requestQuote(
  deps: Deps,
  input: QuoteInput,
): Promise<Result<RequestedQuote, QuoteError>> {
  const { actor, invoiceId, asset } = input;
  const invoice = isId("inv", invoiceId) ? await readInvoice(deps.kv, invoiceId) : null;
  if (invoice?.customerId !== actor.id || !mayUse(actor, "billing")) return notFound();
  const receiving = await readReceiving(deps);
  const way = receiving.ways.get(asset);
  if (!way) return fail({ code: "not_offered" });
  const { network } = ASSET_FACTS[asset];
  const known = await readOfInvoice(deps.kv, invoiceId);
  const due = restOf(invoice, known);
  if (due.minor === 0) return fail({ code: "nothing_due" });
  const before = known.find((payment) => payment.network === network);
  if (before && holds(before, { asset, due, now: deps.clock.now() })) {
    return ok({ id: before.id, network });
  }
  const taken = { scope: "crypto.quote", subject: actor.id, ...LIMIT };
  const limited = await takeRateLimit(deps, taken);
  if (!limited.ok) return limited;
  const rate = await getRate(deps, { asset, currency: invoice.currency });
  if (!rate.ok) return rate;
  const terms: Terms = { invoice, asset, way, rate: rate.value, receiving };
  const accountKey = way.kind === "derived" && !before?.origin ? way.accountKey : null;
  return await deps.lanes.run(
    accountKey === null ? `crypto.quote:${invoiceId}` : `crypto.address:${network}`,
    () => commitQuote(deps, input, { terms, accountKey }),
  );
}

/** Commits a quote, at a new address of the account key if there is one: picks until nobody else was given it. */
async function commitQuote(
  deps: Deps,
  input: QuoteInput,
  { terms, accountKey }: { terms: Terms; accountKey: string | null },
): Promise<Result<RequestedQuote, QuoteError>> {
  const { network } = ASSET_FACTS[terms.asset];
  const { chains } = terms.receiving;
  for (let pick = 0; pick < MAX_PICKS; pick++) {
    const picked = accountKey === null
      ? null
      : await pickAddress(deps, { network, accountKey, chains });
    const made = await transact(deps, (tx) => stageQuote(tx, deps, { ...input, terms, picked }));
    if (made.ok) return made;
    if (made.error.code !== "address_taken") return fail(made.error);
  }
  return fail({ code: "conflict" });
}

/** At most five checks: invoice, the invoice's entry, chain payment, counter and address. */
async function stageQuote(
  tx: Tx,
  deps: Deps,
  input: QuoteInput & { terms: Terms; picked: PickedAddress | null },
): Promise<Result<RequestedQuote, Exclude<QuoteError, Conflict> | AddressTaken>> {
  const { terms, picked } = input;
  const { asset, rate, receiving } = terms;
  const { network } = ASSET_FACTS[asset];
  const invoice = await checkInvoice(tx, terms.invoice.id);
  const id = await getIdOfInvoice(tx, terms.invoice.id, network);
  const before = id === null ? null : await getChainPayment(tx, id);
  if (!invoice) return notFound();
  const due = restOf(invoice, await readOfInvoice(deps.kv, invoice.id));
  if (due.minor === 0) return fail({ code: "nothing_due" });
  const now = deps.clock.now();
  if (before && holds(before, { asset, due, now })) return ok({ id: before.id, network });
  const number = (before?.quotes.at(-1)?.number ?? 0) + 1;
  const quote = makeQuote({ number, asset, due, rate, receiving, now });
  if (!quote.ok) return quote;
  const isNew = picked !== null && !before?.origin;
  if (isNew && !await takeIndex(tx, { network, ...picked })) return fail({ code: "address_taken" });
  const after = reckoned(paymentWith(deps, { before, terms, picked, quote: quote.value }), now);
  if (isNew) giveAddress(tx, after);
  setChainPayment(tx, before, after);
  const { units, price, rateKind, expiresAt } = quote.value;
  stageAudit(tx, deps, {
    actor: input.actor,
    action: "crypto.quoted",
    subject: { kind: "invoice", id: invoice.id },
    after: { asset, units, due, price, rateKind, expiresAt, address: after.address },
    requestId: input.requestId,
  });
  return ok({ id: after.id, network });
}

/** The chain payment with the quote: a new one, or the one that there is. */
function paymentWith(
  deps: Deps,
  { before, terms, picked, quote }: {
    before: ChainPayment | null;
    terms: Terms;
    picked: PickedAddress | null;
    quote: Quote;
  },
): ChainPayment {
  const { invoice, way } = terms;
  const place = before?.origin
    ? { address: before.address, origin: before.origin, sinceHeight: before.sinceHeight }
    : picked
    ? {
      address: picked.address,
      origin: { account: picked.account, index: picked.index },
      sinceHeight: picked.sinceHeight,
    }
    : {
      address: way.kind === "fixed" ? way.address : before!.address,
      origin: null,
      sinceHeight: null,
    };
  if (before) return { ...before, ...place, quotes: withQuote(before, quote) };
  return {
    schemaVersion: 1,
    id: deps.ids.next("chp"),
    invoiceId: invoice.id,
    invoiceNumber: invoice.number,
    customerId: invoice.customerId,
    currency: invoice.currency,
    network: ASSET_FACTS[terms.asset].network,
    ...place,
    quotes: [quote],
    sightings: [],
    claims: [],
    tip: null,
    lookedAt: null,
    nextLookAt: null,
    phase: "waiting",
    createdAt: isoNow(deps.clock),
  };
}
