/** What people are told of a payment on a chain: before they pay, and in each state of it. */
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
  switch (state.phase) {
    case "waiting":
      return {
        tone: "info",
        title: `Send ${amount} ${asset}`,
        text: payment.isWatched
          ? "This page shows your payment as soon as the network does."
          : "Then enter the hash of your transaction below: we look it up and book it by hand.",
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
        text: `${received} are on their way, in no block yet. ` +
          (state.isReplaceable
            ? "You may still raise the fee: the transaction that gets into a block is the one that counts."
            : "There is nothing more to do."),
        asksForMoney: false,
      };
    case "confirming":
      return {
        tone: "info",
        title: `Confirmed ${state.confirmations} of ${state.needed} times`,
        text: `${received} are in the chain. We book them once they have ${state.needed} ` +
          `confirmations. There is nothing more to do.`,
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
    ? "Our staff decide about it and write to you."
    : "It is booked for what it was worth when it was confirmed.";
}

/** What happens in each case, told before anything is sent: a short name of the case, and what follows. */
export function outcomes(payment: ChainPaymentView): Array<{ title: string; text: string }> {
  const { asset, networkLabel, confirmationsNeeded, toleranceBasisPoints } = payment;
  const tolerance = toleranceBasisPoints > 0
    ? `Up to ${toleranceBasisPoints / 100} % less still counts as paid. Else what you sent`
    : "What you sent";
  const counted = payment.isWatched
    ? `It is booked once it has ${confirmationsNeeded} ${
      confirmationsNeeded === 1 ? "confirmation" : "confirmations"
    }, ${waitingTime(payment)}.`
    : "Enter its hash below. Our staff look it up and book it by hand.";
  return [
    { title: "You send the exact amount", text: `${counted} The network's fee comes on top.` },
    {
      title: "You send less",
      text:
        `${tolerance} is booked, and we show you a new code for the rest. Exchanges often take ` +
        "their fee out of the amount: what arrives is what counts.",
    },
    { title: "You send more", text: "The invoice is paid, and the rest is credit in your wallet." },
    {
      title: "You send it too late",
      text: ruleText(payment.lateRule),
    },
    {
      title: "You send another asset",
      text: payment.isFixed
        ? "Write to us. It may not be possible to get it back."
        : ruleText(payment.wrongAssetRule),
    },
    {
      title: "You send it on another network",
      text: `Send ${asset} on ${networkLabel} only: on any other network it is lost.`,
    },
    {
      title: "The network changes its mind",
      text:
        "Until it is booked, a payment can be replaced or vanish from the chain. Then nothing " +
        "was booked, and your wallet shows whether you still have it.",
    },
  ];
}

function ruleText(rule: ChainPaymentView["lateRule"]): string {
  return rule === "staff_decides"
    ? "Our staff decide about it and write to you."
    : "It is booked for what it is worth when it is confirmed: that may be more or less.";
}

/** How long confirmations take: a block in ten minutes, or in twelve seconds. */
function waitingTime({ networkLabel, confirmationsNeeded }: ChainPaymentView): string {
  const seconds = confirmationsNeeded * (networkLabel === "Bitcoin" ? 600 : 12);
  const minutes = Math.max(Math.round(seconds / 60), 1);
  return `which takes about ${minutes === 1 ? "a minute" : `${minutes} minutes`}`;
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
