/** What people are told before they pay on a chain: what will happen in each case. */
import type { ChainPaymentView } from "@/domain/crypto/view.ts";

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
    : "Send us its hash below. Our staff look it up and book it by hand.";
  return [
    { title: "You send the exact amount", text: `${counted} The network's fee comes on top.` },
    {
      title: "You send less",
      text:
        `${tolerance} is booked, and we show you a new code for the rest. Exchanges often take ` +
        "their fee out of the amount: what arrives is what counts.",
    },
    { title: "You send more", text: "The invoice is paid, and the rest is credit in your wallet." },
    { title: "You send it too late", text: lateText(payment) },
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
      text: "Until it is booked, a payment can be replaced (by you, with a higher fee) or vanish " +
        "from the chain. The one that gets into a block counts; if none does, nothing is booked, " +
        "and your wallet shows whether you still have it.",
    },
  ];
}

/** What is in time, and what becomes of the rest. */
function lateText({ isWatched, lateRule }: ChainPaymentView): string {
  if (!isWatched) return "Our staff book it for what it is worth when they look it up.";
  return "What the network has seen before the time is over counts in full, if it is in a block " +
    `within a day. Anything later: ${lower(ruleText(lateRule))}`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
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
