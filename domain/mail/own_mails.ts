/** The mails that went to a person, for the copy of their data. */
import type { Deps } from "../shared/deps.ts";
import type { Page, PageRequest } from "../shared/kv.ts";
import type { Mail } from "./model.ts";
import { pageMailsOf } from "./repo.ts";
import { renderStored } from "./send_mail.ts";
import type { OwnMailView } from "./view.ts";

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

async function toOwnView(deps: Deps, mail: Mail): Promise<OwnMailView> {
  const { subject, text } = mail.sent ?? await renderStored(deps, mail);
  return { subject, text, createdAt: mail.createdAt, sentAt: mail.sent?.at ?? null };
}
