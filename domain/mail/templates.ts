/**
 * The mails that CloudNest sends. Texts are logic-less: `{{name}}` stands for a value out of the fixed list of its
 * template, and a value is never a template itself. A body is paragraphs, parted by empty lines; `@facts` is replaced
 * by a table of the template's facts, and `link` becomes a button.
 */
import { ACCOUNT_MAIL_VARIABLES, accountMailSeeds } from "./account_templates.ts";
import { BILLING_MAIL_VARIABLES, billingMailSeeds } from "./billing_templates.ts";
import { CRYPTO_MAIL_VARIABLES, cryptoMailSeeds } from "./crypto_templates.ts";
import { RENEWAL_MAIL_VARIABLES, renewalMailSeeds } from "./renewal_templates.ts";
import { TRIAL_MAIL_VARIABLES, trialMailSeeds } from "./trial_templates.ts";

/** Which values each template takes; all of them are ready texts, but `link`, which is a path of the site. */
export const MAIL_VARIABLES = {
  ...ACCOUNT_MAIL_VARIABLES,
  ...BILLING_MAIL_VARIABLES,
  ...RENEWAL_MAIL_VARIABLES,
  ...CRYPTO_MAIL_VARIABLES,
  ...TRIAL_MAIL_VARIABLES,
  order_placed: [
    "customerName",
    "orderNumber",
    "invoiceNumber",
    "planName",
    "cycle",
    "total",
    "reference",
    "expiresAt",
    "link",
  ],
  service_ready: ["customerName", "planName", "hostname", "orderNumber", "link"],
  order_expired: ["customerName", "orderNumber", "planName", "settlement", "link"],
  order_cancelled: ["customerName", "orderNumber", "planName", "reason", "settlement", "link"],
  order_received_staff: [
    "customerName",
    "customerEmail",
    "orderNumber",
    "planName",
    "total",
    "paymentMethod",
    "link",
  ],
  contact_message: ["senderName", "senderEmail", "subject", "message"],
  settings_changed: ["section", "changedAt", "link"],
  api_token_created: ["customerName", "tokenName", "scopes", "expiresAt", "ranges", "link"],
  invite_staff: ["inviterName", "roleName", "hours", "link"],
  invite_member: ["inviterName", "hours", "link"],
} as const;

/** The name of a template. */
export type MailTemplateId = keyof typeof MAIL_VARIABLES;

/** The values that a template needs. */
export type MailVariables<T extends MailTemplateId> = Readonly<
  Record<(typeof MAIL_VARIABLES)[T][number], string>
>;

/** The texts of a template. */
export interface MailTemplate {
  subject: string;
  heading: string;
  /** Paragraphs parted by empty lines; a line of its own `@facts` is where the facts go. */
  body: string;
  /** Rows of label and value. */
  facts: ReadonlyArray<readonly [label: string, value: string]>;
  /** What the button says; empty: no button. */
  action: string;
}

/** All template names. */
export const MAIL_TEMPLATE_IDS = Object.keys(MAIL_VARIABLES) as MailTemplateId[];

/** The texts that the first start stores. */
export const mailTemplateSeeds: Readonly<Record<MailTemplateId, MailTemplate>> = {
  ...accountMailSeeds,
  ...billingMailSeeds,
  ...renewalMailSeeds,
  ...cryptoMailSeeds,
  ...trialMailSeeds,
  order_placed: {
    subject: "Order {{orderNumber}}: invoice {{invoiceNumber}} over {{total}}",
    heading: "We have your order",
    body: `Hello {{customerName}},

Thank you for your order. Your server is reserved until {{expiresAt}}. We set it up as soon as your payment is here.

@facts

The invoice shows the bank details and the addresses for cryptocurrency. Please give the payment reference exactly as above, so that we can match your payment without delay. You can upload a proof of payment on the same page.`,
    facts: [
      ["Order", "{{orderNumber}}"],
      ["Plan", "{{planName}}, {{cycle}}"],
      ["Invoice", "{{invoiceNumber}}"],
      ["Amount", "{{total}}"],
      ["Payment reference", "{{reference}}"],
    ],
    action: "See the invoice and pay",
  },
  service_ready: {
    subject: "Your server {{hostname}} is ready",
    heading: "Your server is ready",
    body: `Hello {{customerName}},

Your server has been set up and is running.

@facts

Its address and log-in are in your dashboard. We never send passwords by mail. Change the password when you first log in.`,
    facts: [
      ["Plan", "{{planName}}"],
      ["Hostname", "{{hostname}}"],
      ["Order", "{{orderNumber}}"],
    ],
    action: "Show the server",
  },
  order_expired: {
    subject: "Order {{orderNumber}} has expired",
    heading: "Your order has expired",
    body: `Hello {{customerName}},

Order {{orderNumber}} ({{planName}}) was not paid in time, so we have closed it and voided its invoice. {{settlement}}

If you still want the server, just order it again. If you have paid already, answer this mail and we will sort it out.`,
    facts: [],
    action: "Order again",
  },
  order_cancelled: {
    subject: "Order {{orderNumber}} was cancelled",
    heading: "Your order was cancelled",
    body: `Hello {{customerName}},

Order {{orderNumber}} ({{planName}}) was cancelled and its invoice voided. {{settlement}} The reason:

{{reason}}

If you have questions, answer this mail.`,
    facts: [],
    action: "See the order",
  },
  order_received_staff: {
    subject: "New order {{orderNumber}}: {{planName}}, {{total}}",
    heading: "A new order came in",
    body: `{{customerName}} has placed an order. It waits for payment.

@facts`,
    facts: [
      ["Order", "{{orderNumber}}"],
      ["Customer", "{{customerName}}, {{customerEmail}}"],
      ["Plan", "{{planName}}"],
      ["Amount", "{{total}}"],
      ["Pays by", "{{paymentMethod}}"],
    ],
    action: "Open the order",
  },
  contact_message: {
    subject: "Contact form: {{subject}}",
    heading: "A message from the contact form",
    body: `{{message}}

@facts

Answering this mail writes to the sender.`,
    facts: [
      ["From", "{{senderName}}"],
      ["E-mail", "{{senderEmail}}"],
    ],
    action: "",
  },
  settings_changed: {
    subject: "Payment details were changed: {{section}}",
    heading: "Payment details were changed",
    body:
      `The section "{{section}}" of the settings was changed at {{changedAt}}. Customers see the new details on their invoices from now on.

If nobody of your team did this, change the staff passwords and set the details right at once: the audit log says who it was.`,
    facts: [],
    action: "Open the audit log",
  },
  api_token_created: {
    subject: "A new API token was made: {{tokenName}}",
    heading: "A new API token was made",
    body: `Hello {{customerName}},

A token was made with which a program can use our API in your name.

@facts

If it wasn't you, revoke the token at once and change your password.`,
    facts: [
      ["Name", "{{tokenName}}"],
      ["May do", "{{scopes}}"],
      ["Works until", "{{expiresAt}}"],
      ["Works from", "{{ranges}}"],
    ],
    action: "See your tokens",
  },
  invite_staff: {
    subject: "You are invited to the staff of {{companyName}}",
    heading: "Join the staff of {{companyName}}",
    body: `Hello,

{{inviterName}} invites you to work in the admin panel of {{companyName}}, with the role "{{roleName}}". The button below leads to a page where you accept with your account, or make one.

It works once, and for {{hours}} hours. If you don't know what this is about, there is nothing to do.`,
    facts: [],
    action: "Look at the invitation",
  },
  invite_member: {
    subject: "{{inviterName}} invites you to an account at {{companyName}}",
    heading: "An invitation to work together",
    body: `Hello,

{{inviterName}} would like to let you into a part of their account at {{companyName}}. The button below leads to a page where you see which part, and accept with your account, or make one.

It works once, and for {{hours}} hours. If you don't know who this is, there is nothing to do.`,
    facts: [],
    action: "Look at the invitation",
  },
};
