/** Reading chain payments: a customer those of their own invoices, staff with `proofs.view` all. */
import { maySeeInvoice, readInvoice } from "@/domain/invoice/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { CustomerActor, StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { ASSET_FACTS, formatUnits, NETWORK_LABELS } from "./asset.ts";
import { type ChainPayment, currentQuote, isFinal, type Sighting } from "./model.ts";
import { isPausedNow, knownRate } from "./read_rates.ts";
import { pageChainPayments, readChainPayment, readOfInvoice } from "./repo.ts";
import { isLost, waitsForDecision } from "./state.ts";
import { amountText, toChainPaymentView, toQuoteView, toRow } from "./to_view.ts";
import type {
  ChainDecisionView,
  ChainPaymentRow,
  ChainPaymentView,
  ChainPhase,
  CryptoAssetView,
  StaffChainPaymentView,
} from "./view.ts";
import { readReceiving } from "./ways.ts";
import { worthAt } from "./worth.ts";

/** The assets on offer; with a currency also whether each is paused in it. */
export async function listCryptoAssets(
  deps: Deps,
  { currency }: { currency?: string } = {},
): Promise<CryptoAssetView[]> {
  const { ways } = await readReceiving(deps);
  return await Promise.all([...ways].map(async ([asset, { kind }]) => {
    const { label, network } = ASSET_FACTS[asset];
    const isPaused = currency !== undefined && await isPausedNow(deps, { asset, currency });
    const networkLabel = NETWORK_LABELS[network];
    return { asset, label, networkLabel, isFixed: kind === "fixed", isPaused };
  }));
}

/** The chain payments of a customer's own invoice, the one that was quoted last in front. */
export async function listOfInvoice(
  deps: Deps,
  { viewer, invoiceId }: { viewer: CustomerActor; invoiceId: string },
): Promise<Result<ChainPaymentView[], NotFound>> {
  const invoice = isId("inv", invoiceId) ? await readInvoice(deps.kv, invoiceId) : null;
  if (!invoice || !maySeeInvoice(viewer, invoice)) return notFound();
  const [payments, chains] = await Promise.all([
    readOfInvoice(deps.kv, invoiceId),
    getSettings(deps, "chains"),
  ]);
  const newest = payments.toSorted((a, b) =>
    currentQuote(b).lockedAt.localeCompare(currentQuote(a).lockedAt)
  );
  const context = { chains, now: deps.clock.now() };
  return ok(newest.map((payment) => toChainPaymentView(payment, context)));
}

/** One page of all chain payments, of those in a phase, or of those that need staff; empty without `proofs.view`. */
export async function listChainPayments(
  deps: Deps,
  input: { viewer: StaffActor; attention?: boolean; phase?: ChainPhase; page?: PageRequest },
): Promise<Page<ChainPaymentRow>> {
  if (!input.viewer.permissions.has("proofs.view")) return { items: [], next: null };
  const { attention, phase } = input;
  const page = await pageChainPayments(deps.kv, { attention, phase }, input.page ?? {});
  const now = deps.clock.now();
  return { items: page.items.map((payment) => toRow(payment, now)), next: page.next };
}

/** One chain payment in full; needs `proofs.view`. */
export async function getChainPayment(
  deps: Deps,
  { viewer, id }: { viewer: StaffActor; id: string },
): Promise<Result<StaffChainPaymentView, NotFound>> {
  if (!viewer.permissions.has("proofs.view") || !isId("chp", id)) return notFound();
  const payment = await readChainPayment(deps.kv, id);
  if (!payment) return notFound();
  const chains = await getSettings(deps, "chains");
  const { customerId, origin, createdAt, lookedAt, nextLookAt, quotes } = payment;
  return ok({
    ...toChainPaymentView(payment, { chains, now: deps.clock.now() }),
    customerId,
    index: origin?.index ?? null,
    createdAt,
    lookedAt,
    nextLookAt,
    quotes: quotes.map(toQuoteView).toReversed(),
    decisions: await decisionsOf(deps, payment),
  });
}

/** What staff have to decide, with what it is worth by the rate that is known: nobody is asked for a page. */
async function decisionsOf(
  deps: Deps,
  payment: ChainPayment,
): Promise<ChainDecisionView[]> {
  const open = payment.sightings.filter((each) => isLost(each) || waitsForDecision(each));
  const sightings = await Promise.all(open.map((each) => decisionOf(deps, payment, each)));
  const quote = currentQuote(payment);
  const claims = payment.claims.filter(({ status }) => status === "pending");
  return [
    ...sightings,
    ...claims.map(({ txid, asset, namedAt, proposal }): ChainDecisionView => ({
      key: txid,
      txid,
      kind: "claim",
      amount: asset,
      asked: formatUnits(BigInt(quote.units), quote.asset),
      asset,
      at: namedAt,
      worth: quote.due,
      isFinal: true,
      proposed: proposal?.amount ?? null,
    })),
  ];
}

async function decisionOf(
  deps: Deps,
  { currency, tip }: ChainPayment,
  sighting: Sighting,
): Promise<ChainDecisionView> {
  const { key, txid, asset, match, firstSeenAt, proposal, booking } = sighting;
  const rate = booking ? null : await knownRate(deps, { asset, currency });
  return {
    key,
    txid,
    kind: isLost(sighting) || match === "on_time" ? "lost" : match,
    amount: amountText(sighting),
    asked: null,
    asset,
    at: firstSeenAt,
    worth: booking?.amount ??
      (rate && worthAt(sighting, { price: rate.price, currency })),
    isFinal: isFinal(sighting, tip),
    proposed: proposal?.amount ?? null,
  };
}
