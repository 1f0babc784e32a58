/**
 * Where no node watches, the customer names the transaction that they have paid with, and staff look it up. Naming moves no
 * money.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { type DerivedNetwork, getSettings } from "@/domain/settings/mod.ts";
import { type CustomerActor, mayUse } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { reckoned } from "./look.ts";
import { type ChainPayment, type Claim, currentQuote, MAX_CLAIMS } from "./model.ts";
import { getChainPayment, setChainPayment } from "./repo.ts";
import { stageClaimMail } from "./staff_mails.ts";
import { isWatched } from "./ways.ts";

/** Why a transaction wasn't noted. */
export type NameError =
  | NotFound
  | ValidationError
  | Conflict
  /** A node watches: it sees the payment by itself. */
  | { readonly code: "is_watched" };

const FORMS: Readonly<Record<DerivedNetwork, RegExp>> = {
  bitcoin: /^[0-9a-f]{64}$/,
  ethereum: /^0x[0-9a-f]{64}$/,
};
const HINTS: Readonly<Record<DerivedNetwork, string>> = {
  bitcoin: "A Bitcoin transaction has 64 digits and letters from a to f.",
  ethereum: "An Ethereum transaction has 0x and then 64 digits and letters from a to f.",
};

/** The hash of a transaction in its one form; `null` if it isn't one. */
export function parseTxid(network: DerivedNetwork, text: string): string | null {
  const txid = text.trim().toLowerCase();
  return FORMS[network].test(txid) ? txid : null;
}

/** Notes a transaction of the customer's own invoice for staff to look up. The same one is noted once. */
export async function nameTransaction(
  deps: Deps,
  input: { actor: CustomerActor; id: string; txid: string; requestId?: string },
): Promise<Result<ChainPayment, NameError>> {
  const { actor, id } = input;
  if (!isId("chp", id) || !mayUse(actor, "billing")) return notFound();
  const chains = await getSettings(deps, "chains");
  return await transact(deps, async (tx): Promise<Result<ChainPayment, NameError>> => {
    const before = await getChainPayment(tx, id);
    if (before?.customerId !== actor.id) return notFound();
    const { network, origin, claims } = before;
    if (origin !== null && isWatched(chains, network)) return fail({ code: "is_watched" });
    const txid = parseTxid(network, input.txid);
    if (txid === null) return invalid({ txid: HINTS[network] });
    if (claims.some((claim) => claim.txid === txid)) return ok(before);
    if (claims.length >= MAX_CLAIMS) {
      return invalid({ txid: "That are too many transactions. Write to us instead." });
    }
    const claim: Claim = {
      asset: currentQuote(before).asset,
      txid,
      status: "pending",
      namedAt: isoNow(deps.clock),
      booking: null,
      proposal: null,
      decidedAt: null,
      decidedBy: null,
      reason: "",
      remindedAt: null,
    };
    const after = reckoned({ ...before, claims: [...claims, claim] }, deps.clock.now());
    setChainPayment(tx, before, after);
    stageAudit(tx, deps, {
      actor,
      action: "crypto.transaction_named",
      subject: { kind: "invoice", id: before.invoiceId },
      after: { transaction: txid, asset: claim.asset },
      requestId: input.requestId,
    });
    await stageClaimMail(tx, deps, { payment: after, claim });
    return ok(after);
  });
}
