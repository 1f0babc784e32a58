/** The mails about free trials. */
import type { MailTemplate } from "./templates.ts";

/** Which values each of these templates takes. */
export const TRIAL_MAIL_VARIABLES = {
  trial_placed: ["customerName", "orderNumber", "planName", "days", "renewal", "link"],
  trial_started: ["customerName", "planName", "hostname", "orderNumber", "endsOn", "link"],
  trial_ending: [
    "customerName",
    "hostname",
    "planName",
    "endsOn",
    "total",
    "period",
    "payment",
    "link",
  ],
} as const;

/** The texts that the first start stores. */
export const trialMailSeeds: Readonly<Record<keyof typeof TRIAL_MAIL_VARIABLES, MailTemplate>> = {
  trial_placed: {
    subject: "Order {{orderNumber}}: {{planName}}, {{days}} days free",
    heading: "Your free trial is on its way",
    body: `Hello {{customerName}},

Thank you for your order. There is nothing to pay now: we set up your server, and from the day it is ready it is yours for {{days}} days free of charge.

The first invoice comes when they are over. If you cancel before, you pay nothing.

@facts`,
    facts: [
      ["Order", "{{orderNumber}}"],
      ["Plan", "{{planName}}"],
      ["Free", "{{days}} days"],
      ["Then, before tax where prices are without", "{{renewal}}"],
    ],
    action: "See the order",
  },
  trial_started: {
    subject: "{{hostname}} is ready: free until {{endsOn}}",
    heading: "Your server is ready",
    body: `Hello {{customerName}},

{{hostname}} runs, free of charge until {{endsOn}}. Its address and log-in are on its page.

On {{endsOn}} the first invoice comes. We remind you before; if you cancel until then, you pay nothing.

@facts`,
    facts: [
      ["Server", "{{hostname}}, {{planName}}"],
      ["Order", "{{orderNumber}}"],
      ["Free until", "{{endsOn}}"],
    ],
    action: "Show the log-in",
  },
  trial_ending: {
    subject: "The free trial of {{hostname}} ends on {{endsOn}}",
    heading: "Your free trial ends soon",
    body: `Hello {{customerName}},

The free trial of {{hostname}} ends on {{endsOn}}. On that day we issue the invoice for the first term, and your server runs on. {{payment}}

If you don't want to keep it, cancel it before that day on the page of the server: you pay nothing then.

@facts`,
    facts: [
      ["Server", "{{hostname}}, {{planName}}"],
      ["First term", "{{period}}"],
      ["First invoice", "{{total}}"],
    ],
    action: "See the server",
  },
};
