/** What a quote writes: the chain payment with its new promise, the address that it took, and the audit event. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { checkInvoice, type Invoice } from "@/domain/invoice/mod.ts";
import type { Asset, DerivedNetwork } from "@/domain/settings/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import {
  fail,
  type Failure,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { ASSET_FACTS } from "./asset.ts";
import { reckoned } from "./look.ts";
import { holds, makeQuote, restOf, type TooSmall, withQuote } from "./make_quote.ts";
import type { ChainPayment, Quote } from "./model.ts";
import type { PickedAddress } from "./pick_address.ts";
import { noteQuote } from "./quote_log.ts";
import type { Rate } from "./rate_record.ts";
import {
  getChainPayment,
  getIdOfInvoice,
  giveAddress,
  readOfInvoice,
  setChainPayment,
  takeIndex,
} from "./repo.ts";
import type { Receiving, Way } from "./ways.ts";

/** Nothing is due, or the rest is on its way already. */
export interface NothingDue {
  readonly code: "nothing_due";
}

/** Others were given the address meanwhile. */
export interface AddressTaken extends Failure {
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

/** What a quote is made from. */
export interface QuoteTerms {
  invoice: Invoice;
  asset: Asset;
  way: Way;
  rate: Rate;
  receiving: Receiving;
}

/** Stages a quote. At most five checks: invoice, the invoice's entry, chain payment, counter and address. */
export async function stageQuote(
  tx: Tx,
  deps: Deps,
  input: QuoteInput & { terms: QuoteTerms; picked: PickedAddress | null },
): Promise<Result<RequestedQuote, NotFound | NothingDue | TooSmall | AddressTaken>> {
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
  noteQuote(tx, after, quote.value);
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
    terms: QuoteTerms;
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
