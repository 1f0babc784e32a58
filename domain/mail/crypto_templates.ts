/** The mails about payments on chains: to staff; customers get those of any payment. */
import type { MailTemplate } from "./templates.ts";

/** Which values each of these templates takes. */
export const CRYPTO_MAIL_VARIABLES = {
  crypto_attention: ["invoiceNumber", "what", "amount", "transaction", "link"],
  crypto_reminder: ["invoiceNumber", "what", "amount", "transaction", "since", "link"],
  crypto_lost: ["invoiceNumber", "amount", "booked", "transaction", "link"],
  crypto_paused: ["asset", "since", "lastGood", "link"],
  crypto_resumed: ["asset", "since", "rate", "link"],
} as const;

/** The texts that the first start stores. */
export const cryptoMailSeeds: Readonly<Record<keyof typeof CRYPTO_MAIL_VARIABLES, MailTemplate>> = {
  crypto_attention: {
    subject: "A crypto payment waits for you: invoice {{invoiceNumber}}",
    heading: "A crypto payment waits for you",
    body: `{{what}}

@facts

Nothing is booked until one of you decides about it.`,
    facts: [
      ["Invoice", "{{invoiceNumber}}"],
      ["Amount", "{{amount}}"],
      ["Transaction", "{{transaction}}"],
    ],
    action: "Look at it",
  },
  crypto_reminder: {
    subject: "A crypto payment still waits for you: invoice {{invoiceNumber}}",
    heading: "A crypto payment still waits for you",
    body: `{{what}}

@facts

Its customer can't tell what became of it until one of you decides. This is the only reminder.`,
    facts: [
      ["Invoice", "{{invoiceNumber}}"],
      ["Amount", "{{amount}}"],
      ["Transaction", "{{transaction}}"],
      ["Waits since", "{{since}}"],
    ],
    action: "Decide about it",
  },
  crypto_lost: {
    subject: "A booked crypto payment is no longer in the chain: invoice {{invoiceNumber}}",
    heading: "A booked payment is no longer in the chain",
    body: `A payment was deep enough in the chain to be booked, and now the chain no longer has it.

@facts

Nothing was changed in the books: look into a block explorer that isn't ours, and correct the books by hand if the money is really gone.`,
    facts: [
      ["Invoice", "{{invoiceNumber}}"],
      ["Amount", "{{amount}}"],
      ["Booked as", "{{booked}}"],
      ["Transaction", "{{transaction}}"],
    ],
    action: "Look at it",
  },
  crypto_paused: {
    subject: "{{asset}} is paused: its price sources don't agree",
    heading: "{{asset}} is paused",
    body:
      `Too few price sources answer, or they are too far apart, and the last rate that they agreed on is too old. Customers can't ask what an invoice costs in it; all other ways to pay stay open.

@facts

It goes on by itself as soon as enough sources agree: you get one more mail then.`,
    facts: [
      ["Paused since", "{{since}}"],
      ["Last good rate", "{{lastGood}}"],
    ],
    action: "See what each source says",
  },
  crypto_resumed: {
    subject: "{{asset}} is on offer again",
    heading: "{{asset}} is on offer again",
    body: `Enough price sources agree again.

@facts`,
    facts: [
      ["Was paused since", "{{since}}"],
      ["Rate now", "{{rate}}"],
    ],
    action: "See what each source says",
  },
};
