/** The mails that went to a person, and the messages that they wrote, for the copy of their data. */
import type { Deps } from "../shared/deps.ts";
import type { Page, PageRequest } from "../shared/kv.ts";
import type { Mail } from "./model.ts";
import { pageMailsFrom, pageMailsOf } from "./repo.ts";
import { renderStored } from "./send_mail.ts";
import type { OwnMailView, OwnMessageView } from "./view.ts";

/** Mails about a customer that go to somebody else. */
const TO_STAFF: ReadonlySet<string> = new Set([
  "order_received_staff",
  "proof_received_staff",
  "account_reported_staff",
]);

/**
 * One page of the mails about an account that went to its owner, newest first, under whatever address they had then; those
 * to staff are left out. The caller has made sure whose account it is. Links that work once are without their secret.
 */
export async function listMailsTo(
  deps: Deps,
  input: { accountId: string; page?: PageRequest },
): Promise<Page<OwnMailView>> {
  const page = await pageMailsOf(deps.kv, input.accountId, input.page ?? {});
  const own = page.items.filter(({ template }) => !TO_STAFF.has(template));
  return { items: await Promise.all(own.map((mail) => toOwnView(deps, mail))), next: page.next };
}

/**
 * One page of the messages by `writer`, newest first: an account, or an address that somebody gave who wasn't signed in. The
 * caller has made sure that the account, or the mailbox, is the reader's.
 */
export async function listMessagesFrom(
  deps: Pick<Deps, "kv">,
  input: { writer: string; page?: PageRequest },
): Promise<Page<OwnMessageView>> {
  const page = await pageMailsFrom(deps.kv, input.writer, input.page ?? {});
  const items = page.items.map(({ createdAt, variables }): OwnMessageView => ({
    writtenAt: createdAt,
    name: variables.senderName ?? "",
    email: variables.senderEmail ?? "",
    subject: variables.subject ?? "",
    message: variables.message ?? "",
  }));
  return { items, next: page.next };
}

async function toOwnView(deps: Deps, mail: Mail): Promise<OwnMailView> {
  const { subject, text } = mail.sent ?? await renderStored(deps, mail);
  return { subject, text, createdAt: mail.createdAt, sentAt: mail.sent?.at ?? null };
}
