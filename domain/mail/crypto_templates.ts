/** The mails about payments on chains: to staff; customers get those of any payment. */
import type { MailTemplate } from "./templates.ts";

/** Which values each of these templates takes. */
export const CRYPTO_MAIL_VARIABLES = {
  crypto_attention: ["invoiceNumber", "what", "amount", "transaction", "link"],
  crypto_lost: ["invoiceNumber", "amount", "booked", "transaction", "link"],
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
};
