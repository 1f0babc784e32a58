/** The mails about invoices and payments. */
import type { MailTemplate } from "./templates.ts";

/** Which values each of these templates takes. */
export const BILLING_MAIL_VARIABLES = {
  payment_received: ["customerName", "invoiceNumber", "orderNumber", "amount", "link"],
  payment_incomplete: ["customerName", "invoiceNumber", "amount", "due", "reference", "link"],
  payment_credited: ["customerName", "reason", "amount", "link"],
  invoice_paid: ["customerName", "invoiceNumber", "amount", "link"],
  renewal_paid: ["customerName", "invoiceNumber", "amount", "effect", "link"],
  invoice_issued: ["customerName", "invoiceNumber", "total", "dueOn", "reference", "link"],
  invoices_merged: [
    "customerName",
    "invoiceNumber",
    "numbers",
    "total",
    "dueOn",
    "reference",
    "link",
  ],
  credit_note_issued: [
    "customerName",
    "creditNoteNumber",
    "invoiceNumber",
    "amount",
    "outcome",
    "reason",
    "link",
  ],
  wallet_adjusted: ["customerName", "amount", "what", "reason", "link"],
  wallet_refunded: ["customerName", "amount", "destination", "reason", "link"],
  proof_rejected: ["customerName", "invoiceNumber", "reason", "link"],
  proof_received_staff: [
    "customerName",
    "customerEmail",
    "invoiceNumber",
    "total",
    "reference",
    "link",
  ],
  plan_changed: [
    "customerName",
    "hostname",
    "oldPlan",
    "newPlan",
    "renewal",
    "nextDueOn",
    "link",
  ],
  plan_changed_staff: ["hostname", "oldPlan", "newPlan", "link"],
} as const;

/** The texts that the first start stores. */
export const billingMailSeeds: Readonly<
  Record<keyof typeof BILLING_MAIL_VARIABLES, MailTemplate>
> = {
  payment_received: {
    subject: "Payment received for invoice {{invoiceNumber}}",
    heading: "Thank you for your payment",
    body: `Hello {{customerName}},

Your payment has arrived.

@facts

We are setting up your server now and will write to you when it is ready.`,
    facts: [
      ["Received", "{{amount}}"],
      ["Invoice", "{{invoiceNumber}}"],
      ["Order", "{{orderNumber}}"],
    ],
    action: "See the invoice",
  },
  payment_incomplete: {
    subject: "{{due}} still due on invoice {{invoiceNumber}}",
    heading: "A part of your payment is still missing",
    body: `Hello {{customerName}},

Thank you: your payment has arrived, but it doesn't cover the whole invoice.

@facts

What you have paid is kept for this invoice. Please pay the rest with the same payment reference, and we will set up your server.`,
    facts: [
      ["Received", "{{amount}}"],
      ["Still due", "{{due}}"],
      ["Invoice", "{{invoiceNumber}}"],
      ["Payment reference", "{{reference}}"],
    ],
    action: "See the invoice and pay the rest",
  },
  payment_credited: {
    subject: "Your payment of {{amount}} is kept as credit",
    heading: "Your payment is kept as credit",
    body: `Hello {{customerName}},

Your payment of {{amount}} has arrived and is in your wallet. {{reason}}

You can pay any open invoice with it.`,
    facts: [["Received", "{{amount}}"]],
    action: "Open the wallet",
  },
  invoice_paid: {
    subject: "Invoice {{invoiceNumber}} is paid",
    heading: "Thank you for your payment",
    body: `Hello {{customerName}},

Your invoice is paid. There is nothing left to do.

@facts`,
    facts: [
      ["Invoice", "{{invoiceNumber}}"],
      ["Paid", "{{amount}}"],
    ],
    action: "See the invoice",
  },
  renewal_paid: {
    subject: "Invoice {{invoiceNumber}} is paid",
    heading: "Thank you for your payment",
    body: `Hello {{customerName}},

Your invoice is paid.

{{effect}}

@facts`,
    facts: [
      ["Invoice", "{{invoiceNumber}}"],
      ["Paid", "{{amount}}"],
    ],
    action: "See the invoice",
  },
  invoice_issued: {
    subject: "Invoice {{invoiceNumber}} over {{total}}",
    heading: "You have a new invoice",
    body: `Hello {{customerName}},

@facts

The invoice says how it can be paid. Please give the payment reference exactly as above.`,
    facts: [
      ["Invoice", "{{invoiceNumber}}"],
      ["Amount", "{{total}}"],
      ["Due on", "{{dueOn}}"],
      ["Payment reference", "{{reference}}"],
    ],
    action: "See the invoice and pay",
  },
  invoices_merged: {
    subject: "Invoice {{invoiceNumber}} takes the place of {{numbers}}",
    heading: "Your open invoices are one now",
    body: `Hello {{customerName}},

We have put your open invoices {{numbers}} together. Please pay only the new one.

@facts

If you have paid one of the old ones already, that counts for the new one.`,
    facts: [
      ["Invoice", "{{invoiceNumber}}"],
      ["Amount", "{{total}}"],
      ["Due on", "{{dueOn}}"],
      ["Payment reference", "{{reference}}"],
    ],
    action: "See the invoice and pay",
  },
  credit_note_issued: {
    subject: "Credit note {{creditNoteNumber}} for invoice {{invoiceNumber}}",
    heading: "You have a credit note",
    body: `Hello {{customerName}},

We have taken back a part of invoice {{invoiceNumber}}, or all of it. {{outcome}}

@facts

{{reason}}`,
    facts: [
      ["Credit note", "{{creditNoteNumber}}"],
      ["Invoice", "{{invoiceNumber}}"],
      ["Credited", "{{amount}}"],
    ],
    action: "See the credit note",
  },
  wallet_adjusted: {
    subject: "{{amount}} {{what}} your wallet",
    heading: "Your wallet has changed",
    body: `Hello {{customerName}},

{{amount}} were {{what}} your wallet. The reason:

{{reason}}

If you think that this is a mistake, answer this mail.`,
    facts: [],
    action: "Open the wallet",
  },
  wallet_refunded: {
    subject: "We are sending you {{amount}}",
    heading: "Your money is on its way",
    body: `Hello {{customerName}},

We have taken {{amount}} out of your wallet and are sending it to you.

@facts

{{reason}}

If you didn't ask for this, answer this mail at once.`,
    facts: [
      ["Amount", "{{amount}}"],
      ["Goes to", "{{destination}}"],
    ],
    action: "Open the wallet",
  },
  proof_rejected: {
    subject: "We couldn't accept your proof of payment for {{invoiceNumber}}",
    heading: "Please send another proof of payment",
    body: `Hello {{customerName}},

We looked at the proof of payment that you sent for invoice {{invoiceNumber}} and couldn't accept it. The reason:

{{reason}}

Please upload another one on the page of the invoice. If you think that we are mistaken, answer this mail.`,
    facts: [],
    action: "Upload another proof",
  },
  proof_received_staff: {
    subject: "Proof of payment for {{invoiceNumber}}, {{total}}",
    heading: "A proof of payment came in",
    body:
      `{{customerName}} has uploaded a proof of payment. Compare it with what reached the account, then record the payment or reject the proof.

@facts`,
    facts: [
      ["Invoice", "{{invoiceNumber}}"],
      ["Amount due", "{{total}}"],
      ["Customer", "{{customerName}}, {{customerEmail}}"],
      ["Their reference", "{{reference}}"],
    ],
    action: "Check the proof",
  },
  plan_changed: {
    subject: "{{hostname}}: {{newPlan}}",
    heading: "Your plan was changed",
    body: `Hello {{customerName}},

The change that you asked for is paid and holds from now on.

@facts

Where the machine itself has to change, we do it as soon as we can and tell you if it has to be restarted.`,
    facts: [
      ["Server", "{{hostname}}"],
      ["Before", "{{oldPlan}}"],
      ["Now", "{{newPlan}}"],
      ["Each further term", "{{renewal}}"],
      ["Next due", "{{nextDueOn}}"],
    ],
    action: "Show the server",
  },
  plan_changed_staff: {
    subject: "Change the machine of {{hostname}}: {{newPlan}}",
    heading: "A paid change of plan",
    body: `A customer has paid for another plan. The machine has to be changed.

@facts`,
    facts: [
      ["Server", "{{hostname}}"],
      ["Before", "{{oldPlan}}"],
      ["Now", "{{newPlan}}"],
    ],
    action: "Open the service",
  },
};
