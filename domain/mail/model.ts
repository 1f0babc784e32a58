/** A mail: to whom, which template with which values, and what became of it. */
import { z } from "zod";
import { MAIL_TEMPLATE_IDS } from "./templates.ts";

/**
 * Where a mail stands: `waiting` to be sent, `sent` means taken over by the provider, `kept` in the outbox because no
 * provider is configured, `failed` after the last try.
 */
export const MAIL_STATES = ["waiting", "sent", "kept", "failed"] as const;

/** Where a mail stands. */
export type MailState = (typeof MAIL_STATES)[number];

/** Somebody who gets mail. */
export interface MailAddress {
  email: string;
  name: string;
}

const address = z.object({ email: z.string(), name: z.string() });

/** A stored mail. */
export const mailSchema = z.object({
  schemaVersion: z.literal(1),
  id: z.string(),
  /** What it tells of; there is one mail a fact. */
  fact: z.string(),
  to: address,
  replyTo: address.nullable(),
  accountId: z.string().nullable(),
  /** The account of whoever wrote its text, signed in, on a page of the site. */
  writtenBy: z.string().nullable().default(null),
  template: z.enum(MAIL_TEMPLATE_IDS as [(typeof MAIL_TEMPLATE_IDS)[number]]),
  variables: z.record(z.string(), z.string()),
  /** The secret of its one-use link until the mail is sent: whoever has it could act in the recipient's name. */
  sealedToken: z.string().nullable().default(null),
  state: z.enum(MAIL_STATES),
  /** As it was sent; `null` before. */
  sent: z.object({
    subject: z.string(),
    text: z.string(),
    at: z.string(),
    providerId: z.string().nullable(),
  }).nullable(),
  lastError: z.string().nullable(),
  createdAt: z.string(),
});

/** One mail. */
export type Mail = z.infer<typeof mailSchema>;

/** A stored template. */
export const storedTemplateSchema = z.object({
  schemaVersion: z.literal(1),
  subject: z.string(),
  heading: z.string(),
  body: z.string(),
  facts: z.array(z.tuple([z.string(), z.string()])),
  action: z.string(),
});

/** The id of the job that sends the mail about a fact. */
export function mailJobId(fact: string): string {
  return `mail:${fact}`;
}
