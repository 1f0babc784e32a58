/** The mails about further terms of services, what isn't paid of them, and their end. */
import type { MailTemplate } from "./templates.ts";

/** Which values each of these templates takes. */
export const RENEWAL_MAIL_VARIABLES = {
  renewal_issued: [
    "customerName",
    "invoiceNumber",
    "total",
    "dueOn",
    "hostname",
    "planName",
    "period",
    "reference",
    "payment",
    "link",
  ],
  invoice_reminder: [
    "customerName",
    "invoiceNumber",
    "due",
    "dueOn",
    "when",
    "outlook",
    "reference",
    "link",
  ],
  service_suspended: ["customerName", "hostname", "planName", "reason", "outlook", "link"],
  service_resumed: ["customerName", "hostname", "planName", "link"],
  service_final_warning: [
    "customerName",
    "hostname",
    "planName",
    "invoiceNumber",
    "due",
    "endsAt",
    "losses",
    "reference",
    "link",
  ],
  service_ending: ["customerName", "hostname", "planName", "reason", "endsAt", "losses", "link"],
  service_end_undone: ["customerName", "hostname", "planName", "state", "link"],
  service_cancelled: ["customerName", "hostname", "planName", "endsOn", "link"],
  service_terminated: ["customerName", "hostname", "planName", "reason", "link"],
  service_terminated_staff: ["hostname", "planName", "datacenterName", "reason", "link"],
  deletions_capped_staff: ["count", "link"],
} as const;

/** The texts that the first start stores. */
export const renewalMailSeeds: Readonly<
  Record<keyof typeof RENEWAL_MAIL_VARIABLES, MailTemplate>
> = {
  renewal_issued: {
    subject: "Invoice {{invoiceNumber}} for {{hostname}}: {{total}}, due on {{dueOn}}",
    heading: "The next term of {{hostname}}",
    body: `Hello {{customerName}},

Here is the invoice for the next term of your server. {{payment}}

@facts`,
    facts: [
      ["Server", "{{hostname}}, {{planName}}"],
      ["Term", "{{period}}"],
      ["Invoice", "{{invoiceNumber}}"],
      ["Amount", "{{total}}"],
      ["Due on", "{{dueOn}}"],
      ["Payment reference", "{{reference}}"],
    ],
    action: "See the invoice",
  },
  invoice_reminder: {
    subject: "Invoice {{invoiceNumber}}: {{due}} {{when}}",
    heading: "Please pay invoice {{invoiceNumber}}",
    body: `Hello {{customerName}},

{{due}} of this invoice {{when}}. If you have paid already, thank you: this mail has crossed your payment.

@facts

{{outlook}}`,
    facts: [
      ["Invoice", "{{invoiceNumber}}"],
      ["Still to pay", "{{due}}"],
      ["Due on", "{{dueOn}}"],
      ["Payment reference", "{{reference}}"],
    ],
    action: "Pay the invoice",
  },
  service_suspended: {
    subject: "{{hostname}} is suspended",
    heading: "Your server is suspended",
    body: `Hello {{customerName}},

We have suspended {{hostname}} ({{planName}}). The reason:

{{reason}}

{{outlook}}`,
    facts: [],
    action: "See what to do",
  },
  service_resumed: {
    subject: "{{hostname}} runs again",
    heading: "Your server runs again",
    body: `Hello {{customerName}},

The suspension of {{hostname}} ({{planName}}) is lifted. Its address and log-in are in your dashboard as before.`,
    facts: [],
    action: "Show the server",
  },
  service_final_warning: {
    subject: "Last warning: {{hostname}} will be deleted on {{endsAt}}",
    heading: "Your server will be deleted",
    body: `Hello {{customerName}},

Invoice {{invoiceNumber}} is still not paid. Unless its {{due}} reach us before, {{hostname}} ({{planName}}) will be deleted on

{{endsAt}}.

{{losses}}

The moment the invoice is paid, the server runs again and nothing is deleted.

@facts`,
    facts: [
      ["Server", "{{hostname}}"],
      ["Deleted on", "{{endsAt}}"],
      ["Invoice", "{{invoiceNumber}}"],
      ["To pay", "{{due}}"],
      ["Payment reference", "{{reference}}"],
    ],
    action: "Pay and keep the server",
  },
  service_ending: {
    subject: "{{hostname}} is stopped and will be deleted on {{endsAt}}",
    heading: "Your server is stopped",
    body: `Hello {{customerName}},

{{hostname}} ({{planName}}) is stopped, and will be deleted on

{{endsAt}}.

The reason: {{reason}}

{{losses}}

Until then it can be undone on the page of the server, or by answering this mail.`,
    facts: [],
    action: "See the server",
  },
  service_end_undone: {
    subject: "{{hostname}} stays",
    heading: "Your server stays",
    body: `Hello {{customerName}},

{{hostname}} ({{planName}}) will not be deleted. {{state}}`,
    facts: [],
    action: "See the server",
  },
  service_cancelled: {
    subject: "{{hostname}} ends on {{endsOn}}",
    heading: "Your cancellation is noted",
    body: `Hello {{customerName}},

{{hostname}} ({{planName}}) runs until {{endsOn}} and isn't billed any more. Open invoices for later terms are void.

If you change your mind, undo it on the page of the server.`,
    facts: [["Last day", "{{endsOn}}"]],
    action: "See the server",
  },
  service_terminated: {
    subject: "{{hostname}} has ended",
    heading: "Your server has ended",
    body: `Hello {{customerName}},

{{hostname}} ({{planName}}) has ended, and its data and log-in are deleted. The reason:

{{reason}}

Invoices for later terms are void. Your other invoices stay in your dashboard.`,
    facts: [],
    action: "See your services",
  },
  service_terminated_staff: {
    subject: "Delete the machine of {{hostname}}",
    heading: "A service has ended",
    body: `Delete this machine at its host. Its credentials are wiped here.

@facts`,
    facts: [
      ["Host name", "{{hostname}}"],
      ["Plan", "{{planName}}"],
      ["Data center", "{{datacenterName}}"],
      ["Reason", "{{reason}}"],
    ],
    action: "Open the service",
  },
  deletions_capped_staff: {
    subject: "No more machines are deleted in this hour",
    heading: "More machines are to be deleted than an hour allows",
    body:
      `{{count}} machines were deleted in this hour, as many as the settings allow. The others wait for the next hour.

If you don't know why so many services end at once, raise nothing: look at the audit log first, and undo what is wrong on the pages of the services.`,
    facts: [],
    action: "See what is about to end",
  },
};
