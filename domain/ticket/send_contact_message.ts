/** The contact form: a mail to the company's support address, answered by answering the mail. */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import { normaliseEmail } from "@/domain/customer/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import { networkOf, type RateLimited, takeRateLimit } from "@/domain/session/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { CustomerActor, StaffActor, VisitorActor } from "@/domain/shared/actor.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { toValidationError } from "@/domain/shared/validation.ts";

/** Messages from one network in an hour. */
const NETWORK_LIMIT = 10;
const HOUR_SECONDS = 3600;
/** Controls other than line breaks and tabs. */
const CONTROLS = /[^\P{Cc}\n\t]/u;

function text(max: number, missing: string) {
  return z.string().transform((typed) => typed.replaceAll("\r\n", "\n").trim()).pipe(
    z.string().min(1, missing).max(max, `Use at most ${max} characters.`)
      .refine((typed) => !CONTROLS.test(typed), "Use plain text without control characters."),
  );
}

function line(max: number, missing: string) {
  return text(max, missing).refine((typed) => !/[\n\t]/.test(typed), "Use a single line.");
}

const contactSchema = z.strictObject({
  name: line(100, "Enter your name."),
  email: z.string().transform((typed, context) => {
    const email = normaliseEmail(typed);
    if (email !== null) return email;
    context.addIssue({
      code: "custom",
      message: "Enter the e-mail address that we can answer to, such as name@example.com.",
    });
    return z.NEVER;
  }),
  subject: line(120, "Say in a few words what it is about."),
  message: text(5000, "Write your message."),
});

/** What somebody has typed into the contact form. */
export interface ContactForm {
  name: string;
  email: string;
  subject: string;
  message: string;
}

/**
 * Sends a message to the company. The same message twice in a day is one mail.
 *
 * Errors: `validation` by field; `rate_limited` with the seconds until the next try; `conflict`.
 */
export async function sendContactMessage(
  deps: Deps,
  input: {
    actor: VisitorActor | CustomerActor | StaffActor;
    form: ContactForm;
    ip: string;
    requestId?: string;
  },
): Promise<Result<void, ValidationError | RateLimited | Conflict>> {
  const parsed = contactSchema.safeParse(input.form);
  if (!parsed.success) return fail(toValidationError(parsed.error));
  const { name, email, subject, message } = parsed.data;
  const taken = await takeRateLimit(deps, {
    scope: "contact.network",
    subject: networkOf(input.ip),
    limit: NETWORK_LIMIT,
    windowSeconds: HOUR_SECONDS,
  });
  if (!taken.ok) return taken;

  const company = await getSettings(deps, "company");
  const fact = `contact_message:${await digest(parsed.data)}:${dayOf(deps.clock.now())}`;
  return await transact(deps, async (tx) => {
    await stageMail(tx, deps, {
      fact,
      to: { email: company.supportEmail, name: company.name },
      replyTo: { email, name },
      ...writerOf(input.actor),
      template: "contact_message",
      variables: { senderName: name, senderEmail: email, subject, message },
    });
    stageAudit(tx, deps, {
      actor: input.actor,
      action: "message.received",
      subject: { kind: "message", id: fact },
      after: { email, subject },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}

/** The account of the person, whoever's account they act on; visitors have none. */
function writerOf(actor: VisitorActor | CustomerActor | StaffActor): { writtenBy?: string } {
  if (actor.kind === "visitor") return {};
  return { writtenBy: (actor.kind === "customer" && actor.via?.personId) || actor.id };
}

/** A short name for a message: the same text has the same. */
async function digest(form: ContactForm): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(form));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 12).toHex();
}
