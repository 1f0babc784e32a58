/** What people are told of a payment on a chain in each state of it; what may happen is in `outcomes.ts`. */
import type { ChainPaymentView, ChainPhase, SightingView } from "@/domain/crypto/view.ts";
import type { AlertTone } from "../ui/Alert.tsx";
import { formatMoney } from "../ui/Money.tsx";

/** What a state says. */
export interface StateText {
  tone: AlertTone;
  title: string;
  /** What it means and what to do. */
  text: string;
  /** Whether the customer is asked to pay now. */
  asksForMoney: boolean;
}

/** The state of a payment in words for its customer. */
export function stateText(payment: ChainPaymentView): StateText {
  const { state, asset, amount } = payment;
  const received = state.received ?? `0 ${asset}`;
  const named = namedText(payment);
  if (named) return named;
  switch (state.phase) {
    case "waiting":
      return {
        tone: "info",
        title: hasPart(payment) ? `Send the rest: ${amount} ${asset}` : `Send ${amount} ${asset}`,
        text: (hasPart(payment) ? "A part was booked already. " : "") +
          (payment.isWatched
            ? "This page shows your payment as soon as the network does."
            : "Then enter the hash of your transaction below: we look it up and book it by hand."),
        asksForMoney: true,
      };
    case "expired":
      return {
        tone: "warn",
        title: "The rate has run out",
        text: "Don't send this amount any more. Ask for a new one: the address stays the same.",
        asksForMoney: false,
      };
    case "seen":
      return {
        tone: "info",
        title: "We see your payment",
        text: `${received} are on their way, in no block yet. ${nextText(payment)}` +
          (state.isReplaceable
            ? " The transaction can still be replaced (RBF), for example when you raise its fee: " +
              "the one that gets into a block is the one that counts."
            : ""),
        asksForMoney: false,
      };
    case "confirming":
      return {
        tone: "info",
        title: `Confirmed ${state.confirmations} of ${state.needed} times`,
        text: `${received} are in the chain. We book them once they have ${state.needed} ` +
          `confirmations. ${nextText(payment)}`,
        asksForMoney: false,
      };
    case "exact":
      return {
        tone: "ok",
        title: "Your payment is here",
        text: `${received} were confirmed and booked. Thank you.`,
        asksForMoney: false,
      };
    case "overpaid":
      return {
        tone: "ok",
        title: "Your payment is here, and more",
        text: `${received} were booked: ${state.excess} more than was asked for. ` +
          "What is too much is credit in your wallet.",
        asksForMoney: false,
      };
    case "underpaid":
      return {
        tone: "warn",
        title: "A part is missing",
        text: `${received} were booked. ${state.missing} are missing: ` +
          (payment.isExpired
            ? "ask for the rest at the rate of now."
            : "send them to the same address while the rate holds, or ask for the rest later."),
        asksForMoney: true,
      };
    case "late":
      return {
        tone: "warn",
        title: "Your payment came late",
        text: `${received} came after the rate had run out. ` + otherTerms(payment),
        asksForMoney: false,
      };
    case "wrong_asset":
      return {
        tone: "warn",
        title: "Another asset came than was asked for",
        text: `${received} came where ${asset} was asked for. ` + otherTerms(payment),
        asksForMoney: false,
      };
    case "reorganised":
      return {
        tone: "warn",
        title: "Your payment is no longer there",
        text:
          (state.wasInBlock
            ? "The network has replaced the block that it was in. Mostly it comes back by itself. "
            : "The transaction was replaced or dropped. ") +
          "Nothing was booked. Look into your wallet before you send it again.",
        asksForMoney: false,
      };
    case "lost":
      return {
        tone: "warn",
        title: "We are looking into your payment",
        text:
          "The network has replaced blocks that were deep in the chain, and your payment with " +
          "them. We write to you; there is nothing to do for now.",
        asksForMoney: false,
      };
  }
}

function otherTerms({ state }: ChainPaymentView): string {
  return state.waitsForStaff
    ? "Our staff decide about it and write to you. Don't send anything again until then."
    : "It is booked for what it was worth when it was confirmed.";
}

/** What is to be done while money is on its way. */
function nextText({ isRest, isExpired, due }: ChainPaymentView): string {
  if (!isRest || due.minor === 0) return "There is nothing more to do.";
  return `A part is still missing: ${
    isExpired ? "ask for the rest at the rate of now." : "the rest is below."
  }`;
}

/** Where it stands with the transactions that the customer has named; `null` where that isn't what counts. */
function namedText({ claims, state }: ChainPaymentView): StateText | null {
  if (!["waiting", "expired", "underpaid"].includes(state.phase)) return null;
  if (claims.some(({ status }) => status === "pending")) {
    return {
      tone: "info",
      title: "We look your transaction up",
      text: "Our staff check it and book it by hand, then this page and a mail tell you. " +
        "Don't send anything again.",
      asksForMoney: false,
    };
  }
  const last = claims.at(-1);
  if (last?.status !== "rejected") return null;
  return {
    tone: "warn",
    title: "We couldn't accept your transaction",
    text: `${last.reason} Check it in your wallet, and name the right one below.`,
    asksForMoney: true,
  };
}

/** Whether a part of what the invoice asks for was seen or booked before. */
export function hasPart({ isRest, sightings }: ChainPaymentView): boolean {
  return isRest || sightings.some(({ status }) => status === "booked");
}

/** Whether all that was asked for is on its way or here. */
export function isAllSent({ due, isExpired }: ChainPaymentView): boolean {
  return due.minor === 0 && !isExpired;
}

/** Why it may be wrong to send anything now, though something is due; `null` if it isn't. */
export function doubtText({ state, claims }: ChainPaymentView): string | null {
  if (state.phase === "lost" || state.phase === "reorganised") {
    return "What you have sent may still come. What you send now comes on top of it.";
  }
  if (state.waitsForStaff) {
    return "We have what you sent, and our staff decide about it. What you send now comes on top.";
  }
  return claims.some(({ status }) => status === "pending")
    ? "A transaction of yours is being looked up. What you send now comes on top of it."
    : null;
}

/** The asset with its network, unless they have one name. */
export function titleOf({ assetLabel, networkLabel }: ChainPaymentView): string {
  return assetLabel === networkLabel ? assetLabel : `${assetLabel} on ${networkLabel}`;
}

/** What one coin is worth, for people. */
export function priceText({ price, due }: Pick<ChainPaymentView, "price" | "due">): string {
  const isSmall = Number(price) < 10;
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency: due.currency,
    maximumFractionDigits: isSmall ? 4 : 2,
  }).format(price as unknown as number);
}

/** Whether something may still change by itself, so that the page is worth looking at again. */
export function isUnderWay(phase: ChainPhase): boolean {
  return ["waiting", "seen", "confirming", "underpaid", "reorganised"].includes(phase);
}

/** What was booked of a sighting; empty while nothing was. */
export function bookedText({ booked }: SightingView): string {
  return booked ? formatMoney(booked) : "";
}
