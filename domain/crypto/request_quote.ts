/**
 * Asking what an invoice costs in an asset: the rest that is due at the rate of now, promised for 15 minutes, at the
 * address that this invoice has on the chain. Whoever asks again in that time gets the same answer.
 */
import { readInvoice } from "@/domain/invoice/mod.ts";
import { mayUse } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { ASSET_FACTS } from "./asset.ts";
import { getRate, type RatePaused } from "./get_rate.ts";
import { holds, restOf, type TooSmall } from "./make_quote.ts";
import { pickAddress } from "./pick_address.ts";
import { readOfInvoice } from "./repo.ts";
import {
  type NothingDue,
  type QuoteInput,
  type QuoteTerms,
  type RequestedQuote,
  stageQuote,
} from "./stage_quote.ts";
import { readReceiving } from "./ways.ts";

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
  | NothingDue
  | Conflict
  /** Not on offer, or there is nowhere to receive it. */
  | { readonly code: "not_offered" };

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
  const terms: QuoteTerms = { invoice, asset, way, rate: rate.value, receiving };
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
  { terms, accountKey }: { terms: QuoteTerms; accountKey: string | null },
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
