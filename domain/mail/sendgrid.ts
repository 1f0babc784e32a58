/**
 * SendGrid's v3 `POST /mail/send`, by its own library. The API has no idempotency key: if the process dies between
 * SendGrid's answer and the record of it, the mail goes out a second time. The fact travels along as a custom argument,
 * so such a pair can be recognised in SendGrid's event log. The library takes its time to load, and not every server has
 * a key: this module is imported when the first mail goes out.
 */
import { Client } from "@sendgrid/client";
import { MailService } from "@sendgrid/mail";
import { fail, ok, type Result } from "../shared/result.ts";
import type { MailAddress } from "./model.ts";
import type { RenderedMail } from "./render.ts";

const TIMEOUT_MS = 20_000;

/** A mail ready to go out. */
export interface OutgoingMail extends RenderedMail {
  fact: string;
  to: MailAddress;
  from: MailAddress;
  replyTo: MailAddress;
}

/** Refusals that aren't about the mail: worth another try. */
const MENDABLE: readonly number[] = [401, 403, 408, 429];

/** SendGrid didn't take the mail; `isFinal` if it never will. */
export interface SendFailure {
  code: "mail_refused" | "mail_unavailable";
  message: string;
  isFinal: boolean;
}

/**
 * Hands a mail over; answers SendGrid's message id. A 4xx is final, but for those that the
 * operator mends (401, 403: a key that was revoked) and those that time mends (408, 429).
 */
export async function sendBySendgrid(
  config: { apiKey: string; baseUrl: string },
  mail: OutgoingMail,
): Promise<Result<{ providerId: string | null }, SendFailure>> {
  const client = new Client();
  client.setDefaultHeader("Authorization", `Bearer ${config.apiKey}`);
  client.setDefaultRequest("baseUrl", config.baseUrl);
  const service = new MailService();
  service.setClient(client);
  service.setTimeout(TIMEOUT_MS);
  try {
    const [response] = await service.send({
      to: mail.to,
      from: mail.from,
      replyTo: mail.replyTo,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      customArgs: { fact: mail.fact },
      trackingSettings: {
        clickTracking: { enable: false, enableText: false },
        openTracking: { enable: false },
      },
    });
    return ok({ providerId: headerOf(response.headers, "x-message-id") });
  } catch (error) {
    return fail(failureOf(error));
  }
}

function headerOf(headers: unknown, name: string): string | null {
  const value = (headers as Record<string, unknown> | undefined)?.[name];
  return typeof value === "string" ? value : null;
}

/** Only the status and SendGrid's own messages: the error object also holds the request and its key. */
function failureOf(error: unknown): SendFailure {
  const { code, response, message } = error as {
    code?: number | string;
    message?: string;
    response?: { body?: { errors?: Array<{ message?: string }> } };
  };
  const status = typeof code === "number" ? code : null;
  const details = response?.body?.errors?.map((entry) => entry.message).filter(Boolean).join("; ");
  const text = status === null ? `${code ?? message ?? "no answer"}` : `${status} ${details ?? ""}`;
  const isFinal = status !== null && status >= 400 && status < 500 && !MENDABLE.includes(status);
  return {
    code: isFinal ? "mail_refused" : "mail_unavailable",
    message: text.trim().slice(0, 300),
    isFinal,
  };
}
