/**
 * Keys of mails:
 * - `["mails", id]`: the mail
 * - `["mails_by_state", state, id]`, `["mails_by_account", accountId, id]`: indexes
 * - `["mail_counts", state]`: counters
 * - `["mail_templates", templateId]`: texts
 *
 * A new mail is owned by its job, which is made under check in the same commit; later changes check the mail.
 */
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "../shared/kv.ts";
import {
  type Mail,
  MAIL_STATES,
  mailSchema,
  type MailState,
  storedTemplateSchema,
} from "./model.ts";
import { type MailTemplate, type MailTemplateId, mailTemplateSeeds } from "./templates.ts";

const mailKey = (id: string): Deno.KvKey => ["mails", id];
const stateKey = (state: MailState, id: string): Deno.KvKey => ["mails_by_state", state, id];
const accountKey = (accountId: string, id: string): Deno.KvKey => [
  "mails_by_account",
  accountId,
  id,
];
const countKey = (state: MailState): Deno.KvKey => ["mail_counts", state];
const templateKey = (id: MailTemplateId): Deno.KvKey => ["mail_templates", id];

/** The mail, or `null`. */
export async function findMail(kv: Deno.Kv, id: string): Promise<Mail | null> {
  const entry = await kv.get<unknown>(mailKey(id));
  return entry.value === null ? null : mailSchema.parse(entry.value);
}

/** The mail under check, or `null`. */
export async function readMail(tx: Tx, id: string): Promise<Mail | null> {
  const stored = await tx.get<unknown>(mailKey(id));
  return stored === null ? null : mailSchema.parse(stored);
}

/** Stages `mail` in the place of `before` (`null`: it is new). */
export function writeMail(tx: Tx, before: Mail | null, mail: Mail): void {
  if (before && before.state !== mail.state) {
    tx.delete(stateKey(before.state, before.id));
    tx.count(countKey(before.state), -1);
  }
  tx.set(mailKey(mail.id), mail);
  if (mail.accountId !== null) tx.set(accountKey(mail.accountId, mail.id), mail.id);
  if (before?.state !== mail.state) {
    tx.set(stateKey(mail.state, mail.id), mail.id);
    tx.count(countKey(mail.state), 1);
  }
}

/** One page of mails, newest first. */
export async function pageMails(
  kv: Deno.Kv,
  state: MailState | null,
  request: PageRequest,
): Promise<Page<Mail>> {
  const page = await pageIds(kv, state ? ["mails_by_state", state] : ["mails"], request);
  const mails = await getAll<unknown>(kv, page.items.map(mailKey));
  const found = mails.filter((mail) => mail !== null);
  return { items: found.map((mail) => mailSchema.parse(mail)), next: page.next };
}

/** One page of the mails about an account, newest first. */
export async function pageMailsOf(
  kv: Deno.Kv,
  accountId: string,
  request: PageRequest,
): Promise<Page<Mail>> {
  const page = await pageIds(kv, ["mails_by_account", accountId], request);
  const mails = await getAll<unknown>(kv, page.items.map(mailKey));
  const found = mails.filter((mail) => mail !== null);
  return { items: found.map((mail) => mailSchema.parse(mail)), next: page.next };
}

/** How many mails are in each state. */
export async function readMailCounts(kv: Deno.Kv): Promise<Record<MailState, number>> {
  const counts = await getAll<Deno.KvU64>(kv, MAIL_STATES.map(countKey));
  const entries = MAIL_STATES.map((state, index) =>
    [state, Number(BigInt.asIntN(64, counts[index]?.value ?? 0n))] as const
  );
  return Object.fromEntries(entries) as Record<MailState, number>;
}

/** The texts of a template: the stored ones, or those that come with the program. */
export async function findTemplate(kv: Deno.Kv, id: MailTemplateId): Promise<MailTemplate> {
  const entry = await kv.get<unknown>(templateKey(id));
  return entry.value === null ? mailTemplateSeeds[id] : storedTemplateSchema.parse(entry.value);
}

/** Stages the texts of a template unless there are some; one check. */
export async function writeTemplateOnce(
  tx: Tx,
  id: MailTemplateId,
  template: MailTemplate,
): Promise<void> {
  if (await tx.get<unknown>(templateKey(id)) !== null) return;
  tx.set(templateKey(id), { schemaVersion: 1, ...template });
}
